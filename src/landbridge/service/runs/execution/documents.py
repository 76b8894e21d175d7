"""One NetSuite record on its way: the parts that it falls into, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from landbridge.service.ports import Applied, SourceRecord
from landbridge.service.runs.execution.outcomes import Entry
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.mapping import ParentMissing
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.store import Prepared, PreparedGroup


@dataclass(frozen=True, slots=True)
class Written:
    """A part that SuiteProjects Pro holds now. ``withdrawn``: NetSuite has it no more, or it is not to be imported any more."""

    group: Group
    key: str
    applied: Applied
    withdrawn: bool = False


@dataclass(slots=True)
class Document:
    """A record with its parts, by the key of their group.

    ``entry`` is set as soon as it is known that the record is not written, and why. ``awaited`` are the records that it refers to
    and that are not there yet, though it is imported without. ``orphan`` is the first of those for want of which a line was left out.
    """

    record: SourceRecord
    digest: str
    parts: Mapping[str, Sequence[Part]]
    entry: Entry | None = None
    written: list[Written] = field(default_factory=list)
    awaited: list[ParentMissing] = field(default_factory=list)
    orphan: Entry | None = None

    @property
    def size(self) -> int:
        """How many parts it has."""
        return sum(map(len, self.parts.values()))

    def again(self) -> None:
        """Forget what became of it, since that was undone."""
        self.entry, self.orphan = None, None
        self.written.clear()
        self.awaited.clear()


def document_of(prepared: Prepared, record: SourceRecord, digest: str) -> Document:
    """Return a record with its parts in every group of the workflow."""
    return Document(record, digest, {one.group.key: parts_in(one, record) for one in prepared.groups})


def parts_in(prepared: PreparedGroup, record: SourceRecord) -> list[Part]:
    """Return the parts of a record that a group imports, by its own condition and by the administrator's filter."""
    return list(parts_of(prepared.group, record))

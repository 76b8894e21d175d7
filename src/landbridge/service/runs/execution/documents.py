"""One NetSuite record on its way: the parts that it falls into, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from landbridge.service.ports import Applied, SourceRecord
from landbridge.service.runs.execution.outcomes import Entry
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.results import ParentMissing
from landbridge.service.workflows.store import Prepared


@dataclass(frozen=True, slots=True)
class Written:
    """A part that SuiteProjects Pro holds now. ``withdrawn``: NetSuite has it no more, or it is not to be imported any more."""

    group: Group
    key: str
    applied: Applied
    withdrawn: bool = False


@dataclass(slots=True)
class Document:
    """A record with all its parts, by the key of their group, and those that are imported.

    ``entry`` is set as soon as it is known that the record is not written, and why. ``awaited`` are the records that it refers to
    and that are not there yet, though it is imported without. ``left_out`` says why parts are not imported that somebody may look for;
    ``orphan`` is the entry of the record if nothing else is left of it than a part whose parent is not there.
    """

    record: SourceRecord
    digest: str
    all_parts: Mapping[str, Sequence[Part]]
    parts: dict[str, list[Part]] = field(default_factory=dict)
    entry: Entry | None = None
    written: list[Written] = field(default_factory=list)
    awaited: list[ParentMissing] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    orphan: Entry | None = None

    @property
    def size(self) -> int:
        """How many parts it has at the most."""
        return sum(map(len, self.all_parts.values()))

    def again(self) -> None:
        """Forget what became of it, since that was undone."""
        self.entry, self.orphan = None, None
        for one in (self.parts, self.written, self.awaited, self.left_out):
            one.clear()


def document_of(prepared: Prepared, record: SourceRecord, digest: str) -> Document:
    """Return a record with its parts in every group of the workflow."""
    return Document(
        record, digest, {one.group.key: list(parts_of(one.group, record)) for one in prepared.groups}
    )


def name_of(group: Group, part: Part) -> str:
    """Return what a reason calls a part; nothing for the record itself."""
    return "" if part.line is None else f"{group.label} {part.key}"

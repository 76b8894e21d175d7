"""One batch of changes before it is written: what each would do to the record that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from landbridge.service.ports import Applied, Change, FieldChange, JsonValue, Outcome
from landbridge.service.projects.record_types import SppType
from landbridge.service.projects.validation import Complaint, check_fields, check_required

DELETED_IN_NETSUITE = "deleted_in_netsuite_at"
"""What the audit trail calls the mark of a record that was deleted in NetSuite."""


@dataclass(frozen=True, slots=True)
class Current:
    """A locked record as it is now."""

    id: int
    fields: Mapping[str, JsonValue]
    source_modified: datetime | None
    deleted_in_netsuite_at: datetime | None = None


@dataclass(slots=True)
class Planned:
    """One change with its place in the batch. ``answer`` is set once its outcome is known."""

    position: int
    change: Change
    current: Current | None = None
    fields: dict[str, JsonValue] = field(default_factory=dict)
    differences: list[FieldChange] = field(default_factory=list)
    answer: Applied | None = None

    @property
    def creates(self) -> bool:
        """Whether it makes a new record."""
        return self.change.spp_id is None

    @property
    def spp_id(self) -> str | None:
        """The record that it is about, if there is one already."""
        return str(self.current.id) if self.current else None

    def ends(
        self, outcome: Outcome, *, spp_id: str | None = None, code: int = 0, reason: str = "", field: str = ""
    ) -> None:
        """Settle the outcome."""
        written = outcome in {Outcome.CREATED, Outcome.UPDATED}
        self.answer = Applied(
            key=self.change.key,
            outcome=outcome,
            spp_id=spp_id or self.spp_id,
            changes=tuple(self.differences) if written else (),
            code=code,
            reason=reason,
            field=field,
        )

    def refuse(self, complaint: Complaint) -> None:
        """Settle it as refused."""
        self.ends(Outcome.REFUSED, code=complaint.code, reason=complaint.reason, field=complaint.field)


def plan(kind: SppType, changes: Sequence[Change], current: Mapping[str, Current]) -> list[Planned]:
    """Compare each change with the record it names; ``current`` is by internal id.

    Settles at once what needs no write: refused values, records that are gone, newer versions, nothing changed.
    """
    planned = [Planned(position, change) for position, change in enumerate(changes)]
    for one in planned:
        if one.change.spp_id is None:
            _plan_creation(kind, one)
        else:
            one.current = current.get(one.change.spp_id)
            _plan_update(kind, one)
    return planned


def still_open(planned: Iterable[Planned]) -> list[Planned]:
    """Return those without an outcome yet."""
    return [one for one in planned if one.answer is None]


def _plan_creation(kind: SppType, one: Planned) -> None:
    complaint = check_fields(kind, one.change.fields)
    one.fields = {
        name: _stored(kind, name, value) for name, value in one.change.fields.items() if value is not None
    }
    complaint = complaint or check_required(kind, one.fields)
    if complaint:
        one.refuse(complaint)
    one.differences = [FieldChange(name, None, value) for name, value in one.fields.items()]


def _plan_update(kind: SppType, one: Planned) -> None:
    if one.current is None:
        one.ends(Outcome.CONFLICT, reason=f"{kind.label} {one.change.spp_id} is not there any more")
        return
    if _holds_newer(one.current, one.change):
        held = f"{one.current.source_modified:%Y-%m-%d %H:%M:%S}"
        one.ends(Outcome.STALE, reason=f"it holds the newer version of {held} UTC")
        return
    one.fields = dict(one.current.fields)
    for name, wanted in one.change.fields.items():
        after = _stored(kind, name, wanted)
        before = one.fields.get(name)
        if name in one.change.initial_only or _same(before, after):
            continue
        one.differences.append(FieldChange(name, before, after))
        if after is None:
            del one.fields[name]
        else:
            one.fields[name] = after
    changed = {difference.field: difference.after for difference in one.differences}
    complaint = check_fields(kind, changed) or check_required(kind, one.fields)
    if complaint:
        one.refuse(complaint)
    elif one.current.deleted_in_netsuite_at and one.change.source_modified:
        marked = one.current.deleted_in_netsuite_at.isoformat()
        one.differences.append(FieldChange(DELETED_IN_NETSUITE, marked, None))


def _holds_newer(current: Current, change: Change) -> bool:
    """Whether the record holds a version of NetSuite's that is newer than the change's."""
    if current.source_modified is None or change.source_modified is None or change.set_back:
        return False
    return current.source_modified.replace(microsecond=0) > change.source_modified


def _stored(kind: SppType, name: str, value: JsonValue) -> JsonValue:
    declared = kind.field(name)
    return declared.stored(value) if declared else value


def _same(before: JsonValue, after: JsonValue) -> bool:
    """Equal as JSON: ``1`` and ``true`` differ."""
    return before == after and isinstance(before, bool) == isinstance(after, bool)

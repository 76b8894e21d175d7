"""What the run log says of a record that was written: its outcome, and what changed in which part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from landbridge.service.ports import FieldChange, Outcome
from landbridge.service.runs.execution.documents import Document, Written
from landbridge.service.runs.execution.outcomes import Done, Entry
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.store import Prepared

NOTHING_LEFT = "nothing_left"
NAMED_PARTS = 5
_CHANGING = frozenset({Outcome.CREATED, Outcome.UPDATED})


def tell(prepared: Prepared, document: Document) -> Entry:
    """Return the entry of a record that nothing stood in the way of."""
    main = prepared.main.group
    mains = [one for one in document.written if one.group is main and not one.withdrawn]
    changed = any(one.applied.outcome in _CHANGING for one in document.written)
    if not mains and not changed:
        return _nothing(document)
    if mains and all(one.applied.outcome is Outcome.CREATED for one in mains):
        outcome = Done.CREATED
    else:
        outcome = Done.UPDATED if changed else Done.UNCHANGED
    first = (mains or document.written)[0].applied
    return Entry(
        document.record.internal_id,
        outcome,
        document.record,
        document.digest,
        "apply",
        reason=_left_out(document.left_out),
        changes=tuple(_changes(main, document.written)),
        spp_id=first.spp_id or "",
        awaited=tuple(document.awaited),
    )


def _nothing(document: Document) -> Entry:
    """No line of the record is to be imported; ``orphan`` says why where a parent is not."""
    if document.orphan is not None:
        return document.orphan
    return Entry(
        document.record.internal_id,
        Done.SKIPPED,
        document.record,
        document.digest,
        "select",
        NOTHING_LEFT,
        f"Nothing of the record is to be imported. {_left_out(document.left_out)}".rstrip(),
    )


def _left_out(reasons: Sequence[str]) -> str:
    """Return why parts were left out, a few of them in words and the others counted."""
    if not reasons:
        return ""
    more = len(reasons) - NAMED_PARTS
    told = " ".join(reasons[:NAMED_PARTS])
    return f"Left out: {told}" + (f" And {more} more." if more > 0 else "")


def _changes(main: Group, written: Sequence[Written]) -> Iterator[FieldChange]:
    """Yield the changed fields: of the record itself by their names, of another part with the part's name before it.

    Of a part that is new only its id is told; the record's audit trail has its fields.
    """
    for one in written:
        if one.group is main and not main.each:
            yield from one.applied.changes
            continue
        part = f"{one.group.spp_type} {one.key}"
        if one.applied.outcome is Outcome.CREATED:
            yield FieldChange(part, None, one.applied.spp_id)
        else:
            yield from (replace(change, field=f"{part}: {change.field}") for change in one.applied.changes)

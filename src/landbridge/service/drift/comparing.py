"""How the fields of a record type differ from what was known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from landbridge.service.drift.models import Drift
from landbridge.service.ports import SourceField

Shape = Mapping[str, str]
Shapes = Mapping[str, Shape]
"""By name, of a sublist as ``itemList.custcol_x``."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not as it was."""

    field: str
    change: Drift.Change
    before: Shape | None
    after: Shape | None


def shapes_of(fields: Iterable[SourceField]) -> dict[str, dict[str, str]]:
    """Return the fields as they are kept."""
    return {
        f"{one.sublist}.{one.name}" if one.sublist else one.name: {
            "label": one.label,
            "kind": one.kind.value,
            "refers_to": one.refers_to,
        }
        for one in fields
    }


def differences(known: Shapes, now: Shapes) -> Iterator[Difference]:
    """Yield what appeared, vanished or holds something else, in order of names. A label is no difference."""
    for name in sorted({*known, *now}):
        before, after = known.get(name), now.get(name)
        if before is None:
            yield Difference(name, Drift.Change.APPEARED, None, after)
        elif after is None:
            yield Difference(name, Drift.Change.VANISHED, before, None)
        elif not same(before, after):
            yield Difference(name, Drift.Change.CHANGED, before, after)


def same(one: Shape, other: Shape) -> bool:
    """Whether two fields hold the same kind of value."""
    return (one["kind"], one["refers_to"]) == (other["kind"], other["refers_to"])

"""What of the run log somebody may see: values of sensitive fields stand as a mask, wherever they are shown or sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.service.projects.models import User
from landbridge.service.projects.sensitivity import MASK, is_sensitive, masked, sees_everything
from landbridge.service.runs.models import RunItem
from landbridge.service.workflows.sensitivity import hidden_by_workflow

_CUT = "…"
"""What ends a value that was too long to be kept whole (``conversion.shown``)."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """How one person sees the run log. ``hidden`` are fields by workflow, beside those that are sensitive by their name."""

    everything: bool
    hidden: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, user: User | None) -> Eyes:
        """Return what ``user`` sees (``None``: the operator of the machine); one query for whom something is hidden."""
        if sees_everything(user):
            return cls(everything=True, hidden={})
        return cls(everything=False, hidden=hidden_by_workflow())

    def items(self, rows: Iterable[RunItem]) -> Iterator[RunItem]:
        """Yield the rows as they may be seen. They are not to be saved afterwards."""
        for row in rows:
            if not self.everything:
                self._mask(row)
            yield row

    def _mask(self, row: RunItem) -> None:
        hidden = self.hidden.get(row.workflow_id, frozenset())
        row.changes = [_masked_change(change, hidden) for change in row.changes]
        if row.value and _hides(row.field, hidden):
            row.reason = without(row.reason, row.value)
            row.value = MASK


def _hides(field: str, hidden: frozenset[str]) -> bool:
    return is_sensitive(field) or field in hidden


def _masked_change(change: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    if not _hides(change["field"], hidden):
        return change
    return {**change, "before": masked(change["before"]), "after": masked(change["after"])}


def discreet(reason: str, field: str, value: str, hidden: frozenset[str]) -> str:
    """Return a reason that may be kept where everybody reads it: it does not quote the value of a sensitive field."""
    return without(reason, value) if value and _hides(field, hidden) else reason


def without(reason: str, value: str) -> str:
    """Return ``reason`` with the mask wherever it quotes ``value``, plainly or as Python writes it."""
    whole = not value.endswith(_CUT)
    start = value if whole else value[: -len(_CUT)]
    for quoted in (repr(start)[1:-1], start):
        if whole:
            reason = reason.replace(quoted, MASK)
        elif quoted in reason:  # where the rest of it ends cannot be told
            reason = reason[: reason.index(quoted)] + MASK
    return reason

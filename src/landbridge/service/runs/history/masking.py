"""What of the run log somebody may see: values of sensitive fields stand as a mask, wherever they are shown or sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import F, Q
from django.db.models.functions import Lower
from django.db.models.lookups import In

from landbridge.service.projects.models import User
from landbridge.service.projects.sensitivity import (
    MASK,
    is_sensitive,
    masked,
    sees_everything,
    sensitive_names,
)
from landbridge.service.runs.history.causes import Cause
from landbridge.service.runs.models import Attention, RunItem
from landbridge.service.workflows.sensitivity import hidden_by_workflow, hiding_names

R = TypeVar("R", Attention, RunItem)

_MARKS = r"(, not |no entry for |this value has |: no |['\"])"
"""What a reason says before it quotes a value, tells its length, or names the record that it asks for; so say ``workflows.mapping``,
``workflows.conversion``, ``projects.validation`` and ``projects.account``.
"""
_QUOTED = re.compile(_MARKS + ".*", re.DOTALL)
_TELLING = _MARKS + f"(?!{MASK}$)"
_NAMING = {
    "two_candidates": "More than one record of SuiteProjects Pro could be meant.",
    "name_taken": "A record that belongs to another NetSuite record has this name.",
}
"""Reasons that quote names of SuiteProjects Pro records, by code, and what stands for them where those are hidden."""
_OF_PARENTS = ("parent_failed", "parent_not_exported")
_PARENTS_REASON = " imported: "
"""Before the parent's reason in that of its child."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """How one person sees the run log. ``hidden`` are fields by workflow, beside those that are sensitive by their name; ``nameless`` the
    workflows whose records' names in SuiteProjects Pro are hidden.
    """

    everything: bool
    hidden: Mapping[int, frozenset[str]]
    nameless: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user: User | None) -> Eyes:
        """Return what ``user`` sees (``None``: the operator of the machine); two queries for whom something is hidden."""
        if sees_everything(user):
            return cls(everything=True, hidden={})
        hidden = hidden_by_workflow()
        return cls(everything=False, hidden=hidden, nameless=hiding_names(hidden))

    def items(self, rows: Iterable[RunItem]) -> Iterator[RunItem]:
        """Yield the rows as they may be seen. They are not to be saved afterwards."""
        for row in rows:
            if not self.everything:
                self._mask(row)
            yield row

    def attention(self, rows: Iterable[Attention]) -> list[Attention]:
        """Return the rows as they may be seen. They are not to be saved afterwards."""
        seen = list(rows)
        for row in seen:
            row.reason = self._told(row.workflow_id, row.code, row.field, row.reason)
        return seen

    def causes(self, causes: Iterable[Cause]) -> list[Cause]:
        """Return the causes as they may be seen."""
        return [
            replace(one, reason=self._told(one.key.workflow, one.key.code, one.key.field, one.reason))
            for one in causes
        ]

    def untold(self) -> Q:
        """Return the condition on rows whose reason, as it is kept, tells more than may be seen: no search may look there."""
        if self.everything:
            return Q(pk__in=())
        field = Q(In(Lower(F("field")), sensitive_names()))
        for workflow, fields in self.hidden.items():
            field |= Q(workflow=workflow, field__in=fields)
        return (
            (field & Q(reason__regex=_TELLING))
            | Q(code__in=_OF_PARENTS, reason__regex=f"{_PARENTS_REASON}.*({_TELLING}|this name|carry)")
            | Q(code__in=_NAMING, workflow__in=self.nameless)
        )

    def _mask(self, row: RunItem) -> None:
        hidden = self.hidden.get(row.workflow_id, frozenset())
        row.changes = [_masked_change(change, hidden) for change in row.changes]
        row.reason = self._told(row.workflow_id, row.code, row.field, row.reason)
        if _hides(row.field, hidden):
            row.value = masked(row.value)

    def _told(self, workflow: int, code: str, field: str, reason: str) -> str:
        if self.everything:
            return reason
        if code in _OF_PARENTS:
            return _without_the_parents(reason)
        hidden = self.hidden.get(workflow, frozenset())
        return discreet(reason, code, field, hidden, nameless=workflow in self.nameless)


def _hides(field: str, hidden: frozenset[str]) -> bool:
    return is_sensitive(field) or field in hidden


def _masked_change(change: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    field = change["field"].rpartition(": ")[2]  # `purchase_item 5-1: cost`
    if not _hides(field, hidden):
        return change
    return {**change, "before": masked(change["before"]), "after": masked(change["after"])}


def discreet(reason: str, code: str, field: str, hidden: frozenset[str], *, nameless: bool = False) -> str:
    """Return a reason that may be kept where everybody reads it: it quotes no sensitive value, and no name where that is one."""
    if nameless and code in _NAMING:
        return _NAMING[code]
    return without_value(reason) if _hides(field, hidden) else reason


def without_value(reason: str) -> str:
    """Return ``reason`` with the mask in place of the value that it quotes, and of all that follows.

    Nobody looks for the value itself: it may be cut, or written in another way than where it is kept.
    """
    return _QUOTED.sub(rf"\1{MASK}", reason).replace(f"'{MASK}", MASK).replace(f'"{MASK}', MASK)


def _without_the_parents(reason: str) -> str:
    """Return the reason of a child without that of its parent where that one quotes something, whosever field it is."""
    own, said, parents = reason.partition(_PARENTS_REASON)
    quotes = re.search(rf"{_TELLING}|this name|carry", parents)
    return f"{own}{_PARENTS_REASON.rstrip(': ')}." if said and quotes else reason

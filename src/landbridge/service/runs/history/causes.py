"""Errors by their cause: the same workflow, stage, code and field. How many records, since when, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import Count, Max, Min, QuerySet

from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.history.advice import advice
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.workflows.models import Workflow

_PARTS = ("workflow", "stage", "code", "field")
_TROUBLE = (RunItem.Outcome.FAILED, RunItem.Outcome.WAITING, RunItem.Outcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class CauseKey:
    """What tells one cause from another; ``workflow`` is the workflow's key in the database, so it has one connection."""

    workflow: int
    stage: str
    code: str
    field: str

    def __str__(self) -> str:
        return f"{self.workflow}/{self.stage}/{self.code}/{self.field}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what :meth:`__str__` wrote. Raises :class:`RunRefused` for anything else."""
        parts = text.split("/", 3)
        numbered = parts[0].isascii() and parts[0].isdigit()
        if len(parts) != len(_PARTS) or not numbered or "\0" in text:
            raise RunRefused("unknown_cause", f"{text!r} names no cause.")
        return cls(int(parts[0]), *parts[1:])


@dataclass(frozen=True, slots=True)
class Cause:
    """Records with the same trouble. ``reason``, ``name`` and ``internal_id`` are those of the latest of them."""

    key: CauseKey
    connection: str
    workflow: str
    need: str
    count: int
    first_at: datetime
    last_at: datetime
    reason: str
    name: str
    internal_id: str

    @property
    def advice(self) -> str:
        """What to do about it."""
        return advice(self.key.code)


def open_causes(connection_id: int | None = None, *, dismissed: bool = False) -> list[Cause]:
    """Return the causes of the records that are not done with, the largest first; of those dismissed instead when asked for."""
    found = Attention.objects.filter(dismissed_at__isnull=not dismissed)
    if connection_id is not None:
        found = found.filter(workflow__connection_id=connection_id)
    rows = _grouped(found, Min("first_at"), Max("last_at"))
    examples = Attention.objects.in_bulk([row["latest"] for row in rows])
    return _causes(rows, {pk: (one, one.get_need_display()) for pk, one in examples.items()})


def causes_of(run: Run) -> list[Cause]:
    """Return why records of a run failed, wait or were left out, the most frequent first."""
    found = RunItem.objects.filter(run=run, outcome__in=_TROUBLE)
    rows = _grouped(found, Min("at"), Max("at"))
    examples = RunItem.objects.in_bulk([row["latest"] for row in rows])
    return _causes(rows, {pk: (one, one.get_outcome_display()) for pk, one in examples.items()})


def records_of(key: CauseKey) -> QuerySet[Attention]:
    """Return the records of a cause that are not done with, dismissed ones among them."""
    return Attention.objects.filter(workflow_id=key.workflow, stage=key.stage, code=key.code, field=key.field)


def _grouped(found: QuerySet[Any], first: Min, last: Max) -> list[dict[str, Any]]:
    return list(
        found.order_by()
        .values(*_PARTS)
        .annotate(count=Count("pk"), first=first, last=last, latest=Max("pk"))
        .order_by("-count", *_PARTS)
    )


def _causes(
    rows: Sequence[dict[str, Any]], examples: dict[int, tuple[Attention | RunItem, str]]
) -> list[Cause]:
    """Put the groups together with their examples; one that somebody struck out meanwhile is left out."""
    workflows = Workflow.objects.select_related("connection").in_bulk({row["workflow"] for row in rows})
    found: list[Cause] = []
    for row in rows:
        if row["latest"] not in examples:
            continue
        example, need = examples[row["latest"]]
        workflow = workflows[row["workflow"]]
        found.append(
            Cause(
                CauseKey(row["workflow"], row["stage"], row["code"], row["field"]),
                workflow.connection.name,
                workflow.key,
                need,
                row["count"],
                row["first"],
                row["last"],
                example.reason,
                example.name,
                example.internal_id,
            )
        )
    return found

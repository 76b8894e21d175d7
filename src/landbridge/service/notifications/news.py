"""What is told, in words and as data: causes, counts, ids and links. Never a value of a record, nor a reason that may quote one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from landbridge.service.connections.models import Connection
from landbridge.service.notifications.models import Event, Trouble
from landbridge.service.runs.models import Attention, Run
from landbridge.service.workflows.catalogue import CATALOGUE

ADVICE = {
    Attention.Need.RECORD: "Correct the record in NetSuite, or dismiss it.",
    Attention.Need.SETUP: "Correct the workflow's mapping or options, or the connection.",
    Attention.Need.RETRY: "It is tried again by itself; if it goes on, see the worker's log.",
}
LONGEST_TITLE = 200
CAUSE = "cause:"
"""How the keys of causes begin."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell. ``since``: only channels that were there by then are told (``None``: all)."""

    event: Event
    title: str
    data: dict[str, Any] = field(default_factory=dict)
    connection_id: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Records that fail in the same way, as they are now.

    ``internal_ids`` are the first few of them. ``passing``: they are tried again by themselves, and not for long yet.
    """

    connection: Connection
    workflow_id: int
    workflow: str
    stage: str
    code: str
    field: str
    need: str
    records: int
    run_id: int | None
    passing: bool = False
    internal_ids: Sequence[str] = ()

    @property
    def key(self) -> str:
        """What tells it from other causes of the connection."""
        return cause_key(self.workflow_id, self.stage, self.code, self.field)

    def naming(self, internal_ids: Sequence[str]) -> Cause:
        """Return the same with the first few of its records."""
        return replace(self, internal_ids=internal_ids)


def cause_key(workflow_id: int, stage: str, code: str, of_field: str) -> str:
    """Return what tells a cause from the others of a connection."""
    return f"{CAUSE}{workflow_id}:{stage}:{code}:{of_field}"


def link(name: str, **parts: Any) -> str:
    """Return the full address of a page, under the first address that people use."""
    base = settings.ADDRESSES[0]
    return f"{base.scheme}://{base.netloc}{reverse(name, kwargs=parts or None)}"


def run_link(run_id: int | None) -> str:
    """Return the address of a run's page, or of the log where the run is forgotten."""
    return link("runs") if run_id is None else link("run", pk=run_id)


def cause_failed(cause: Cause) -> News:
    """Records fail, and nobody knew of this cause."""
    data = {
        "connection": cause.connection.name,
        "workflow": cause.workflow,
        "stage": cause.stage,
        "code": cause.code,
        "field": cause.field,
        "records": cause.records,
        "internal_ids": list(cause.internal_ids),
        "advice": ADVICE.get(Attention.Need(cause.need), ""),
        "run": cause.run_id,
        "link": run_link(cause.run_id),
    }
    title = f"{cause.connection.name}: records fail: {_what_fails(cause.workflow, cause.stage, cause.code, cause.field)}"
    return News(Event.CAUSE_FAILED, _one_line(title), data, cause.connection.pk)


def cause_recovered(trouble: Trouble, dismissed: int) -> News:
    """No record fails by this cause any more; ``dismissed`` of them were taken off the list by a person."""
    workflow = trouble.workflow.key if trouble.workflow else ""
    data = {
        "connection": trouble.connection.name,
        "workflow": workflow,
        "stage": trouble.stage,
        "code": trouble.code,
        "field": trouble.field,
        "since": trouble.opened_at.isoformat(),
        "dismissed": dismissed,
        "link": link("runs"),
    }
    what = _what_fails(workflow, trouble.stage, trouble.code, trouble.field)
    title = f"{trouble.connection.name}: recovered: {what}"
    return News(Event.CAUSE_RECOVERED, _one_line(title), data, trouble.connection_id, since=trouble.opened_at)


def run_failed(run: Run) -> News:
    """A run could not go on. Its own words may quote a record, so they stay on its page."""
    data = {
        "connection": run.connection.name,
        "run": run.pk,
        "kind": run.kind,
        "workflows": list(run.workflows),
        "advice": run.hint,
        "link": run_link(run.pk),
    }
    title = f"{run.connection.name}: the {run.get_kind_display().lower()} run {run.pk} failed"
    return News(Event.RUN_FAILED, _one_line(title), data, run.connection_id)


def run_recovered(trouble: Trouble, run: Run) -> News:
    """A run of everything that failed went through."""
    data = {
        "connection": run.connection.name,
        "run": run.pk,
        "kind": run.kind,
        "workflows": list(trouble.workflows),
        "since": trouble.opened_at.isoformat(),
        "link": run_link(run.pk),
    }
    title = f"{run.connection.name}: runs go through again"
    return News(Event.RUN_RECOVERED, _one_line(title), data, run.connection_id, since=trouble.opened_at)


def _what_fails(workflow: str, stage: str, code: str, of_field: str) -> str:
    label = CATALOGUE[workflow].label if workflow in CATALOGUE else workflow
    return f"{label}, {code}" + (f" in {of_field}" if of_field else f" at stage {stage}" if stage else "")


def _one_line(text: str) -> str:
    """A title is a mail's subject, which has one line."""
    return " ".join(text.split())[:LONGEST_TITLE]

"""What is told, in words and as data: causes, counts, ids and links. Never a value of a record, nor a reason that may quote one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import Hold
from landbridge.service.notifications.models import Event, Trouble
from landbridge.service.realtime.models import Renewal
from landbridge.service.runs.history.advice import advice
from landbridge.service.runs.history.causes import CauseKey
from landbridge.service.runs.models import Run
from landbridge.service.workflows import catalogue


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

    ``workflow`` is the workflow's name in the catalogue, ``run_id`` the latest run that met them, ``internal_ids`` are the first few.
    ``passing``: they are tried again by themselves, and not for long yet.
    """

    key: CauseKey
    connection: Connection
    workflow: str
    records: int
    run_id: int | None
    passing: bool = False
    internal_ids: Sequence[str] = ()

    def naming(self, internal_ids: Sequence[str]) -> Cause:
        """Return the same with the first few of its records."""
        return replace(self, internal_ids=internal_ids)

    def as_data(self) -> dict[str, Any]:
        """Return what messages tell of it."""
        return {
            "connection": self.connection.name,
            "workflow": self.workflow,
            "stage": self.key.stage,
            "code": self.key.code,
            "field": self.key.field,
            "records": self.records,
            "advice": advice(self.key.code),
            "link": cause_link(self.key),
        }


def link(name: str, **parts: Any) -> str:
    """Return the full address of a page, under the first address that people use."""
    base = settings.ADDRESSES[0]
    return f"{base.scheme}://{base.netloc}{reverse(name, kwargs=parts or None)}"


def run_link(run_id: int | None) -> str:
    """Return the address of a run's page, or of the log where the run is forgotten."""
    return link("runs") if run_id is None else link("run", pk=run_id)


def cause_link(key: CauseKey) -> str:
    """Return the address of the page with the records of a cause."""
    return f"{link('error-records')}?{urlencode({'cause': str(key)})}"


def cause_failed(cause: Cause) -> News:
    """Records fail, and nobody knew of this cause."""
    data = {**cause.as_data(), "internal_ids": list(cause.internal_ids), "run": cause.run_id}
    title = f"{cause.connection.name}: records fail: {_what_fails(cause.workflow, cause.key)}"
    return News(Event.CAUSE_FAILED, title, data, cause.connection.pk)


def cause_recovered(trouble: Trouble, key: CauseKey, dismissed: int) -> News:
    """No record fails by this cause any more; ``dismissed`` of them were taken off the list by a person."""
    workflow = trouble.workflow.key if trouble.workflow else ""
    data = {
        "connection": trouble.connection.name,
        "workflow": workflow,
        "stage": key.stage,
        "code": key.code,
        "field": key.field,
        "since": trouble.opened_at.isoformat(),
        "dismissed": dismissed,
        "link": cause_link(key),
    }
    title = f"{trouble.connection.name}: recovered: {_what_fails(workflow, key)}"
    return News(Event.CAUSE_RECOVERED, title, data, trouble.connection_id, since=trouble.opened_at)


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
    return News(Event.RUN_FAILED, title, data, run.connection_id)


def run_recovered(trouble: Trouble, run: Run) -> News:
    """A run of everything that failed went through, of the same kind where other kinds were not in trouble."""
    data = {
        "connection": run.connection.name,
        "run": run.pk,
        "kind": run.kind,
        "workflows": list(trouble.workflows),
        "since": trouble.opened_at.isoformat(),
        "link": run_link(run.pk),
    }
    which = f"{run.get_kind_display().lower()} runs" if trouble.kind else "runs"
    title = f"{run.connection.name}: {which} go through again"
    return News(Event.RUN_RECOVERED, title, data, run.connection_id, since=trouble.opened_at)


def runs_wait(connection: Connection, hold: Hold) -> News:
    """Runs of a connection wait for the publisher's consumer pair: none fails, and none goes on."""
    data = {
        "connection": connection.name,
        "since": hold.since.isoformat(),
        "advice": hold.why,
        "link": link("publisher"),
    }
    title = f"{connection.name}: runs wait for the publisher's key and secret"
    return News(Event.RUN_FAILED, title, data, connection.pk)


def runs_go_on(trouble: Trouble) -> News:
    """They wait no longer."""
    place = trouble.connection
    data = {"connection": place.name, "since": trouble.opened_at.isoformat(), "link": link("publisher")}
    title = f"{place.name}: runs go on with the publisher's key and secret"
    return News(Event.RUN_RECOVERED, title, data, place.pk, since=trouble.opened_at)


def certificate_failed(renewal: Renewal, ends: datetime | None) -> News:
    """A real-time certificate cannot be renewed; ``ends`` is when the one in use stops to be valid."""
    place = renewal.connection
    data = {
        "connection": place.name,
        "since": renewal.failing_since.isoformat() if renewal.failing_since else None,
        "until": ends.isoformat() if ends else None,
        "advice": renewal.problem,
        "link": _realtime_link(place.pk),
    }
    title = f"{place.name}: the real-time certificate could not be renewed"
    return News(Event.CERTIFICATE_FAILED, title, data, place.pk)


def certificate_renewed(trouble: Trouble) -> News:
    """The real-time certificate that could not be renewed is in order."""
    place = trouble.connection
    data = {
        "connection": place.name,
        "since": trouble.opened_at.isoformat(),
        "link": _realtime_link(place.pk),
    }
    title = f"{place.name}: the real-time certificate is in order again"
    return News(Event.CERTIFICATE_RENEWED, title, data, place.pk, since=trouble.opened_at)


def _realtime_link(connection_id: int) -> str:
    return f"{link('realtime')}?{urlencode({'connection': connection_id})}"


def _what_fails(workflow: str, key: CauseKey) -> str:
    label = catalogue.label(workflow)
    return f"{label}, {key.code} " + (f"in {key.field}" if key.field else f"at stage {key.stage}")

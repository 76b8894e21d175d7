"""Workflows that stand still are told once, and once more when they go on; so are changes that somebody must decide about."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.drift.judging import policies_of, read_by
from landbridge.service.drift.models import Drift, DriftPolicy
from landbridge.service.notifications import outbox
from landbridge.service.notifications.models import Event
from landbridge.service.notifications.news import News, link
from landbridge.service.notifications.troubles import standing, turn
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.store import prepare

PREFIX = "drift:"
"""How the keys of such troubles begin."""


def tell(connection: Connection, at: datetime) -> None:
    """Compare what stands still and what is open with what was told, and make the messages."""
    page = f"{link('drift')}?{urlencode({'connection': connection.pk})}"
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
        news = _news(connection, _subjects(connection), at, page)
        if news:
            outbox.post(news, at)


def _subjects(connection: Connection) -> dict[str, str]:
    """Return what is to be told, by its key: the label of a workflow that stands still, or the field that changed."""
    policies = policies_of(connection)
    drifts = list(
        Drift.objects.filter(connection=connection, state=Drift.State.OPEN).exclude(
            change=Drift.Change.APPEARED
        )
    )
    found: dict[str, str] = {}
    for prepared in prepare(Workflow.objects.filter(connection=connection, active=True)):
        workflow, label = prepared.workflow, prepared.declaration.label
        if workflow.stopped_because:
            found[workflow.key] = f"{label} stands still"
        elif policies.get(workflow.pk, DriftPolicy.Policy.ASK) == DriftPolicy.Policy.ASK:
            found |= {str(one.pk): f"{one.field} changed" for one in read_by(prepared, drifts)}
    return found


def _news(connection: Connection, subjects: dict[str, str], at: datetime, page: str) -> list[News]:
    """Write down what is told now, and return it."""
    known = standing(connection, PREFIX)
    fresh = [key for key in subjects if key not in known]
    over = [one for key, one in known.items() if key not in subjects]
    turn(connection, PREFIX, fresh=fresh, over=over, at=at)
    data = {"connection": connection.name, "link": page}
    news: list[News] = []
    if fresh:
        what = ", ".join(subjects[key] for key in fresh)
        advice = "Look at the mapping and decide on the page Schema drift."
        title = f"{connection.name}: NetSuite's fields changed: {what}"
        news.append(News(Event.DRIFT_NOTICED, title, {**data, "advice": advice}, connection.pk))
    if over:
        since = min(one.opened_at for one in over)
        title = f"{connection.name}: NetSuite's fields: settled"
        news.append(
            News(
                Event.DRIFT_SETTLED,
                title,
                {**data, "since": since.isoformat()},
                connection.pk,
                since=since,
            )
        )
    return news

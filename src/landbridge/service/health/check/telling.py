"""Lines that turned red are told once, and once more when they are mended.

Of two lines others tell: failed runs are told as they end, and a certificate that could not be renewed long before it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.health.check.lines import CERTIFICATE, WORKFLOWS, Line, State
from landbridge.service.health.check.report import Report
from landbridge.service.notifications import outbox
from landbridge.service.notifications.models import Event
from landbridge.service.notifications.news import News, link
from landbridge.service.notifications.troubles import standing, turn

PREFIX = "health:"
"""How the keys of such troubles begin."""

TOLD_ELSEWHERE = frozenset({WORKFLOWS.name, CERTIFICATE.name})


def tell(connection: Connection, report: Report) -> None:
    """Compare the report with what was told, and make the messages."""
    lines = [line for line in report.lines if line.name not in TOLD_ELSEWHERE]
    if all(line.state is not State.FAILED for line in lines) and not standing(connection, PREFIX):
        return
    page = f"{link('health')}?{urlencode({'connection': connection.pk})}"  # may load every address first
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
        outbox.post(_news(connection, lines, report.at, page), report.at)


def _news(connection: Connection, lines: Sequence[Line], at: datetime, page: str) -> list[News]:
    """Write down what is told now, and return it."""
    known = standing(connection, PREFIX)
    fresh = [line for line in lines if line.state is State.FAILED and line.name not in known]
    mended = [line for line in lines if line.name in known and line.state in {State.OK, State.WARNING}]
    gone = [line for line in lines if line.name in known and _applies_no_more(line)]
    turn(
        connection,
        PREFIX,
        fresh=[line.name for line in fresh],
        over=[known[line.name] for line in (*mended, *gone)],
        at=at,
    )
    since = min((known[line.name].opened_at for line in mended), default=at)
    return [*_failed(connection, fresh, page), *_recovered(connection, mended, since, page)]


def _applies_no_more(line: Line) -> bool:
    """Whether the line is off by choice; one that cannot be known before another is mended has an advice."""
    return line.state is State.OFF and not line.advice


def _failed(connection: Connection, lines: Sequence[Line], page: str) -> list[News]:
    """Titles and what to do; messages of NetSuite's may quote what is not for everybody, and stay on the page."""
    if not lines:
        return []
    data = _data(connection, lines, page) | {"advice": " ".join(line.advice for line in lines)}
    title = f"{connection.name}: health check: {', '.join(line.title for line in lines)}"
    return [News(Event.HEALTH_FAILED, title, data, connection.pk)]


def _recovered(connection: Connection, lines: Sequence[Line], since: datetime, page: str) -> list[News]:
    if not lines:
        return []
    data = _data(connection, lines, page) | {"since": since.isoformat()}
    title = f"{connection.name}: mended: {', '.join(line.title for line in lines)}"
    return [News(Event.HEALTH_RECOVERED, title, data, connection.pk, since=since)]


def _data(connection: Connection, lines: Sequence[Line], page: str) -> dict[str, object]:
    return {"connection": connection.name, "subjects": [line.name for line in lines], "link": page}

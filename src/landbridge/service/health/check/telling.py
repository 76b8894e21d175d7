"""Lines that turned red are told once, and once more when they are mended.

Of two lines others tell: failed runs are told as they end, and a certificate that could not be renewed long before it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlencode

from landbridge.service.connections.models import Connection
from landbridge.service.health.check.lines import CERTIFICATE, WORKFLOWS, Line, State
from landbridge.service.notifications import outbox
from landbridge.service.notifications.models import Event, Trouble
from landbridge.service.notifications.news import News, link

PREFIX = "health:"
"""How the keys of such troubles begin."""

TOLD_ELSEWHERE = frozenset({WORKFLOWS.name, CERTIFICATE.name})


def tell(connection: Connection, lines: Iterable[Line], at: datetime) -> None:
    """Compare the lines with what was told, inside the caller's transaction, and make the messages."""
    open_ones = {
        trouble.key.removeprefix(PREFIX): trouble
        for trouble in Trouble.objects.filter(connection=connection, key__startswith=PREFIX, closed_at=None)
    }
    told = [line for line in lines if line.name not in TOLD_ELSEWHERE]
    fresh = [line for line in told if line.state is State.FAILED and line.name not in open_ones]
    mended = [line for line in told if line.name in open_ones and line.state in {State.OK, State.WARNING}]
    gone = [line for line in told if line.name in open_ones and _applies_no_more(line)]
    closed = [open_ones[line.name] for line in (*mended, *gone)]
    Trouble.objects.filter(pk__in=[trouble.pk for trouble in closed]).update(closed_at=at)
    Trouble.objects.bulk_create(
        Trouble(connection=connection, key=f"{PREFIX}{line.name}", opened_at=at) for line in fresh
    )
    since = min((open_ones[line.name].opened_at for line in mended), default=at)
    news = [*_failed(connection, fresh), *_recovered(connection, mended, since)]
    outbox.post(news, at)


def _applies_no_more(line: Line) -> bool:
    """Whether the line is off by choice; one that cannot be known before another is mended has an advice."""
    return line.state is State.OFF and not line.advice


def _failed(connection: Connection, lines: Sequence[Line]) -> list[News]:
    """Titles and what to do; messages of NetSuite's may quote what is not for everybody, and stay on the page."""
    if not lines:
        return []
    data = _data(connection, lines) | {"advice": " ".join(line.advice for line in lines)}
    title = f"{connection.name}: health check: {', '.join(line.title for line in lines)}"
    return [News(Event.HEALTH_FAILED, title, data, connection.pk)]


def _recovered(connection: Connection, lines: Sequence[Line], since: datetime) -> list[News]:
    if not lines:
        return []
    data = _data(connection, lines) | {"since": since.isoformat()}
    title = f"{connection.name}: mended: {', '.join(line.title for line in lines)}"
    return [News(Event.HEALTH_RECOVERED, title, data, connection.pk, since=since)]


def _data(connection: Connection, lines: Sequence[Line]) -> dict[str, object]:
    return {
        "connection": connection.name,
        "subjects": [line.name for line in lines],
        "link": f"{link('health')}?{urlencode({'connection': connection.pk})}",
    }

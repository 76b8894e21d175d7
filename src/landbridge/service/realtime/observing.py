"""What is told of a notice: counts, how long its answer took, and the first two spans of its trace."""

from __future__ import annotations

from datetime import UTC, datetime

from landbridge.service import tracing
from landbridge.service.measures import NOTICE_SECONDS, NOTICES, TALLY
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.gate import Genuine
from landbridge.service.realtime.refusals import RefusedError
from landbridge.service.tracing import Place


def place_of(notice: Genuine) -> Place:
    """Return where the notice's span stands: in the trace that the save began."""
    return _save(notice).below("notice")


def _save(notice: Genuine) -> Place:
    return Place.root(notice.claims.jti, "save")


def trace_of(notice: Genuine) -> str:
    """Return the ``traceparent`` of the notice's span, empty while nothing is traced."""
    return place_of(notice).traceparent if tracing.enabled() else ""


def answered(notice: Genuine, answer: Answer, received: datetime, now: datetime) -> None:
    """Tell of a genuine notice that was stored and answered.

    The save's span begins at the notice's `iat`, which is on NetSuite's clock and in whole seconds.
    """
    connection = notice.connection.id
    TALLY.count(NOTICES, connection, answer.body["code"])
    TALLY.time(NOTICE_SECONDS, max((now - received).total_seconds(), 0.0), connection)
    if not tracing.enabled():
        return
    claims = notice.claims
    saved = min(datetime.fromtimestamp(claims.iat, UTC), received)
    about: dict[str, str | int] = {
        "netsuite.account": claims.iss,
        "netsuite.record_type": claims.record_type,
        "netsuite.internal_id": claims.internal_id,
        "netsuite.event": claims.event,
        "landbridge.connection": connection,
    }
    save = _save(notice)
    tracing.record("save", save, None, saved, received, attributes=about)
    tracing.record(
        "notice",
        place_of(notice),
        save,
        received,
        now,
        attributes={**about, "landbridge.code": answer.body["code"]},
    )


def refused(reason: RefusedError) -> None:
    """Count a notice that was refused; it gets no span, since anybody can send one."""
    TALLY.count(NOTICES, reason.connection_id or "", reason.refusal.code)

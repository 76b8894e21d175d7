"""Which connections wait for the publisher's consumer pair: nothing is sent with it that NetSuite would refuse, since five refusals lock a user.

All that use it wait while it is regenerated. One waits by itself once NetSuite said that it does not know the pair, until there is another or a
test of the connection passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.service.connections.models import Connection, PublisherRegeneration
from landbridge.service.connections.publisher import PublisherError, publisher_record
from landbridge.service.refusal import Refusal

WAITS_FOR_NEW = (
    "The publisher's key and secret are being regenerated: it goes on by itself once the new pair is set."
)
WAITS_FOR_RIGHT = (
    "NetSuite refused the publisher's consumer key: it goes on by itself once the right pair is set (page Publisher's record, or "
    "`landbridge publisher set`), or once a test of the connection passes, as after the record was installed again."
)


class PairHeldError(PublisherError):
    """Nothing is sent with the publisher's pair now. The text says what it waits for."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a connection waits, in words, and since when. ``planned``: somebody regenerates the pair."""

    why: str
    since: datetime
    planned: bool


def regeneration() -> PublisherRegeneration | None:
    """Return the regeneration that is under way."""
    return PublisherRegeneration.objects.filter(outcome=PublisherRegeneration.Outcome.OPEN).first()


def holds(connection_id: int | None = None) -> dict[int, Hold]:
    """Return what waits, by the connection's id; of one connection alone where that is given."""
    users = Connection.objects.filter(use_publisher_record=True)
    if connection_id is not None:
        users = users.filter(pk=connection_id)
    found = list(users.values_list("pk", "refused_pair", "pair_refused_at"))
    if not found:
        return {}
    if (under_way := regeneration()) is not None:
        hold = Hold(WAITS_FOR_NEW, under_way.started_at, planned=True)
        return {key: hold for key, _, _ in found}
    refused = [(key, pair, since) for key, pair, since in found if pair and since]
    mark = mark_in_use() if refused else ""
    return {key: Hold(WAITS_FOR_RIGHT, since, planned=False) for key, pair, since in refused if pair == mark}


def mark_in_use() -> str:
    """Return the mark of the pair that is in use, empty where there is none that can be read."""
    try:
        return publisher_record().mark
    except Refusal:
        return ""


def hold_of(connection: Connection) -> Hold | None:
    """Return why a connection waits, ``None`` where it does not."""
    return holds(connection.pk).get(connection.pk) if connection.use_publisher_record else None


def refuse_held(connection: Connection) -> None:
    """Raise ``PairHeldError`` where the connection waits."""
    hold = hold_of(connection)
    if hold is not None:
        raise PairHeldError(hold.why)


def refuse_regenerating() -> None:
    """Raise ``PairHeldError`` while the pair is regenerated: NetSuite may have forgotten the one that is set."""
    if regeneration() is not None:
        raise PairHeldError(WAITS_FOR_NEW)


def note_refused(connection: Connection, mark: str, at: datetime) -> None:
    """Let a connection wait whose sign-in NetSuite refused, since it does not know the pair of this mark."""
    Connection.objects.filter(pk=connection.pk).update(refused_pair=mark, pair_refused_at=at)


def forget_refused(connection: Connection, mark: str) -> None:
    """Let it go on: NetSuite takes the pair of this mark after all. That it refused another one since stays."""
    Connection.objects.filter(pk=connection.pk, refused_pair=mark).update(
        refused_pair="", pair_refused_at=None
    )
    connection.refresh_from_db(fields=["refused_pair", "pair_refused_at"])

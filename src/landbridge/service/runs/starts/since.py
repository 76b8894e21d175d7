"""The date from which a full synchronization reads, as people write it."""

from __future__ import annotations

from datetime import UTC, datetime

from landbridge.service.runs.errors import RunRefused

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def read_since(text: str) -> datetime | None:
    """Return the instant that an ISO 8601 date or time names, ``None`` for an empty text.

    A date is its first instant, and what has no offset is in UTC. Raises :class:`RunRefused` (`bad_since`) for what is no date, and
    for years before 1970.
    """
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        instant = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RunRefused("bad_since", f"{text!r} is no date; write one as in 2026-01-31.") from error
    if instant < EARLIEST:
        raise RunRefused(
            "bad_since", "The date to read from lies before 1970; leave it out to read everything."
        )
    return instant

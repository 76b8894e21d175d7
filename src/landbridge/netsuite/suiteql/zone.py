"""Wall times of queries as instants. Queries show times without a zone, in that of the account or of the token's user (observed: both are
reported), and no table says which. So the zone is learnt from records, of which REST tells the instant in UTC; see decision 39.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from landbridge.netsuite.errors import Context, FixSetup

LONGEST_SHIFT = timedelta(hours=3)
"""Clocks are changed by less than this at once, and not twice within it."""

_HOUR = slice(0, 13)
_ADVICE = "Set time_zone in the client's options to the zone of the token's user."


class Undecided(Exception):  # noqa: N818 - says what is to be done, never leaves the package
    """The zones that are possible disagree about a wall time: an instant known from elsewhere decides."""

    def __init__(self, wall: str) -> None:
        self.wall = wall
        super().__init__(wall)


class AccountZone:
    """What is known of the zone. ``now`` answers the latest Unix second that NetSuite's clock may show at present."""

    def __init__(self, now: Callable[[], float], name: str | None = None) -> None:
        self._now = now
        self._zones: list[ZoneInfo] = [ZoneInfo(name)] if name else []
        self._seen: list[tuple[datetime, datetime]] = []
        self._hours: dict[str, timedelta] = {}
        self._settled: dict[str, timedelta] = {}

    @property
    def known(self) -> bool:
        """Whether anything is known: where not, nothing can be told of a wall time."""
        return bool(self._zones)

    @property
    def names(self) -> tuple[str, ...]:
        """The zones that fit everything seen so far."""
        return tuple(zone.key for zone in self._zones)

    def learn(self, wall: str, instant: datetime, context: Context) -> None:
        """Take in that a query shows ``instant`` as ``wall``, which is decided then. ``FixSetup`` where no zone shows it so."""
        shown, known = datetime.fromisoformat(wall), instant.replace(microsecond=0)
        self._seen.append((shown, known))
        before = self._zones
        self._zones = self._fitting(before) or self._fitting(_every_zone())
        if self._zones != before:
            self._hours.clear()
            self._settled.clear()
        if not self._zones:
            raise FixSetup(
                f"Queries show {known:%Y-%m-%d %H:%M:%S} UTC as {wall[:30]}, which is the time of no zone. {_ADVICE}",
                code="TIME_ZONE",
                context=context,
            )
        self.settle(wall)

    def settle(self, wall: str) -> None:
        """Take ``wall`` for the latest instant that it may be: nothing more can be learnt of it.

        In a repeated hour zones differ of which each shows the instant that was learnt in this way.
        """
        moment = datetime.fromisoformat(wall)
        self._settled[wall] = min(self._offset(zone, moment) for zone in self._zones)

    def instant(self, wall: str) -> datetime:
        """Return the instant of a wall time (``YYYY-MM-DD HH:MM:SS``), in UTC; of a repeated hour the later one, unless that is still to come.

        So a record is never taken for older than it is. Raises ``Undecided``.
        """
        moment = datetime.fromisoformat(wall)
        offset = self._hours.get(wall[_HOUR])
        if offset is None:
            offset = self._settled.get(wall)
            if offset is None:
                offset = self._decide(wall, moment)
        return moment.replace(tzinfo=UTC) - offset

    def wall_before(self, instant: datetime) -> datetime:
        """Return a wall time that nothing which happens at or after ``instant`` is shown before, whichever of the zones it is."""
        return min(self._lowest(zone, instant) for zone in self._zones or _every_zone())

    def wall_after(self, instant: datetime) -> datetime:
        """Return a wall time that nothing which happened at or before ``instant`` is shown after."""
        return max(self._highest(zone, instant) for zone in self._zones or _every_zone())

    def _lowest(self, zone: ZoneInfo, instant: datetime) -> datetime:
        """Where clocks go back soon after ``instant``, what is saved then is shown as earlier: by as much as they go back."""
        return min(_shown(zone, instant), _shown(zone, instant + LONGEST_SHIFT) - LONGEST_SHIFT)

    def _highest(self, zone: ZoneInfo, instant: datetime) -> datetime:
        return max(_shown(zone, instant), _shown(zone, instant - LONGEST_SHIFT) + LONGEST_SHIFT)

    def _fitting(self, zones: Iterable[ZoneInfo]) -> list[ZoneInfo]:
        return [zone for zone in zones if all(_shown(zone, known) == shown for shown, known in self._seen)]

    def _decide(self, wall: str, moment: datetime) -> timedelta:
        hour = moment.replace(minute=0, second=0)
        last = hour + timedelta(minutes=59, seconds=59)
        around = {
            at.replace(fold=fold, tzinfo=zone).utcoffset() or timedelta()
            for zone in self._zones
            for at in (hour, last)
            for fold in (0, 1)
        }
        if len(around) == 1:
            return self._hours.setdefault(wall[_HOUR], around.pop())
        found = {self._offset(zone, moment) for zone in self._zones}
        if len(found) != 1:
            raise Undecided(wall)
        return found.pop()

    def _offset(self, zone: ZoneInfo, moment: datetime) -> timedelta:
        """Of two offsets that fit, the later instant's, unless that is in the future."""
        first, second = (moment.replace(fold=fold, tzinfo=zone).utcoffset() or timedelta() for fold in (0, 1))
        if first > second and (moment.replace(tzinfo=UTC) - second).timestamp() > self._now():
            return first
        return second


def _shown(zone: ZoneInfo, instant: datetime) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0)


@cache
def _every_zone() -> tuple[ZoneInfo, ...]:
    """Those of the IANA data base; NetSuite offers some ninety of them, and more than one wall time tells them apart."""
    return tuple(ZoneInfo(name) for name in sorted(zoneinfo.available_timezones()))

"""When a schedule starts: a cron expression in a time zone, and how long each start stays open. No database here.

The five fields are those of cron (minute, hour, day of month, month, day of week). On the days when the clocks change they are
right the way Debian's cron is: an expression that names its minute and hour starts once in an hour that happens twice, and right
after an hour that is skipped; one whose minute or hour begins with an asterisk goes by the time that really passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from landbridge.service.runs.errors import RunRefused

WINDOW = timedelta(hours=1)
"""How long a start stays open at most (help: "Wednesday 1am-2am")."""
LONGEST_CRON = 120

_FIELDS = {
    "minute": (0, "0 to 59"),
    "hour": (1, "0 to 23"),
    "day-of-month": (2, "1 to 31, or L for the last day"),
    "month": (3, "1 to 12, or JAN to DEC"),
    "day-of-week": (4, "0 (Sunday) to 7, or SUN to SAT"),
}
"""Name of a field in the parser's complaint -> its place, and what may stand there."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The starts of one schedule."""

    cron: str
    time_zone: str

    @classmethod
    def weekly(cls, weekday: int, hour: int, time_zone: str) -> Timetable:
        """Return the timetable of a weekday (0 Monday) and an hour. Raises :class:`RunRefused` where there is none such."""
        if not (0 <= weekday <= 6 and 0 <= hour <= 23):
            raise RunRefused("bad_time", "The weekday is 0 (Monday) to 6 (Sunday), the hour 0 to 23.")
        _zone(time_zone)
        return cls(f"0 {hour} * * {(weekday + 1) % 7}", time_zone)

    @classmethod
    def of_cron(cls, expression: str, time_zone: str, now: datetime) -> Timetable:
        """Return the timetable of a cron expression. Raises :class:`RunRefused` (`bad_cron`) saying which part is wrong."""
        _zone(time_zone)
        parts = expression.split()
        if len(parts) != 5:
            raise RunRefused(
                "bad_cron",
                f"A cron expression has five parts (minute, hour, day of month, month, day of week), not {len(parts)}.",
            )
        made = cls(" ".join(parts), time_zone)
        if len(made.cron) > LONGEST_CRON:
            raise RunRefused("bad_cron", f"A cron expression has {LONGEST_CRON} characters at most.")
        try:
            made.next_after(now)
        except (CronSimError, StopIteration) as error:
            raise RunRefused("bad_cron", _complaint(parts, str(error))) from error
        return made

    def starts(self, after: datetime) -> Iterator[datetime]:
        """Yield the starts after ``after``, in UTC, each later than the one before."""
        latest = after
        for local in CronSim(self.cron, after.astimezone(ZoneInfo(self.time_zone))):
            start = local.astimezone(UTC)
            # In the second of two equal hours the parser takes its own wall clock for the first, and steps back.
            if start > latest:
                latest = start
                yield start

    def next_after(self, instant: datetime) -> datetime:
        """Return the first start after ``instant``, in UTC."""
        return next(self.starts(instant))

    def coming(self, after: datetime, count: int) -> list[datetime]:
        """Return the next ``count`` starts."""
        return list(islice(self.starts(after), count))

    def latest_open(self, first: datetime, now: datetime) -> datetime | None:
        """Return the latest start from ``first`` to ``now`` at which a run may still be started now.

        A start stays open until the next one, an hour at most, so only the last hour is looked through.
        """
        found = first if first > now - WINDOW else None
        for start in self.starts(max(first, now - WINDOW)):
            if start > now:
                return found
            found = start
        return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of the data raises OSError
        raise RunRefused("bad_time_zone", f"There is no time zone {name!r}.") from error


def _complaint(parts: list[str], problem: str) -> str:
    place = _FIELDS.get(problem.removeprefix("Bad "))
    if place is None:
        return f"The cron expression {' '.join(parts)!r} never comes."
    index, allowed = place
    name = problem.removeprefix("Bad ").replace("-", " ")
    return f"The {name} of the cron expression is {allowed}; {parts[index]!r} is not."

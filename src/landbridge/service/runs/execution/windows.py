"""Which changes a run reads, and how far the bookmark moves. Plain arithmetic on instants of NetSuite's clock.

A change is stamped with the instant of its save and becomes visible a little later: at most ``LAG``, since a user event may take
five minutes. Two instants are kept of each workflow. ``bookmark`` is moved by every run; real-time runs read from shortly
before it, which is cheap and nearly always enough. ``swept`` is moved only by runs that reach back by the whole ``LAG`` from
the last such run: nothing that becomes visible within the lag can slip between two of them, however often real-time runs
move the bookmark meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from landbridge.service.runs import queueing

LAG = timedelta(minutes=10)
OVERLAP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Marks:
    """How far a workflow is synchronised. ``None``: never."""

    bookmark: datetime | None
    swept: datetime | None


@dataclass(frozen=True, slots=True)
class Window:
    """What one run reads: everything modified at or after ``since`` (``None``: everything). ``until`` is when it asked."""

    since: datetime | None
    until: datetime


def window(kind: str, marks: Marks, now: datetime, since: datetime | None = None) -> Window:
    """Return the window of a run of ``kind`` that starts reading at ``now`` on NetSuite's clock.

    ``since`` limits a full synchronization. A mark of the future, left by a clock that was wrong and set right since, counts as
    ``now``.
    """
    if kind == queueing.FULL:
        return Window(since, now)
    if kind == queueing.REAL_TIME:
        return Window(min(marks.bookmark, now) - OVERLAP if marks.bookmark else None, now)
    return Window(min(marks.swept, now) - LAG if marks.swept else None, now)


def moved(marks: Marks, read: Window) -> Marks:
    """Return the marks after every record of the window has a durable outcome. They never move back.

    A mark moves only where the window joins what was read before: a full synchronization since a date that lies after it leaves
    it where it is, and so does a real-time run with ``swept``.
    """
    bookmark, swept = marks.bookmark, marks.swept
    if _joins(read, bookmark, OVERLAP):
        bookmark = _later(bookmark, read.until)
    if _joins(read, swept, LAG):
        swept = _later(swept, read.until)
    return Marks(bookmark, swept)


def _joins(read: Window, mark: datetime | None, reach: timedelta) -> bool:
    return read.since is None or (mark is not None and read.since <= mark - reach)


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)

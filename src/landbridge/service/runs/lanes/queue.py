"""What waits and what is at work on each connection, in the order in which the queue takes it, and why the rest waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf

from django.db import connection as database
from django.db.models import Count, Min

from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisherholds import Hold, holds
from landbridge.service.runs import queueing
from landbridge.service.runs.lanes.sweeping import STALLED_AFTER_S
from landbridge.service.runs.models import Lane, Run, RunRequest, Settle

_JOBS = """
SELECT (job.args ->> 'connection_id')::bigint, job.args ->> 'kind', job.status = 'doing', job.priority, job.id,
       coalesce(worker.last_heartbeat > now() - make_interval(secs => %(seconds)s), false)
FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.task_name = %(task)s AND job.status IN ('todo', 'doing')
"""
_WORKERS = """
SELECT EXISTS (
    SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)
)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One thing in the queue of a connection: a run, or records that no real-time run has claimed yet (``run`` is ``None``).

    ``position`` counts from 1; ``None`` while a worker is at it. ``reason`` says in words why it waits, or what goes on; ``held``: it would
    not be taken up though its turn had come.
    """

    kind: str
    run: Run | None
    records: int
    since: datetime
    position: int | None = None
    reason: str = ""
    held: bool = False

    @property
    def under_way(self) -> bool:
        """Whether it has begun."""
        return self.run is not None and self.run.state == Run.State.RUNNING

    @property
    def name(self) -> str:
        """What it is called where another waits for it."""
        return f"Run {self.run.pk} ({self.kind})" if self.run else f"A {self.kind} run of {self.content}"

    @property
    def content(self) -> str:
        """What was asked for."""
        if self.run is not None:
            return self.run.reason
        if not self.records:
            return "what changed meanwhile"
        return f"{self.records} record{'s' if self.records > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of one connection. ``lane`` is as in the database, or as it will be made; ``hold``: it waits for the publisher's pair."""

    connection: Connection
    lane: Lane
    places: Sequence[Place]
    hold: Hold | None = None

    @property
    def state(self) -> str:
        """`open`, `draining` or `paused`."""
        return self.lane.state

    @property
    def stopped(self) -> str:
        """Who stopped it and since when, in words; empty while it is open."""
        by = f" by {self.lane.paused_by}" if self.lane.paused_by else ""
        since = f" since {_at(self.lane.paused_at)}" if self.lane.paused_at else ""
        if self.lane.paused:
            return f"The connection is paused{by}{since}"
        return f"The connection is drained{by}{since}" if self.lane.draining else ""


@dataclass(slots=True)
class _Jobs:
    """The jobs of one connection, by kind."""

    waiting: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Priority and id."""
    doing: dict[str, bool] = field(default_factory=dict)
    """Whether the heart of its worker beats."""


def queues(now: datetime, connection_id: int | None = None) -> list[Queue]:
    """Return the queue of each connection, or of one. A handful of queries, however many connections."""
    connections = Connection.objects.all()
    if connection_id is not None:
        connections = connections.filter(pk=connection_id)
    chosen = list(connections)
    keys = [one.pk for one in chosen]
    lanes = {lane.pk: lane for lane in Lane.objects.select_related("paused_by").filter(pk__in=keys)}
    places = _places(keys, now)
    jobs, worked, held = _jobs(), _somebody_works(), holds(connection_id)
    found = []
    for one in chosen:
        queue = Queue(
            one,
            lanes.get(one.pk) or Lane(connection=one),
            _in_order(places[one.pk], jobs[one.pk], now),
            held.get(one.pk),
        )
        found.append(replace(queue, places=_with_reasons(queue, jobs[one.pk], now, worked=worked)))
    return found


def place_of(run: Run, now: datetime) -> Place | None:
    """Return a run's place in its connection's queue, ``None`` when it has ended."""
    for queue in queues(now, run.connection_id):
        for place in queue.places:
            if place.run == run:
                return place
    return None


def _places(keys: Sequence[int], now: datetime) -> defaultdict[int, list[Place]]:
    found: defaultdict[int, list[Place]] = defaultdict(list)
    live = Run.objects.filter(connection__in=keys, state__in=[Run.State.QUEUED, Run.State.RUNNING])
    for run in live.select_related("owner").order_by("pk"):
        found[run.connection_id].append(Place(run.kind, run, 0, run.queued_at))
    asked = RunRequest.objects.filter(connection__in=keys, run=None).order_by().values_list("connection")
    for key, count, since in asked.annotate(Count("pk"), Min("requested_at")):
        found[key].append(Place(queueing.REAL_TIME, None, count, since))
    settles = Settle.objects.filter(connection__in=keys, due_at__lte=now).order_by().values_list("connection")
    for key, since in settles.annotate(Min("due_at")):
        if not any(place.run is None for place in found[key]):
            found[key].append(Place(queueing.REAL_TIME, None, 0, since))
    return found


def _jobs() -> defaultdict[int, _Jobs]:
    found: defaultdict[int, _Jobs] = defaultdict(_Jobs)
    with database.cursor() as cursor:
        cursor.execute(_JOBS, {"task": queueing.TASK, "seconds": STALLED_AFTER_S})
        for key, kind, doing, priority, job_id, beats in cursor.fetchall():
            if doing:
                found[key].doing[kind] = beats
            else:
                found[key].waiting[kind] = (priority, job_id)
    return found


def _somebody_works() -> bool:
    with database.cursor() as cursor:
        cursor.execute(_WORKERS, [STALLED_AFTER_S])
        return bool(cursor.fetchone()[0])


def _in_order(places: Iterable[Place], jobs: _Jobs, now: datetime) -> list[Place]:
    """Put first what a worker is at, then what waits by priority and age, last what rests until its next attempt."""
    first_of_kind: dict[str, Place] = {}
    for place in places:
        known = first_of_kind.get(place.kind)
        if known is None or (place.under_way and not known.under_way):
            first_of_kind[place.kind] = place

    def key(place: Place) -> tuple[int, float, float, datetime]:
        leads = first_of_kind[place.kind] is place
        if leads and place.kind in jobs.doing:
            return (0, 0, 0, place.since)
        if _rests(place, now):
            assert place.run is not None
            return (2, 0, 0, place.run.next_link_at or now)
        priority, job_id = jobs.waiting.get(place.kind, (queueing.PRIORITIES[place.kind], inf))
        return (1, -priority, job_id if leads else inf, place.since)

    ordered = sorted(places, key=key)
    at_work = sum(1 for place in ordered if key(place)[0] == 0)
    return [
        replace(place, position=None if number < at_work else number - at_work + 1)
        for number, place in enumerate(ordered)
    ]


def _with_reasons(queue: Queue, jobs: _Jobs, now: datetime, *, worked: bool) -> list[Place]:
    at_work = [place for place in queue.places if place.position is None]
    first = next((place for place in queue.places if place.position == 1), None)
    explained = []
    for place in queue.places:
        if place.position is None:
            beats = jobs.doing[place.kind]
            reason = "It runs now." if beats else "Its worker is gone. Another takes it up within seconds."
            explained.append(replace(place, reason=reason))
        else:
            hindrance = _hindrance(queue, place, now, worked=worked)
            reason = hindrance or _order(place, at_work, first)
            explained.append(replace(place, reason=reason, held=bool(hindrance)))
    return explained


def _hindrance(queue: Queue, place: Place, now: datetime, *, worked: bool) -> str:
    """Return what keeps the place from being taken up though its turn had come; empty when nothing does."""
    if queue.lane.paused:
        return f"{queue.stopped}."
    if queue.lane.draining and not place.under_way:
        return f"{queue.stopped}: what is under way ends, then it is paused."
    if not queue.connection.active:
        return "The connection is not active."
    if queue.hold is not None:
        return queue.hold.why
    if _rests(place, now):
        assert place.run is not None
        return f"Next attempt at {_at(place.run.next_link_at)}: {place.run.error}"
    return "" if worked else "No worker is running."


def _order(place: Place, at_work: Sequence[Place], first: Place | None) -> str:
    ahead = [f"{other.name} runs now" for other in at_work]
    if first is not None and first is not place:
        ahead.append(f"{first.name} goes first")
    return f"{'; '.join(ahead)}." if ahead else "A worker takes it up now."


def _rests(place: Place, now: datetime) -> bool:
    run = place.run
    return (
        run is not None
        and run.state == Run.State.RUNNING
        and run.next_link_at is not None
        and now < run.next_link_at
        and not run.cancel_requested
    )


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""

"""Whatever people do to a connection, and whenever: stopped means stopped, and in the end everything has arrived, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.projects.models import AuditEntry
from landbridge.service.runs import queueing
from landbridge.service.runs.deferring import defer
from landbridge.service.runs.lanes import control
from landbridge.service.runs.lanes.queue import queues
from landbridge.service.runs.models import Lane, Run, RunItem, RunRequest
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.ticking import tick

from .conftest import Stand, make_stand
from .queue import jobs, register_worker, work_one

CUSTOMERS = ("20", "21", "22", "23")
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.sampled_from(CUSTOMERS)),
        st.tuples(st.just("ask"), st.sampled_from([queueing.MANUAL, queueing.FULL, queueing.SCHEDULED])),
        st.tuples(st.sampled_from(["pause", "drain", "resume", "between", "cancel", "tick"]), st.just("")),
        st.tuples(st.just("work"), st.just("")),
        st.tuples(st.just("work"), st.just("")),
    ),
    max_size=25,
)
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LIVE = ("queued", "running")


class Play:
    """One connection, one worker, and what somebody does to them."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.worker = register_worker()
        self.saves = 0

    def save(self, internal_id: str) -> None:
        self.saves += 1
        self.stand.customer(internal_id, phone=f"555 {self.saves}")
        self.stand.notice("customer", internal_id)
        defer(self.stand.connection.pk, queueing.REAL_TIME)

    def ask(self, kind: str) -> None:
        start_run(self.stand.connection, kind, ["customers"], by=self.stand.admin, now=self.stand.clock())

    def pause(self, _: str) -> None:
        control.pause(self.stand.connection, by=self.stand.admin, now=self.stand.clock())

    def drain(self, _: str) -> None:
        control.drain(self.stand.connection, by=self.stand.admin, now=self.stand.clock())

    def resume(self, _: str) -> None:
        control.resume(self.stand.connection, by=self.stand.admin)

    def between(self, _: str) -> None:
        control.set_real_time_between(self.stand.connection, on=True, by=self.stand.admin)

    def cancel(self, _: str) -> None:
        run = Run.objects.filter(state__in=LIVE).first()
        if run is not None:
            control.cancel_run(run, by=self.stand.admin)

    def tick(self, _: str) -> None:
        tick(self.stand.clock())

    def work(self, _: str = "") -> str | None:
        """Do the next link; nothing is written while paused, and nothing begins while drained."""
        lane = Lane.objects.filter(pk=self.stand.connection.pk).first() or Lane()
        written = RunItem.objects.count()
        waiting = set(Run.objects.filter(state="queued").values_list("pk", flat=True))
        asked = RunRequest.objects.filter(run=None).count()
        done = work_one(self.stand.connection.pk, self.stand.services, self.worker)
        if lane.paused:
            assert RunItem.objects.count() == written
        if lane.paused or lane.draining:
            assert waiting == set(Run.objects.filter(state="queued").values_list("pk", flat=True))
            assert RunRequest.objects.filter(run=None).count() == asked
        return done

    def bring_to_its_end(self) -> None:
        """Resume, and work until nothing waits; a last run brings what cancelled ones left."""
        self.resume("")
        for _ in range(200):
            if self.work() is None:
                break
        self.ask(queueing.MANUAL)
        while self.work() is not None:
            pass


@pytest.mark.requirement("queue-01", "queue-06", "queue-07", "queue-08", "queue-09")
@SLOW
@given(ACTIONS)
def test_whatever_people_do_everything_arrives_once_and_nothing_moves_while_stopped(
    db: None, actions: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        play = Play(make_stand())
        play.stand.netsuite.page_size, play.stand.services.link_time = 1, timedelta(0)
        for action, value in actions:
            play.stand.clock.advance(2)
            getattr(play, action)(value)
            (queue,) = queues(play.stand.clock())
            assert [place.position for place in queue.places if place.position] == list(
                range(1, 1 + sum(1 for place in queue.places if place.position))
            )
            assert all(place.reason for place in queue.places)
        play.bring_to_its_end()

        source = {key[1]: record.values["phone"] for key, record in play.stand.netsuite.records.items()}
        arrived = [record.fields for record in play.stand.spp("customer").values()]
        assert {one["netsuite_customer_id__c"]: one["phone"] for one in arrived} == source
        assert len(arrived) == len(source)
        assert AuditEntry.objects.filter(field="netsuite_customer_id__c").count() == len(source)
        assert (jobs(), Run.objects.filter(state__in=LIVE).count()) == ([], 0)
        transaction.set_rollback(True)

"""A wish that joins a run which waits, at the very moment in which the run starts."""

from __future__ import annotations

import pytest
from django.db import transaction

from landbridge.service.runs import queueing
from landbridge.service.runs.execution.claiming import Attempt, begin
from landbridge.service.runs.models import Run
from landbridge.service.runs.starts.starting import start_run
from tests.waiting import eventually

from .conftest import Stand
from .locks import beside, somebody_waits_for_us


def wish(stand: Stand, *keys: str) -> Run:
    return start_run(stand.connection, queueing.MANUAL, keys, by=stand.admin, now=stand.clock())


@pytest.mark.requirement("kind-01")
def test_a_wish_that_is_being_written_down_is_part_of_the_run_that_starts(committed_stand: Stand) -> None:
    stand = committed_stand
    wish(stand, "customers")
    attempts: list[Attempt | None] = []
    with transaction.atomic():
        wish(stand, "employees")
        link = beside(lambda: attempts.append(begin(stand.connection.pk, queueing.MANUAL, stand.clock())))
        eventually(somebody_waits_for_us, what="a link that waits")
    link.join(30)
    (attempt,) = attempts
    assert attempt is not None
    assert [step.workflow.key for step in attempt.steps] == ["employees", "customers"]


@pytest.mark.requirement("kind-01")
def test_a_wish_that_comes_while_the_run_starts_makes_a_run_of_its_own(committed_stand: Stand) -> None:
    stand = committed_stand
    first = wish(stand, "customers")
    made: list[Run] = []
    with transaction.atomic():
        begin(stand.connection.pk, queueing.MANUAL, stand.clock())
        late = beside(lambda: made.append(wish(stand, "employees")))
        eventually(somebody_waits_for_us, what="a wish that waits")
    late.join(30)
    assert [(run.state, run.workflows) for run in Run.objects.order_by("pk")] == [
        (Run.State.RUNNING, ["customers"]),
        (Run.State.QUEUED, ["employees"]),
    ]
    assert made[0].pk != first.pk


@pytest.mark.requirement("kind-01")
def test_two_who_ask_at_the_same_moment_get_one_run(committed_stand: Stand) -> None:
    stand = committed_stand
    made: list[Run] = []
    with transaction.atomic():
        first = wish(stand, "customers")
        other = beside(lambda: made.append(wish(stand, "employees")))
        eventually(somebody_waits_for_us, what="a wish that waits")
    other.join(30)
    run = Run.objects.get()
    assert (run.pk, made[0].pk) == (first.pk, first.pk)
    assert run.workflows == ["employees", "customers"]

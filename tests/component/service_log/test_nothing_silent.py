"""Whatever comes in a batch: what was read is what the log tells, and what was seen before. Nothing is silent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection as database
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.ports import Reference
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Attention, Run, RunItem
from tests.component.service_runs.conftest import FLAG, Stand, make_stand

CUSTOMERS = [str(number) for number in range(20, 26)]
ODD: dict[str, dict[str, Any]] = {
    "good": {"email": "a@b.example"},
    "bad e-mail": {"email": "nowhere"},
    "bad currency": {"currency": Reference("9", "Gold")},
    "not marked": {FLAG: False},
    "inactive": {"isInactive": True},
    "too long": {"companyName": "n" * 300},
    "no character": {"companyName": "a\0b"},
    "name taken": {"entityId": "The same"},
}
SAVE = st.tuples(st.just("customer"), st.sampled_from(CUSTOMERS), st.sampled_from(sorted(ODD)))
PROJECT = st.tuples(st.just("project"), st.sampled_from(["40", "41"]), st.sampled_from([*CUSTOMERS, "99"]))
ASK = st.tuples(st.just("ask"), st.sampled_from([*CUSTOMERS, "404"]), st.just(""))
RUN = st.tuples(
    st.just("run"), st.sampled_from([queueing.MANUAL, queueing.FULL, queueing.REAL_TIME]), st.just("")
)


def do(stand: Stand, step: tuple[str, str, str]) -> None:
    """Save something, ask for something, or run."""
    what, which, how = step
    if what == "customer":
        stand.customer(which, **ODD[how])
    elif what == "project":
        stand.project(which, how)
    elif what == "ask":
        stand.notice("customer", which)
    elif which == queueing.REAL_TIME:
        if stand.connection.run_requests.filter(run=None).exists():
            stand.real_time()
    else:
        stand.run(which)
    stand.clock.advance(61)


@pytest.mark.requirement("log-09")
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    steps=st.lists(st.one_of(SAVE, SAVE, PROJECT, ASK, RUN), min_size=4, max_size=14), page=st.integers(1, 4)
)
def test_what_was_read_is_what_is_told_and_what_was_seen(
    postgres: str, steps: list[tuple[str, str, str]], page: int
) -> None:
    with transaction.atomic():
        stand = make_stand()
        stand.netsuite.page_size = page
        for step in [*steps, ("run", queueing.MANUAL, "")]:
            do(stand, step)
        _check()
        transaction.set_rollback(True)
    assert not database.in_atomic_block


def _check() -> None:
    runs = list(Run.objects.exclude(finished_at=None))
    assert runs
    for run in runs:
        told: dict[str, int] = {}
        for outcome in RunItem.objects.filter(run=run).values_list("outcome", flat=True):
            told[outcome] = told.get(outcome, 0) + 1
        counted = {name: number for name, number in run.counts.items() if name not in ("read", "seen")}
        assert counted == told
        assert run.counts.get("read", 0) == sum(told.values()) + run.counts.get("seen", 0)
    for row in RunItem.objects.exclude(outcome__in=["created", "updated", "unchanged"]):
        assert row.code, row.outcome
        assert row.reason, row.code
    open_ones = set(Attention.objects.values_list("workflow_id", "internal_id"))
    last = {(row.workflow_id, row.internal_id): row.outcome for row in RunItem.objects.order_by("pk")}
    assert {key for key, outcome in last.items() if outcome in ("failed", "waiting")} <= open_ones

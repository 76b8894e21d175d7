"""Whatever comes in a batch: what was read is what the log tells, and what was seen before. Nothing is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.db import connection as database
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.ports import Reference, SourceRecord
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.runs.testing import MemoryNetSuite
from tests.component.service_runs.conftest import FLAG, Stand, make_stand

Answer = tuple[str, str, datetime]
WORKFLOWS = {"employee": "employees", "customer": "customers", "job": "projects"}
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


@dataclass
class Heard:
    """The account in memory, and what it answered since the last run: workflow by workflow, each record with its stamp."""

    netsuite: MemoryNetSuite
    answers: list[Answer] = field(default_factory=list)

    def changed(self, netsuite_type: str, *wish: Any) -> Iterator[Sequence[SourceRecord]]:
        for page in self.netsuite.changed(netsuite_type, *wish):
            self._note(page)
            yield page

    def by_ids(self, netsuite_type: str, internal_ids: Sequence[str]) -> Sequence[SourceRecord]:
        found = self.netsuite.by_ids(netsuite_type, internal_ids)
        self._note(found)
        return found

    def _note(self, records: Sequence[SourceRecord]) -> None:
        self.answers += [(WORKFLOWS[one.type], one.internal_id, one.modified) for one in records]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.netsuite, name)


def do(stand: Stand, heard: Heard, step: tuple[str, str, str]) -> None:
    """Save something, ask for something, or run and look at what is told of it."""
    what, which, how = step
    if what == "customer":
        stand.customer(which, **ODD[how])
    elif what == "project":
        stand.project(which, how)
    elif what == "ask":
        stand.notice("customer", which)
    elif which == queueing.REAL_TIME:
        if stand.connection.run_requests.filter(run=None).exists():
            check_run(stand.real_time(), heard)
    else:
        check_run(stand.run(which), heard)
    stand.clock.advance(61)


def check_run(run: Run, heard: Heard) -> None:
    """What NetSuite answered to a run has a row in its log, or had one before for that very version; and is counted so."""
    answers, heard.answers = heard.answers, []
    rows = list(RunItem.objects.filter(run=run).select_related("workflow"))
    told = Counter(
        (row.workflow.key, row.internal_id, row.source_modified) for row in rows if row.code != "not_found"
    )
    earlier = {
        (row.workflow.key, row.internal_id, row.source_modified)
        for row in RunItem.objects.filter(run__lt=run.pk).select_related("workflow")
    }
    seen = Counter(answers) - told
    assert set(seen) <= earlier
    assert set(told) | set(seen) == set(answers)
    assert (run.counts["read"], run.counts["seen"]) == (len(rows) + seen.total(), seen.total())
    assert Counter(row.outcome for row in rows) == {
        name: number for name, number in run.counts.items() if name not in ("read", "seen")
    }


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
        heard = Heard(stand.netsuite)
        stand.services.reader_for = lambda _: heard
        for step in [*steps, ("run", queueing.MANUAL, "")]:
            do(stand, heard, step)
        _check()
        transaction.set_rollback(True)
    assert not database.in_atomic_block


def _check() -> None:
    created = list(RunItem.objects.filter(outcome="created").values_list("spp_type", "spp_id"))
    assert sorted(created) == sorted((one.type, one.spp_id) for one in SppRecord.objects.all())
    for row in RunItem.objects.exclude(outcome__in=["created", "updated", "unchanged"]):
        assert row.code, row.outcome
        assert row.reason, row.code
    open_ones = set(Attention.objects.values_list("workflow_id", "internal_id"))
    last = {(row.workflow_id, row.internal_id): row.outcome for row in RunItem.objects.order_by("pk")}
    assert {key for key, outcome in last.items() if outcome in ("failed", "waiting")} <= open_ones

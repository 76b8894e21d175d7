"""Whatever the saves, their order and the pages they come in: every record arrives, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Attention
from landbridge.service.workflows.models import Link

from .conftest import Stand, make_stand

CUSTOMERS, PROJECTS = ("20", "21", "22"), ("30", "31", "32", "33")
SAVES = st.lists(
    st.one_of(
        st.tuples(st.just("customer"), st.sampled_from(CUSTOMERS), st.sampled_from("abc")),
        st.tuples(st.just("job"), st.sampled_from(PROJECTS), st.sampled_from(CUSTOMERS)),
        st.tuples(st.just("run"), st.sampled_from([queueing.REAL_TIME, queueing.CATCH_UP]), st.just("")),
    ),
    max_size=14,
)
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def play(stand: Stand, saves: list[tuple[str, str, str]]) -> None:
    for what, which, value in saves:
        stand.clock.advance(7)
        if what == "customer":
            stand.customer(which, phone=value)
            stand.notice("customer", which)
        elif what == "job":
            stand.project(which, value)
            stand.notice("job", which)
        elif which == queueing.CATCH_UP:
            stand.run(which)
        else:
            run_link(stand.connection.pk, queueing.REAL_TIME, stand.services)


def state() -> dict[tuple[str, str], dict[str, object]]:
    """The records of SuiteProjects Pro by NetSuite id, references too."""
    ids = {link.spp_id: link.internal_id for link in Link.objects.all()}
    shown = {}
    for record in SppRecord.objects.all():
        fields = dict(record.fields)
        if "customerid" in fields:
            fields["customerid"] = ids[str(fields["customerid"])]
        shown[record.type, ids[record.spp_id]] = fields
    return shown


@pytest.mark.requirement("flow-03", "flow-05")
@SLOW
@given(SAVES, st.integers(1, 4), st.booleans())
def test_every_record_arrives_once_whatever_the_order(
    db: None, saves: list[tuple[str, str, str]], page_size: int, short_links: bool
) -> None:
    with transaction.atomic():
        stand = make_stand()
        stand.netsuite.page_size = page_size
        if short_links:
            stand.services.link_time = timedelta(0)
        play(stand, saves)
        stand.run(queueing.CATCH_UP)

        wanted = {
            (netsuite_type.replace("job", "project"), internal_id)
            for netsuite_type, internal_id in stand.netsuite.records
        }
        reachable = {
            key
            for key in wanted
            if key[0] == "customer"
            or ("customer", stand.netsuite.records["job", key[1]].values["parent"].internal_id) in wanted
        }
        # what had arrived before it was given a parent that is not there stays, and waits
        assert reachable <= set(state()) <= wanted
        assert {(row.workflow.key, row.internal_id) for row in Attention.objects.all()} == {
            ("projects", key[1]) for key in wanted - reachable
        }
        transaction.set_rollback(True)


@pytest.mark.requirement("flow-01", "flow-05")
@SLOW
@given(SAVES)
def test_applying_everything_again_changes_nothing(db: None, saves: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        stand = make_stand()
        play(stand, saves)
        stand.run(queueing.CATCH_UP)
        before, audited = state(), AuditEntry.objects.count()

        run = stand.run(queueing.FULL)

        assert (state(), AuditEntry.objects.count()) == (before, audited)
        assert set(stand.outcomes(run).values()) <= {"unchanged", "waiting"}
        transaction.set_rollback(True)

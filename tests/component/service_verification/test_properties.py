"""After any saves and a catch-up nothing differs; after any meddling exactly that is found."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.service.projects.models import SppRecord
from landbridge.service.runs import queueing
from landbridge.service.workflows.models import Link
from tests.component.service_runs.conftest import make_stand

from .conftest import Bench

CUSTOMERS, EMPLOYEES = ("20", "21", "22", "30"), ("5", "6")
PROJECTS = ("20", "33", "34")  # a project and a customer may share an internal id
SAVES = st.lists(
    st.one_of(
        st.tuples(st.just("customer"), st.sampled_from(CUSTOMERS), st.sampled_from(["a", "b", ""])),
        st.tuples(st.just("employee"), st.sampled_from(EMPLOYEES), st.sampled_from(["a", "b"])),
        st.tuples(st.just("job"), st.sampled_from(PROJECTS), st.sampled_from(CUSTOMERS)),
        st.tuples(st.just("unmarked"), st.sampled_from(CUSTOMERS), st.just("")),
        st.tuples(st.just("run"), st.just(""), st.just("")),
    ),
    max_size=12,
)
MEDDLING = ("changed", "removed", "unlinked", "renumbered", "saved in NetSuite", "deleted in NetSuite")
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def play(bench: Bench, saves: list[tuple[str, str, str]]) -> None:
    stand = bench.stand
    for what, which, value in saves:
        stand.clock.advance(7)
        if what == "customer":
            stand.customer(which, phone=value or None)
        elif what == "employee":
            stand.employee(which, phone=value)
        elif what == "unmarked":
            stand.customer(which, custentity_oa_export_to_openair=False)
        elif what == "job":
            if ("customer", value) not in stand.netsuite.records:
                stand.customer(value)
            stand.project(which, value)
        else:
            stand.run(queueing.CATCH_UP)
    stand.run(queueing.CATCH_UP)
    stand.clock.advance(3600)


@pytest.mark.requirement("verify-04")
@SLOW
@given(SAVES, st.integers(1, 4))
def test_after_any_saves_and_a_catch_up_nothing_differs(
    db: None, saves: list[tuple[str, str, str]], page_size: int
) -> None:
    with transaction.atomic():
        bench = Bench(make_stand())
        bench.stand.netsuite.page_size = page_size
        play(bench, saves)

        assert bench.found(bench.verify()) == {}
        transaction.set_rollback(True)


@pytest.mark.requirement("verify-04")
@SLOW
@given(SAVES, st.integers(1, 4), st.sampled_from(MEDDLING))
def test_after_any_meddling_exactly_that_is_found(
    db: None, saves: list[tuple[str, str, str]], page_size: int, meddling: str
) -> None:
    with transaction.atomic():
        bench = Bench(make_stand())
        bench.stand.netsuite.page_size = page_size
        play(bench, [*saves, ("customer", "99", "a"), ("employee", "98", "a")])
        link = Link.objects.get(internal_id="99" if len(saves) % 2 else "98")

        expected = meddle(bench, link, meddling)

        key = "customers" if link.netsuite_type == "customer" else "employees"
        assert bench.found(bench.verify()) == {f"{key} {which}": kind for which, kind in expected.items()}
        transaction.set_rollback(True)


def meddle(bench: Bench, link: Link, meddling: str) -> dict[str, str]:
    """Do it to the linked pair of records; return what is to be found."""
    record = SppRecord.objects.get(pk=link.spp_id)
    number = f"netsuite_{link.spp_type}_id__c"
    if meddling == "changed":
        record.fields["phone"] = "meddled"
        record.save()
        return {link.internal_id: "differs"}
    if meddling == "removed":
        record.delete()
        return {link.internal_id: "link_broken"}
    if meddling == "unlinked":
        link.delete()
        return {link.internal_id: "link_broken"}
    if meddling == "renumbered":
        record.fields[number] = "12345"
        record.save()
        return {link.internal_id: "differs", "12345": "surplus"}
    if meddling == "saved in NetSuite":
        bench.stand.netsuite.save(link.netsuite_type, link.internal_id, phone="new")
        return {link.internal_id: "differs"}
    bench.stand.netsuite.delete(link.netsuite_type, link.internal_id)
    return {link.internal_id: "surplus"}

"""People save, runs import and rules change at the very moment at which a comparison reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.runs import queueing
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.runs.testing import MemoryNetSuite
from landbridge.service.workflows.models import MappingRow, Workflow

from .conftest import Bench

pytestmark = pytest.mark.requirement("verify-04")


@pytest.fixture
def customers(bench: Bench) -> Bench:
    for number in range(1, 6):
        bench.stand.customer(str(number))
    bench.imported()
    return bench


def once(
    monkeypatch: pytest.MonkeyPatch, place: type, method: str, happens: Callable[[], object], *, after: bool
) -> None:
    """Let something happen right before or after the next call of a method."""
    call = getattr(place, method)

    def called(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(place, method, call)
        if not after:
            happens()
        answer = call(*given, **named)
        if after:
            happens()
        return answer

    monkeypatch.setattr(place, method, called)


def new_rules() -> None:
    """Every customer gets another phone number from now on."""
    row = MappingRow.objects.get(workflow__key="customers", target="phone")
    row.source, row.value = MappingRow.Source.CONSTANT, "555-000"
    row.save()
    workflow = Workflow.objects.filter(key="customers")
    workflow.update(rules=F("rules") + 1, bookmark=None, swept=None)


@pytest.mark.parametrize(
    ("place", "method", "after"), [(MemoryNetSuite, "by_ids", True), (BuiltInAccount, "find", False)]
)
def test_version_that_a_run_brings_between_two_readings_is_no_difference(
    customers: Bench, monkeypatch: pytest.MonkeyPatch, place: type, method: str, after: bool
) -> None:
    def imported() -> None:
        customers.stand.customer("3", "Second")
        customers.stand.notice("customer", "3")
        customers.stand.real_time()

    customers.stand.customer("3", "First")
    customers.stand.clock.advance(3600)
    once(monkeypatch, place, method, imported, after=after)

    ended = customers.verify(["customers"])

    assert "Second" in customers.stand.spp("customer")
    assert (ended.state, customers.found(ended)) == ("completed", {})


def test_record_that_netsuite_holds_in_an_older_version_than_was_imported_is_a_difference(
    customers: Bench,
) -> None:
    customers.stand.clock.advance(-7200)
    customers.stand.customer("3", "Restored")
    customers.stand.clock.advance(7200)

    ended = customers.verify(["customers"])

    assert (ended.state, customers.found(ended)) == ("completed", {"customers 3": "differs"})


@pytest.mark.parametrize("method", ["in_range", "by_ids"])
def test_rules_that_change_meanwhile_are_those_that_it_compares_by(
    customers: Bench, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def changed() -> None:
        new_rules()
        customers.stand.run(queueing.MANUAL)

    held = customers.stand.spp("customer")["Customer 3"]
    held.fields["phone"] = "555-999"  # something to read anew
    held.save()
    once(monkeypatch, MemoryNetSuite, method, changed, after=False)

    ended = customers.verify(["customers"])

    assert held.fields["phone"] != customers.stand.spp("customer")["Customer 3"].fields["phone"] == "555-000"
    assert (ended.state, customers.found(ended)) == ("completed", {})


def test_what_a_run_under_way_has_not_brought_under_new_rules_is_on_its_way(customers: Bench) -> None:
    new_rules()
    start_run(
        customers.stand.connection, queueing.MANUAL, by=customers.stand.admin, now=customers.stand.clock()
    )
    during = customers.verify(["customers"])
    customers.stand.run(queueing.MANUAL)
    held = customers.stand.spp("customer")["Customer 3"]
    held.fields["phone"] = "555-999"
    held.save()
    start_run(
        customers.stand.connection, queueing.MANUAL, by=customers.stand.admin, now=customers.stand.clock()
    )
    afterwards = customers.verify(["customers"])

    assert set(customers.found(during).values()) == {"on_its_way"}
    assert customers.found(afterwards) == {"customers 3": "differs"}

"""People save, runs import and rules change at the very moment at which a comparison reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.runs.testing import MemoryNetSuite

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

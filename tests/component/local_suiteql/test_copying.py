"""Records are copied portion by portion, within a query's time; queries run side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.local.suiteql import copying, warehouse
from tests.component.local_suiteql.conftest import Company

pytestmark = pytest.mark.requirement("query-01")

ENDLESS = "SELECT COUNT(*) FROM " + ", ".join(f"entity e{number}" for number in range(12))


@pytest.fixture
def trees(new_company: Callable[[], Company], monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company with nine customers, of which two are read at once."""
    monkeypatch.setattr(copying, "MOST_AT_ONCE", 2)
    company = new_company()
    parent = company.save("0", "customer", {"companyName": "Tree 0"})
    for number in range(1, 9):
        company.save(str(number), "customer", {"companyName": f"Tree {number}", "parent": parent})
    return company


def test_a_query_that_copies_for_too_long_is_refused_and_the_next_goes_on(
    trees: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "LONGEST_QUERY_S", 0.0)
    for copied in (2, 4, 6, 8):
        detail = trees.refused("SELECT COUNT(*) FROM customer")
        assert f"still being copied for queries, {copied} are ready" in detail
    monkeypatch.undo()
    assert trees.column("SELECT COUNT(*) FROM customer") == ["9"]


def test_what_changes_while_records_are_copied_is_seen(
    trees: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "LONGEST_QUERY_S", 0.0)
    for _ in range(2):
        trees.refused("SELECT COUNT(*) FROM customer")  # the first four are copied
    trees.account.records.delete(trees.session, "customer", trees.ids["2"])
    trees.account.records.delete(trees.session, "customer", trees.ids["7"])
    trees.save("1", "customer", {"companyName": "Elm"}, id=trees.ids["1"])
    trees.save("8", "customer", {"companyName": "Fir"}, id=trees.ids["8"])
    trees.save("0", "customer", {"companyName": "Root"}, id=trees.ids["0"])
    trees.save("9", "customer", {"companyName": "Gum"})
    monkeypatch.setattr(warehouse, "LONGEST_QUERY_S", 15.0)
    names = trees.column("SELECT companyname FROM customer ORDER BY id")
    assert names == ["Root", "Elm", "Tree 3", "Tree 4", "Tree 5", "Tree 6", "Fir", "Gum"]
    above = trees.column("SELECT BUILTIN.DF(parent) FROM customer WHERE id = ?", trees.ids["3"])[0]
    assert above is not None
    assert above.endswith("Root")


def test_many_changes_are_copied_in_portions_too(trees: Company) -> None:
    assert trees.column("SELECT COUNT(*) FROM customer") == ["9"]
    for number in range(9):
        trees.save(str(number), "customer", {"phone": str(number)}, id=trees.ids[str(number)])
    assert trees.column("SELECT phone FROM customer ORDER BY id") == [str(number) for number in range(9)]


def test_a_slow_query_stops_no_other(company: Company) -> None:
    started = threading.Event()
    details: list[str] = []

    def slow() -> None:
        started.set()
        details.append(company.refused(ENDLESS))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse, "LONGEST_QUERY_S", 2.0)
        running = threading.Thread(target=slow)
        running.start()
        started.wait()
        for phone in ("1", "2", "3"):
            company.save("birch", "customer", {"phone": phone}, id=company.ids["birch"])
            assert company.column("SELECT phone FROM customer WHERE id = ?", company.ids["birch"]) == [phone]
        assert not details, "the others were answered while it ran"
        running.join(10)
    assert "longer than 2 seconds" in details[0]
    company.save("birch", "customer", {"phone": None}, id=company.ids["birch"])


def test_the_copy_is_removed_and_a_running_query_ends_before_that(
    new_company: Callable[[], Company], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying.tempfile, "tempdir", str(tmp_path))
    company = new_company()
    company.save("a", "customer", {"companyName": "Ash"})
    assert company.column("SELECT companyname FROM customer") == ["Ash"]
    [folder] = tmp_path.glob("landbridge-queries-*")
    assert folder.stat().st_mode & 0o077 == 0
    company.account.suiteql.forget()
    assert list(tmp_path.iterdir()) == []
    assert company.column("SELECT companyname FROM customer") == ["Ash"]
    company.account.suiteql.forget()

"""Queries see what the account goes back to, and what changes after that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from tests.component.local_suiteql.conftest import Company


@pytest.mark.requirement("query-01")
def test_a_state_that_was_taken_back_is_queried(new_company: Callable[[], Company]) -> None:
    company = new_company()
    company.save("a", "customer", {"companyName": "Ash"})
    kept = sqlite3.connect(":memory:")
    with company.account.database.transaction() as connection:
        kept.executescript("\n".join(line for line in connection.iterdump() if "suiteql" not in line))
    company.save("b", "customer", {"companyName": "Beech"})
    assert company.column("SELECT companyname FROM customer ORDER BY id") == ["Ash", "Beech"]
    company.account.replace_content(kept)
    assert company.column("SELECT companyname FROM customer ORDER BY id") == ["Ash"]
    company.save("c", "customer", {"companyName": "Cedar"})
    assert company.column("SELECT companyname FROM customer ORDER BY id") == ["Ash", "Cedar"]
    kept.close()

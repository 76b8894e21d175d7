"""Mass updates: the event xedit and a context of their own."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.massupdates import MassUpdateRefused, mass_update
from landbridge.local.records.model import Criterion
from landbridge.local.records.savedsearches import SavedSearch


def test_records_named_by_id_get_the_value(company: Any) -> None:
    first, second = company.lead("Mass one"), company.lead("Mass two")
    results = mass_update(
        company.account, company.session(), "customer", "phone", "+1 22", ids=[first, "9999", second, "x"]
    )
    assert [(one.id, one.code) for one in results] == [
        (first, ""),
        ("9999", "RCRD_DSNT_EXIST"),
        (second, ""),
        ("x", "RCRD_DSNT_EXIST"),
    ]
    assert company.value(second, "phone") == "+1 22"
    assert company.seen(first)[-1] == "xedit CUSTOMMASSUPDATE"


def test_records_of_a_saved_search(company: Any) -> None:
    lead = company.lead("Searched for")
    company.account.records.saved_searches.define(
        SavedSearch(
            "77",
            "customsearch_them",
            "Them",
            "customer",
            "customer",
            (Criterion("companyName", "is", ("Searched for",)),),
        )
    )
    for search in ("customsearch_them", "77"):
        results = mass_update(company.account, company.session(), "lead", "comments", search, search=search)
        assert [one.id for one in results] == [lead]
        assert company.value(lead, "comments") == search


@pytest.mark.parametrize(
    ("field", "more", "reason"),
    [
        ("nosuch", {"ids": ["1"]}, "'nosuch' cannot be updated"),
        ("stage", {"ids": ["1"]}, "'stage' cannot be updated"),
        ("phone", {}, "Say which records"),
        ("phone", {"search": "customsearch_none"}, "no saved search"),
    ],
)
def test_updates_that_cannot_be_done(company: Any, field: str, more: dict[str, Any], reason: str) -> None:
    before = len(company.saves())
    with pytest.raises(MassUpdateRefused, match=reason):
        mass_update(company.account, company.session(), "customer", field, "x", **more)
    assert len(company.saves()) == before


@pytest.mark.parametrize(
    ("permissions", "lacking"),
    [
        ({"LIST_CUSTJOB": Level.FULL}, "LIST_MASSUPDATES"),
        ({"LIST_MASSUPDATES": Level.FULL, "LIST_CUSTJOB": Level.VIEW}, "LIST_CUSTJOB"),
    ],
)
def test_permissions_of_a_mass_update(company: Any, permissions: dict[str, Level], lacking: str) -> None:
    role = company.account.access.define_role("customrole_masses", "Masses", permissions)
    session = Session(company.session().user_id, role.id, company.session().context)
    with pytest.raises(PermissionMissing, match=lacking):
        mass_update(company.account, session, "customer", "phone", "+1", ids=["1"])

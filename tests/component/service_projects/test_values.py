"""Values that fit and values that do not: each refusal names the field and the value, and fails its record alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landbridge.service.ports import JsonValue, Outcome
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import SppRecord
from tests.component.service_projects.conftest import Write, change

Create = Callable[..., str]
LONG = "Quince" * 50
NAMES = ("Ångström & Söhne", "شركة النور", "\u200fחברה\u200f", "🚀 Rocket 🛰️", "e\u0301clair", "007", "00007")


@pytest.mark.requirement("hard-02")
@pytest.mark.parametrize(
    ("field", "value", "code", "told"),
    [
        (
            "name",
            LONG,
            2002,
            f"Nickname (name) must be of at most 255 characters, not '{LONG[:60]}'… (300 characters)",
        ),
        ("phone", "5" * 76, 2002, "Phone (phone) must be of at most 75 characters, not '555"),
        ("notes", "n" * 65_536, 2002, "Notes (notes) must be of at most 65535 characters, not 'nnn"),
        (
            "currency",
            "EURO",
            2002,
            "Currency (currency) must be an ISO 4217 code like EUR, not 'EURO'",
        ),
        (
            "currency",
            "eur",
            2002,
            "Currency (currency) must be an ISO 4217 code like EUR, not 'eur'",
        ),
        ("email", "nobody", 2002, "Email (email) must be an e-mail address, not 'nobody'"),
        ("active", "T", 1100, "Active (active) must be true or false, not 'T'"),
        ("rate", "100", 2002, "Rate (rate) must be a number below 10,000,000,000,000, not '100'"),
        ("rate", 10**13, 2002, "Rate (rate) must be a number below 10,000,000,000,000, not 10000000000000"),
        ("type", "X", 1101, "Type (type) must be one of C, P, not 'X'"),
        (
            "cost_centerid",
            "Berlin",
            2002,
            "Cost center (cost_centerid) must be the internal id of a cost_center, not 'Berlin'",
        ),
        ("cost_centerid", "999999", 895, "Cost center (cost_centerid): no cost_center 999999"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_value_that_does_not_fit_fails_its_record_alone(
    write: Write, field: str, value: JsonValue, code: int, told: str
) -> None:
    refused, fine = write("customer", change("1", **{"name": "Acme", field: value}), change("2", name="Fine"))
    assert (refused.outcome, refused.code, refused.field) == (Outcome.REFUSED, code, field)
    assert refused.reason.startswith(told)
    assert fine.outcome is Outcome.CREATED


@pytest.mark.requirement("hard-04")
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_script_and_leading_zeros_arrive_and_match_as_they_are(
    account: BuiltInAccount, create: Create, name: str
) -> None:
    spp_id = create("customer", name=name, code=name)
    assert SppRecord.objects.get(pk=spp_id).fields == {"name": name, "code": name}
    assert [one.spp_id for one in account.find("customer", names=[name])] == [spp_id]
    assert account.find("customer", names=[f"{name} "]) == []


@pytest.mark.requirement("hard-04")
def test_names_that_differ_by_case_are_two_where_the_table_lets_them(
    account: BuiltInAccount, write: Write, create: Create
) -> None:
    small, great = create("customer", name="acme"), create("customer", name="ACME")
    assert {one.spp_id for one in account.find("customer", names=["Acme"])} == {small, great}
    create("user", nickname="ada")
    (taken,) = write("user", change("1", nickname="ADA"))
    assert (taken.outcome, taken.code) == (Outcome.REFUSED, 202)


def test_money_and_hours_are_kept_rounded_and_do_not_differ_again(write: Write, create: Create) -> None:
    acme = create("customer", name="Acme")
    project = create(
        "project", name="Rollout", customerid=acme, budget=0.1 + 0.2, rate=99.1234567, budget_time=7.125
    )
    fields = SppRecord.objects.get(pk=project).fields
    assert (fields["budget"], fields["rate"], fields["budget_time"]) == (0.3, 99.123457, 7.12)
    (again,) = write(
        "project", change("1", project, budget=0.30000000000000004, rate=99.12345671, budget_time=7.124)
    )
    assert again.outcome is Outcome.UNCHANGED
    (whole,) = write("project", change("1", project, budget=100.0))
    assert [one.after for one in whole.changes] == [100]

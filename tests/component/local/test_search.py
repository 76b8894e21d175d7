"""Search against a plain reading of every operator, and the account's own order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion, CustomField
from landbridge.local.records.operators import DATE, EMPTY, NUMBER, NUMBER_RANGE, TEXT
from landbridge.recordtypes import Kind

TEXTS = ["", "Ab", "aB c", "c ab", "b%", "_", "Ünlaut ß", "ab"]
NUMBERS = [None, -1.5, 0.0, 2.0, 2.5, 1e12]
DAYS = [None, date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2027, 1, 1)]


def found(account: Account, record_type: str, *criteria: Criterion) -> set[str]:
    return set(account.records.search(record_type, criteria))


def filled(account: Account, admin: Session, field: str, values: list[Any]) -> dict[str, Any]:
    """Save one project for each value of ``field`` and return id -> value."""
    saved = {}
    for number, value in enumerate(values):
        record = account.records.save(admin, "job", {"companyName": f"P{number}", field: value}).record
        saved[record.id] = record.values.get(field)
    return saved


TEXT_ORACLE: dict[str, Callable[[str, str], bool]] = {
    "is": lambda value, wanted: value == wanted,
    "isNot": lambda value, wanted: value != wanted,
    "contains": lambda value, wanted: wanted in value,
    "doesNotContain": lambda value, wanted: wanted not in value,
    "startsWith": lambda value, wanted: value.startswith(wanted),
    "doesNotStartWith": lambda value, wanted: not value.startswith(wanted),
    "hasKeywords": lambda value, wanted: all(
        any(word.startswith(key) for word in value.split()) for key in wanted.split()
    ),
}
NUMBER_ORACLE: dict[str, Callable[[float, float], bool]] = {
    "equalTo": lambda value, wanted: value == wanted,
    "notEqualTo": lambda value, wanted: value != wanted,
    "greaterThan": lambda value, wanted: value > wanted,
    "notGreaterThan": lambda value, wanted: not value > wanted,
    "greaterThanOrEqualTo": lambda value, wanted: value >= wanted,
    "notGreaterThanOrEqualTo": lambda value, wanted: not value >= wanted,
    "lessThan": lambda value, wanted: value < wanted,
    "notLessThan": lambda value, wanted: not value < wanted,
    "lessThanOrEqualTo": lambda value, wanted: value <= wanted,
    "notLessThanOrEqualTo": lambda value, wanted: not value <= wanted,
}
DATE_ORACLE: dict[str, Callable[[date, date], bool]] = {
    "on": lambda value, wanted: value == wanted,
    "notOn": lambda value, wanted: value != wanted,
    "after": lambda value, wanted: value > wanted,
    "notAfter": lambda value, wanted: not value > wanted,
    "before": lambda value, wanted: value < wanted,
    "notBefore": lambda value, wanted: not value < wanted,
    "onOrAfter": lambda value, wanted: value >= wanted,
    "notOnOrAfter": lambda value, wanted: not value >= wanted,
    "onOrBefore": lambda value, wanted: value <= wanted,
    "notOnOrBefore": lambda value, wanted: not value <= wanted,
    "within": lambda value, wanted: value == wanted,
    "notWithin": lambda value, wanted: value != wanted,
}


def test_the_oracles_know_every_operator() -> None:
    assert set(TEXT_ORACLE) == set(TEXT)
    assert set(NUMBER_ORACLE) == set(NUMBER)
    assert set(DATE_ORACLE) == set(DATE)


def test_text_operators(account: Account, admin: Session) -> None:
    saved = filled(account, admin, "comments", TEXTS)

    @settings(max_examples=80, deadline=None)
    @given(
        operator=st.sampled_from(sorted(TEXT)),
        wanted=st.sampled_from(TEXTS[1:]) | st.text("aAbBßÜ%_ ", min_size=1, max_size=3),
    )
    def agrees(operator: str, wanted: str) -> None:
        expected = {
            record_id
            for record_id, value in saved.items()
            if TEXT_ORACLE[operator]((value or "").casefold(), wanted.casefold())
        }
        assert found(account, "job", Criterion("comments", operator, (wanted,))) & set(saved) == expected

    agrees()


@pytest.mark.parametrize("operator", sorted(NUMBER))
def test_number_operators(account: Account, admin: Session, operator: str) -> None:
    saved = filled(account, admin, "jobPrice", NUMBERS)
    for wanted in (-1.5, 0, 2, 2.25, 10**30):
        expected = {
            record_id
            for record_id, value in saved.items()
            if value is not None and NUMBER_ORACLE[operator](value, wanted)
        }
        assert found(account, "job", Criterion("jobPrice", operator, (wanted,))) == expected


@pytest.mark.parametrize("operator", sorted(DATE))
def test_date_operators(account: Account, admin: Session, operator: str) -> None:
    saved = filled(account, admin, "startDate", DAYS)
    for wanted in (date(2026, 2, 28), date(2026, 3, 2)):
        expected = {
            record_id
            for record_id, value in saved.items()
            if value is not None and DATE_ORACLE[operator](value, wanted)
        }
        values = (wanted, wanted) if "ithin" in operator else (wanted,)
        assert found(account, "job", Criterion("startDate", operator, values)) == expected


def test_ranges(account: Account, admin: Session) -> None:
    saved = filled(account, admin, "jobPrice", NUMBERS)
    inside = {record_id for record_id, value in saved.items() if value in (0.0, 2.0)}
    outside = {record_id for record_id, value in saved.items() if value in (-1.5, 2.5, 1e12)}
    assert set(NUMBER_RANGE) == {"between", "notBetween"}
    assert found(account, "job", Criterion("jobPrice", "between", (0, 2))) == inside
    assert found(account, "job", Criterion("jobPrice", "notBetween", (0, 2))) == outside


def test_empty_and_not_empty(account: Account, admin: Session) -> None:
    assert set(EMPTY) == {"empty", "notEmpty"}
    for field, values in (("comments", TEXTS), ("jobPrice", NUMBERS), ("endDate", DAYS)):
        saved = {}
        for number, value in enumerate(values):
            names = {"companyName": f"{field}{number}", field: value}
            record = account.records.save(admin, "job", names).record
            saved[record.id] = record.values.get(field)
        empty = {record_id for record_id, value in saved.items() if value is None}
        assert found(account, "job", Criterion(field, "empty")) & set(saved) == empty
        assert found(account, "job", Criterion(field, "notEmpty")) == set(saved) - empty


@pytest.mark.requirement("soap-03")
def test_last_modified_is_searched_to_the_millisecond(account: Account, admin: Session, clock: Clock) -> None:
    record = account.records.save(admin, "customer", {"companyName": "Now"}).record
    at = record.modified
    step = timedelta(milliseconds=1)
    for operator, instant, matches in (
        ("onOrAfter", at, True),
        ("onOrAfter", at + step, False),
        ("after", at, False),
        ("after", at - step, True),
        ("onOrBefore", at, True),
        ("before", at, False),
        ("within", at, True),
    ):
        values = (instant, instant) if operator == "within" else (instant,)
        ids = found(account, "customer", Criterion("lastModifiedDate", operator, values))
        assert (record.id in ids) is matches, operator
    assert clock.now() == at


@pytest.mark.requirement("soap-03")
@pytest.mark.parametrize(
    ("period", "instant", "matches"),
    [
        # Monday 2 March 2026 10:00 UTC is 02:00 in the account's zone, Los Angeles.
        ("today", datetime(2026, 3, 2, 8, 0, tzinfo=UTC), True),
        ("today", datetime(2026, 3, 2, 7, 59, tzinfo=UTC), False),
        ("yesterday", datetime(2026, 3, 2, 7, 59, tzinfo=UTC), True),
        ("thisWeek", datetime(2026, 3, 1, 8, 0, tzinfo=UTC), True),
        ("lastWeek", datetime(2026, 3, 1, 7, 59, tzinfo=UTC), True),
        ("thisMonth", datetime(2026, 3, 1, 7, 59, tzinfo=UTC), False),
        ("lastMonth", datetime(2026, 2, 1, 8, 0, tzinfo=UTC), True),
        ("lastYear", datetime(2026, 1, 1, 7, 59, tzinfo=UTC), True),
        # The clock goes forward in Los Angeles on 8 March 2026: the week that follows begins at 07:00 UTC once it has.
        ("nextWeek", datetime(2026, 3, 15, 6, 59, tzinfo=UTC), True),
        ("nextWeek", datetime(2026, 3, 15, 7, 0, tzinfo=UTC), False),
    ],
)
def test_named_periods_follow_the_accounts_zone(
    account: Account, admin: Session, clock: Clock, period: str, instant: datetime, matches: bool
) -> None:
    now = clock.now()
    clock.set(instant)
    record = account.records.save(admin, "customer", {"companyName": "Then"}).record
    clock.set(now)
    ids = found(account, "customer", Criterion("lastModifiedDate", "within", (period,)))
    assert (record.id in ids) is matches


@pytest.mark.requirement("soap-03")
def test_lists_ids_stages_and_booleans(account: Account, admin: Session) -> None:
    lead = account.records.save(
        admin, "customer", {"companyName": "L"}, script_type="lead", external_id="e1"
    ).record
    gone = account.records.save(admin, "customer", {"companyName": "G", "isInactive": True}).record
    both = {lead.id, gone.id}
    for criterion, expected in (
        (Criterion("stage", "anyOf", ("_lead",)), {lead.id}),
        (Criterion("stage", "noneOf", ("_lead", "_prospect")), {gone.id}),
        (Criterion("isInactive", "is", (True,)), {gone.id}),
        (Criterion("isInactive", "is", (False,)), {lead.id}),
        (Criterion("internalId", "anyOf", (lead.id, "junk")), {lead.id}),
        (Criterion("internalId", "noneOf", (lead.id,)), {gone.id}),
        (Criterion("internalIdNumber", "between", (int(lead.id), int(lead.id))), {lead.id}),
        (Criterion("internalIdNumber", "greaterThan", (int(lead.id),)), {gone.id}),
        (Criterion("externalId", "anyOf", ("e1",)), {lead.id}),
        (Criterion("externalIdString", "startsWith", ("E",)), {lead.id}),
        (Criterion("externalId", "anyOf", ("@NONE@",)), {gone.id}),
        (Criterion("salesRep", "anyOf", ("@NONE@",)), both),
        (Criterion("salesRep", "noneOf", ("1",)), both),
        (Criterion("entityStatus", "anyOf", ("6", "7")), {lead.id}),
    ):
        assert found(account, "customer", criterion) & both == expected, criterion


@pytest.mark.requirement("soap-03")
def test_custom_fields_and_renamed_fields(account: Account, admin: Session) -> None:
    account.records.fields.define(
        CustomField("custentity_size", Kind.INTEGER, "Size", frozenset({"job"}), default=3),
        CustomField("custentity_flag", Kind.BOOLEAN, "Flag", frozenset({"job", "employee"})),
    )
    customer = account.records.search("customer", [])[0]
    plain = account.records.save(admin, "job", {"companyName": "A", "parent": customer}).record
    big = account.records.save(
        admin, "job", {"companyName": "B", "custentity_size": 9, "custentity_flag": True, "entityStatus": "3"}
    ).record
    both = {plain.id, big.id}
    for criterion, expected in (
        (Criterion("custentity_size", "greaterThan", (3,)), {big.id}),
        (Criterion("custentity_flag", "is", (False,)), {plain.id}),
        (Criterion("status", "anyOf", ("3",)), {big.id}),
        (Criterion("customer", "anyOf", (customer,)), {plain.id}),
    ):
        assert found(account, "job", criterion) & both == expected, criterion


@pytest.mark.parametrize(
    ("criterion", "code"),
    [
        (Criterion("nothing", "is", ("x",)), "INVALID_SEARCH_FIELD_NAME"),
        (Criterion("altName", "is", ("x",)), "INVALID_SEARCH_FIELD_NAME"),
        (Criterion("phone", "onOrAfter", ("x",)), "INVALID_SEARCH_OPERATOR"),
        (Criterion("phone", "is", ()), "INVALID_SEARCH_VALUE"),
        (Criterion("isInactive", "is", ("T",)), "INVALID_SEARCH_VALUE"),
        (Criterion("internalIdNumber", "between", (1,)), "INVALID_SEARCH_VALUE"),
        (Criterion("internalIdNumber", "equalTo", ("1",)), "INVALID_SEARCH_VALUE"),
        (Criterion("lastModifiedDate", "on", ("someday",)), "INVALID_SEARCH_VALUE"),
        (Criterion("lastModifiedDate", "on", (datetime(2026, 1, 1),)), "INVALID_SEARCH_VALUE"),  # noqa: DTZ001 - naive on purpose
        (Criterion("stage", "anyOf", ("_friend",)), "INVALID_SEARCH_VALUE"),
        (Criterion("stage", "anyOf", ()), "INVALID_SEARCH_VALUE"),
    ],
)
def test_wrong_criteria_are_refused(account: Account, criterion: Criterion, code: str) -> None:
    with pytest.raises(RecordError) as refused:
        account.records.search("customer", [criterion])
    assert refused.value.code == code


@pytest.mark.requirement("account-05")
def test_order_is_the_accounts_own_and_moves_with_saves(account: Account, admin: Session) -> None:
    ids = [
        account.records.save(admin, "customer", {"companyName": f"N{number}"}).record.id
        for number in range(30)
    ]
    first = account.records.search("customer", [])
    assert first == account.records.search("customer", [])
    assert first != sorted(first, key=int)
    for record_id in ids:
        account.records.save(admin, "customer", {"phone": "1"}, id=record_id)
    second = account.records.search("customer", [])
    assert set(first) == set(second)
    assert first != second

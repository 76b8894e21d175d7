"""Conditions as filters of REST, and places as paths."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.records.trees import Group
from landbridge.local.rest.filters import Condition, parsed
from landbridge.netsuite import Criterion, Ref
from landbridge.netsuite.rest import requests
from landbridge.netsuite.rest.filters import q_of
from landbridge.netsuite.rest.idempotency import idempotency_key
from landbridge.netsuite.rest.locations import path_of_record, ref_at


@pytest.mark.requirement("web-10")
@pytest.mark.parametrize(
    ("criterion", "q"),
    [
        (Criterion("companyName", "is", ("Acme",)), 'companyName IS "Acme"'),
        (Criterion("companyName", "doesNotContain", ('6" pipe \\',)), 'companyName CONTAIN_NOT "6\\" pipe \\\\"'),
        (Criterion("email", "empty"), "email EMPTY"),
        (Criterion("isInactive", "is", (False,)), "isInactive IS false"),
        (Criterion("creditLimit", "between", (1, 2.5)), "creditLimit BETWEEN [1, 2.5]"),
        (Criterion("creditLimit", "equalTo", (10**17 + 1,)), "creditLimit EQUAL 100000000000000001"),
        (Criterion("entityStatus", "anyOf", (Ref("13"), "6")), 'entityStatus ANY_OF ["13", "6"]'),
        (Criterion("stage", "noneOf", ("_lead",)), 'searchStage ANY_OF_NOT ["LEAD"]'),
        (Criterion("lastModifiedDate", "onOrAfter", (date(2024, 1, 31),)), 'lastModifiedDate ON_OR_AFTER "2024-01-31"'),
        (Criterion("internalIdNumber", "between", (1, 9)), "id BETWEEN [1, 9]"),
        (Criterion("externalIdString", "startsWith", ("A-",)), 'externalId START_WITH "A-"'),
        (Criterion("custentity_Unit", "anyOf", (Ref("1"),)), 'custentity_unit ANY_OF ["1"]'),
    ],
)  # fmt: skip
def test_a_condition_is_written_as_rest_reads_it(criterion: Criterion, q: str) -> None:
    assert q_of("customer", [criterion]) == q


def test_conditions_are_joined_and_dates_written_as_the_account_does() -> None:
    day = Criterion("lastModifiedDate", "before", (date(2024, 1, 5),))
    assert q_of("customer", [day, Criterion("email", "notEmpty")], date_format="D/M/YYYY") == (
        'lastModifiedDate BEFORE "5/1/2024" AND email EMPTY_NOT'
    )
    assert q_of("customer", [day], date_format="DD.MM.YYYY") == 'lastModifiedDate BEFORE "05.01.2024"'
    assert q_of("customer", []) == ""


@pytest.mark.parametrize(
    ("criterion", "message"),
    [
        (Criterion("companyName", "sounds like", ("x",)), "no operator 'sounds like'"),
        (Criterion("companyName", "is"), "takes 1 value"),
        (Criterion("companyName", "empty", ("x",)), "takes 0 value"),
        (Criterion("companyName", "anyOf"), "takes one or more values"),
        (Criterion("creditLimit", "between", (1,)), "takes 2 value"),
        (Criterion("companyName", "is", ("a\nb",)), "no control characters"),
        (Criterion("companyName OR 1", "is", ("a",)), "not the name of a field"),
        (Criterion("lastModifiedDate", "after", (datetime(2024, 1, 1, tzinfo=UTC),)), "compares days"),
        (Criterion("stage", "anyOf", ("_unheard",)), "is one of"),
        (Criterion("creditLimit", "equalTo", (float("inf"),)), "finite"),
        (Criterion("parent", "anyOf", (Ref("", "", "x"),)), "by internal id"),
    ],
)
def test_what_rest_cannot_filter_by_is_refused(criterion: Criterion, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        q_of("customer", [criterion])


@pytest.mark.requirement("bad-05")
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=3))
def test_any_text_reaches_the_other_end(texts: list[str]) -> None:
    seen: list[Condition] = []

    def criteria(condition: Condition) -> Group:
        seen.append(condition)
        return Group(every=True, parts=())

    conditions = [Criterion("companyName", "is", (text,)) for text in texts]
    parsed(q_of("customer", conditions), criteria)
    assert [one.values for one in seen] == [(text,) for text in texts]


@pytest.mark.parametrize(
    ("limit", "offset", "message"),
    [(0, 0, "1 to 1000"), (1001, 0, "1 to 1000"), (10, 5, "no multiple"), (10, -10, "no multiple"), (1, 1000, "1000 pages")],
)  # fmt: skip
def test_pages_that_netsuite_does_not_cut_are_refused(limit: int, offset: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        requests.page("customer", "", limit, offset)


@pytest.mark.requirement("bad-05")
@given(st.integers(min_value=1, max_value=1000), st.integers(min_value=0, max_value=999))
def test_every_page_of_a_collection_can_be_asked_for(limit: int, number: int) -> None:
    query = requests.page("customer", "", limit, limit * number).query
    assert int(query["offset"]) == int(query["limit"]) * number


@pytest.mark.parametrize(
    ("type_name", "ref", "path"),
    [
        ("salesOrder", Ref("12"), "/services/rest/record/v1/salesOrder/12"),
        (
            "customrecord_center",
            Ref("", "", "A-1_x"),
            "/services/rest/record/v1/customrecord_center/eid:A-1_x",
        ),
        ("customer", Ref("../x"), "/services/rest/record/v1/customer/..%2Fx"),
    ],
)
def test_a_record_has_a_path(type_name: str, ref: Ref, path: str) -> None:
    assert path_of_record(type_name, ref) == path


@pytest.mark.parametrize("ref", [Ref(""), Ref("", "", "a b"), Ref("", "", "a/b"), Ref("", "", "ä")])
def test_a_record_that_no_path_leads_to_is_refused(ref: Ref) -> None:
    with pytest.raises(ValueError, match="external id"):
        path_of_record("customer", ref)


@pytest.mark.parametrize(
    ("location", "ref"),
    [
        (
            "https://x.suitetalk.api.netsuite.com/services/rest/record/v1/salesOrder/12",
            Ref("12", type="salesOrder"),
        ),
        ("/services/rest/record/v1/customrecord_x/3", Ref("3", type="customrecord_x")),
        ("/services/rest/async/v1/job/123", None),
        ("/services/rest/record/v1/salesOrder/12/item/1", None),
        ("", None),
    ],
)
def test_a_location_names_a_record(location: str, ref: Ref | None) -> None:
    assert ref_at(location) == ref


@pytest.mark.parametrize("key", ["", "abc", "{}"])
def test_a_key_is_a_uuid(key: str) -> None:
    with pytest.raises(ValueError, match="a UUID"):
        idempotency_key(key)


def test_a_field_is_written_or_cleared_not_both() -> None:
    with pytest.raises(ValueError, match=r"customer\.comments is both"):
        requests.update("customer", Ref("1"), {"comments": "x"}, clear=("comments",), key=None)

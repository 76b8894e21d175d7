"""Collections over REST: paged, and filtered by ``q``."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.local.account import Account
from tests.component.local_rest.client import BASE, SITE, Client

ROWS: dict[str, dict[str, Any]] = {
    "a": {
        "companyName": "Alpha Works",
        "email": "a@example.com",
        "creditLimit": 100.0,
        "custentity_flag": True,
        "custentity_number": 1,
        "custentity_day": "2026-01-10",
        "custentity_moment": "2026-01-10T12:00:00Z",
        "custentity_unit": {"id": "1"},
        "custentity_units": {"items": [{"id": "1"}, {"id": "2"}]},
        "externalId": "alpha",
        "entityStatus": {"id": "6"},
    },
    "b": {
        "companyName": 'Beta "B" Works',
        "creditLimit": 200.0,
        "custentity_number": 2,
        "custentity_day": "2026-01-20",
        "custentity_moment": "2026-01-20T12:00:00Z",
        "custentity_unit": {"id": "2"},
        "entityStatus": {"id": "7"},
    },
    "c": {"companyName": "Gamma Farm", "creditLimit": 300.0, "entityStatus": {"id": "13"}},
}

CASES = [
    # text
    ('companyName IS "alpha works"', "a"),
    ('companyName IS_NOT "Alpha Works"', "bc"),
    ("companyName CONTAIN Works", "ab"),
    ("companyName CONTAIN_NOT Works", "c"),
    ("companyName START_WITH g", "c"),
    ("companyName START_WITH_NOT g", "ab"),
    ("companyName END_WITH works", "ab"),
    ("companyName END_WITH_NOT works", "c"),
    (r'companyName CONTAIN "\"B\""', "b"),
    ("email EMPTY", "bc"),
    ("email EMPTY_NOT", "a"),
    ("externalId IS alpha", "a"),
    ("externalId EMPTY", "bc"),
    # numbers
    ("creditLimit EQUAL 200", "b"),
    ("creditLimit EQUAL_NOT 200", "ac"),
    ("creditLimit GREATER 200", "c"),
    ("creditLimit GREATER_NOT 200", "ab"),
    ("creditLimit GREATER_OR_EQUAL 200", "bc"),
    ("creditLimit GREATER_OR_EQUAL_NOT 200", "a"),
    ("creditLimit LESS 200.5", "ab"),
    ("creditLimit LESS_NOT 200.5", "c"),
    ("creditLimit LESS_OR_EQUAL 100", "a"),
    ("creditLimit LESS_OR_EQUAL_NOT 100", "bc"),
    ("creditLimit BETWEEN [150, 300]", "bc"),
    ("creditLimit BETWEEN_NOT [150, 300]", "a"),
    ("creditLimit WITHIN [100,200]", "ab"),
    ("creditLimit WITHIN_NOT [100,200]", "c"),
    ("creditLimit ANY_OF [100, 300]", "ac"),
    ("creditLimit ANY_OF_NOT [100, 300]", "b"),
    ("custentity_number EQUAL 2", "b"),
    ("custentity_number EMPTY", "c"),
    # check boxes
    ("custentity_flag IS true", "a"),
    ("custentity_flag IS F", "bc"),
    ("custentity_flag IS_NOT true", "bc"),
    ("custentity_flag EMPTY", ""),
    ("custentity_flag EMPTY_NOT", "abc"),
    # references
    ("custentity_unit ANY_OF [1,2]", "ab"),
    ("custentity_unit ANY_OF_NOT [1]", "bc"),
    ("custentity_unit EQUAL 2", "b"),
    ("custentity_unit GREATER 1", "b"),
    ("custentity_unit BETWEEN [1, 9]", "ab"),
    ("custentity_unit EMPTY", "c"),
    ("custentity_units ANY_OF [2]", "a"),
    ("entityStatus ANY_OF_NOT [6, 7]", "c"),
    # dates, in the account's format and in ISO 8601
    ('custentity_day ON "1/10/2026"', "a"),
    ("custentity_day ON_NOT 1/10/2026", "b"),
    ("custentity_day AFTER 1/10/2026", "b"),
    ("custentity_day AFTER_NOT 1/10/2026", "a"),
    ("custentity_day BEFORE 2026-01-20", "a"),
    ("custentity_day BEFORE_NOT 2026-01-20", "b"),
    ("custentity_day ON_OR_AFTER 2026-01-20", "b"),
    ("custentity_day ON_OR_AFTER_NOT 2026-01-20", "a"),
    ("custentity_day ON_OR_BEFORE 2026-01-20", "ab"),
    ("custentity_day ON_OR_BEFORE_NOT 2026-01-19", "b"),
    ("custentity_moment ON 1/20/2026", "b"),
    ("custentity_moment AFTER 1/10/2026", "b"),
    ('lastModifiedDate ON_OR_AFTER "1/1/2020"', "abc"),
    ("lastModifiedDate BEFORE 1/1/2020", ""),
    # enumerations shown as text, words joined
    ("searchStage ANY_OF [LEAD]", "ab"),
    ("searchStage ANY_OF_NOT [LEAD]", "c"),
    ("companyName CONTAIN works AND creditLimit LESS 150", "a"),
    ("companyName CONTAIN farm OR creditLimit LESS 150", "ac"),
    ("companyName CONTAIN farm OR companyName CONTAIN works AND creditLimit LESS 150", "ac"),
    ("(companyName CONTAIN farm OR companyName CONTAIN works) AND creditLimit GREATER 150", "bc"),
]

REFUSED = [
    "SELECT id FROM customer",
    "companyName = 'Alpha Works'",
    "companyName IS 'Alpha' Works",
    "1=1; DROP TABLE record",
    'companyName IS "Alpha" --',
    'companyName IS "Alpha',
    "companyName IS",
    "companyName",
    "IS Alpha",
    "AND companyName IS a",
    "companyName IS a AND",
    "companyName IS a companyName IS b",
    "(companyName IS a",
    "companyName IS a)",
    "companyName is a",
    "companyName GREATER 5",
    "creditLimit CONTAIN 5",
    "creditLimit EQUAL many",
    "creditLimit BETWEEN [1]",
    "creditLimit BETWEEN [1,2,3]",
    "creditLimit ANY_OF []",
    "creditLimit EMPTY 5",
    "isInactive IS maybe",
    "custentity_day ON yesterday-ish",
    "custentity_day ON 13/45/2026",
    "custentity_unit ANY_OF [one]",
    "searchStage ANY_OF [NOBODY]",
    "nosuchfield IS a",
    "addressBook EMPTY",
    "parent.companyName IS a",
    "(" * 200 + "companyName IS a" + ")" * 200,
    "companyName IS " + "a" * 30_000,
]


@pytest.fixture(scope="module")
def rows(client: Client) -> dict[str, str]:
    """Internal ids by letter; the account has no other customers."""
    return {letter: client.create("customer", body) for letter, body in ROWS.items()}


@pytest.mark.requirement("rest-02")
@pytest.mark.parametrize(("q", "found"), CASES)
def test_every_operator_for_its_kind_of_field(
    client: Client, rows: dict[str, str], q: str, found: str
) -> None:
    assert client.ids("customer", q) == {rows[letter] for letter in found}


@pytest.mark.requirement("rest-02", "rest-06")
@pytest.mark.parametrize("q", REFUSED)
def test_what_is_no_filter_is_refused(client: Client, rows: dict[str, str], q: str) -> None:
    status, detail = client.refused("GET", "/customer", q=q)
    assert (status, detail["o:errorCode"], detail["o:errorQueryParam"]) == (400, "INVALID_PARAMETER", "q")
    assert detail["detail"].startswith("Invalid search query. Provide a valid search query.")


@pytest.mark.requirement("rest-02")
def test_ids_are_filtered_as_numbers(client: Client, rows: dict[str, str]) -> None:
    assert client.ids("customer", f"id ANY_OF [{rows['a']}, {rows['c']}]") == {rows["a"], rows["c"]}
    assert client.ids("customer", f"id GREATER {rows['a']}") == {rows["b"], rows["c"]}
    assert client.ids("customer", f"id EQUAL {rows['b']}") == {rows["b"]}


@pytest.mark.requirement("rest-02")
def test_a_collection_is_read_page_by_page(client: Client, rows: dict[str, str]) -> None:
    address = f"{SITE}{BASE}/customer"
    first = client.get("/customer", q="creditLimit GREATER 1", limit=2)
    assert (first["count"], first["hasMore"], first["offset"], first["totalResults"]) == (2, True, 0, 3)
    query = "q=creditLimit%20GREATER%201&limit=2"
    assert first["links"] == [
        {"rel": "last", "href": f"{address}?{query}&offset=2"},
        {"rel": "next", "href": f"{address}?{query}&offset=2"},
        {"rel": "self", "href": f"{address}?{query}&offset=0"},
    ]
    second = client.get("/customer", q="creditLimit GREATER 1", limit=2, offset=2)
    assert [link["rel"] for link in second["links"]] == ["first", "prev", "self"]
    assert (second["count"], second["hasMore"]) == (1, False)
    read = [item["id"] for item in first["items"] + second["items"]]
    assert sorted(read) == sorted(rows.values())
    assert first["items"][0]["links"][0]["href"] == f"{address}/{read[0]}"


@pytest.mark.requirement("rest-02", "rest-06")
@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": 10, "offset": 5}, "offset"),
        ({"limit": 1, "offset": 1000}, "offset"),
        ({"offset": -10}, "offset"),
        ({"order": "id"}, "order"),
        ({"expandRecords": "perhaps"}, "expandRecords"),
    ],
)
def test_pages_that_there_are_not(client: Client, parameters: dict[str, Any], name: str) -> None:
    status, detail = client.refused("GET", "/customer", **parameters)
    assert (status, detail["o:errorCode"], detail["o:errorQueryParam"]) == (400, "INVALID_PARAMETER", name)


@pytest.mark.requirement("rest-02")
def test_records_are_read_whole_by_their_ids(client: Client, rows: dict[str, str]) -> None:
    ids = f"{rows['c']},eid:alpha"
    document = client.get("/customer", expandRecords="true", ids=ids)
    assert [item["companyName"] for item in document["items"]] == ["Gamma Farm", "Alpha Works"]
    assert client.refused("GET", "/customer", expandRecords="true", ids="99999")[0] == 404
    assert client.refused("GET", "/customer", ids=ids)[0] == 400


@pytest.mark.requirement("rest-02")
def test_rows_move_between_pages_when_records_change(
    client: Client, rows: dict[str, str], account: Account
) -> None:
    """Nothing is kept between two pages: a record that is deleted meanwhile is missing from the next one."""
    extra = client.create("customer", {"companyName": "Passing by", "creditLimit": 400})
    before = client.get("/customer", limit=1)["totalResults"]
    assert client.call("DELETE", f"/customer/{extra}").status == 204
    assert client.get("/customer", limit=1)["totalResults"] == before - 1

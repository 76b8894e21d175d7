"""The service over HTTP: header, body, pages, permissions. Requests are signed and pass the gate of every REST service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.account import Account
from landbridge.local.restservices.errors import RestError
from landbridge.local.restservices.gate import COLLECTION, Answer, Asked, Gate
from landbridge.local.suiteql import endpoint, engine
from tests.component.local_rest.client import SITE, Keys, client_of
from tests.component.local_suiteql.conftest import Company


class Queries:
    """Asks the service in process, signed as one user."""

    def __init__(self, account: Account, keys: Keys) -> None:
        self.account = account
        self.keys = keys
        self.gate = Gate(account)

    def post(
        self, body: Any, *, prefer: str | None = "transient", method: str = "POST", **parameters: Any
    ) -> Answer:
        query = urlencode(parameters)
        url = f"{SITE}{endpoint.PATH}" + (f"?{query}" if query else "")
        authorization = self.keys.authorization(method, url, int(self.account.clock.now().timestamp()))
        headers = {"authorization": authorization, "content-type": "application/json"}
        if prefer is not None:
            headers["prefer"] = prefer
        asked = Asked(
            method=method,
            url=url,
            path=endpoint.PATH,
            query=tuple((name, str(value)) for name, value in parameters.items()),
            headers=headers,
            body=body if isinstance(body, bytes) else json.dumps(body).encode(),
            ip="127.0.0.1",
        )
        return self.gate.answer(
            asked, "rest.suiteql", lambda given, session: endpoint.answer(self.account, given, session)
        )

    def items(self, sql: str, *params: Any) -> list[dict[str, str]]:
        answer = self.post({"q": sql, "params": list(params)})
        assert answer.status == 200, answer.document
        rows: list[dict[str, str]] = answer.document["items"]
        return rows

    def detail(self, *arguments: Any, status: int = 400, **more: Any) -> dict[str, str]:
        answer = self.post(*arguments, **more)
        assert answer.status == status
        [detail] = answer.document["o:errorDetails"]
        found: dict[str, str] = detail
        return found


@pytest.fixture(scope="module")
def queries(company: Company) -> Queries:
    return Queries(company.account, client_of(company.account, "administrator", "root@example.com").keys)


@pytest.mark.requirement("query-01")
def test_a_query_is_answered_as_documented(company: Company, queries: Queries) -> None:
    answer = queries.post(
        {"q": "SELECT id, CompanyName, phone FROM customer WHERE companyname LIKE ?", "params": ["C%"]}
    )
    assert answer.status == 200
    assert answer.media_type == COLLECTION
    assert answer.document == {
        "links": [{"rel": "self", "href": f"{SITE}/services/rest/query/v1/suiteql"}],
        "count": 1,
        "hasMore": False,
        "items": [{"links": [], "id": company.ids["cedar"], "companyname": "Cedar", "phone": "555"}],
        "offset": 0,
        "totalResults": 1,
    }


@pytest.mark.requirement("query-02")
def test_pages_are_linked(queries: Queries) -> None:
    asked = {"q": "SELECT id FROM customer ORDER BY id"}
    seen: list[str] = []
    for offset in (0, 2):
        document = queries.post(asked, limit=2, offset=offset).document
        assert (document["count"], document["offset"], document["totalResults"]) == (2, offset, 4)
        assert document["hasMore"] is (offset == 0)
        links = {link["rel"]: link["href"] for link in document["links"]}
        assert ("next" in links) is (offset == 0)
        assert ("prev" in links) is (offset == 2)
        if offset == 0:
            assert links["next"] == links["last"] == f"{SITE}{endpoint.PATH}?limit=2&offset=2"
        seen += [item["id"] for item in document["items"]]
    assert len(set(seen)) == 4
    beyond = queries.post(asked, limit=2, offset=4).document
    assert (beyond["count"], beyond["hasMore"], beyond["totalResults"], beyond["items"]) == (0, False, 4, [])


@pytest.mark.requirement("query-02")
@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"limit": -1}, "limit"),
        ({"offset": 7, "limit": 5}, "offset"),
        ({"offset": 100_000}, "offset"),
        ({"offset": "x"}, "offset"),
        ({"Limit": 5}, "Limit"),
        ({"q": "x"}, "q"),
    ],
)
def test_pages_that_cannot_be(queries: Queries, parameters: dict[str, Any], name: str) -> None:
    detail = queries.detail({"q": "SELECT 1 FROM dual"}, **parameters)
    assert detail["o:errorCode"] == "INVALID_PARAMETER"
    assert detail["o:errorQueryParam"] == name


@pytest.mark.requirement("query-02")
def test_a_query_ends_at_its_limit_of_rows(
    company: Company, queries: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (engine, endpoint):
        monkeypatch.setattr(module, "MOST_ROWS", 3)
    asked = {"q": "SELECT id FROM customer ORDER BY id"}
    document = queries.post(asked, limit=2, offset=2).document
    assert (document["count"], document["totalResults"], document["hasMore"]) == (1, 3, False)
    page = company.account.suiteql.run(company.session, asked["q"])
    assert (len(page.items), page.total) == (3, 3)


@pytest.mark.requirement("query-02")
def test_a_limit_of_the_query_itself_is_paged_too(company: Company) -> None:
    run = company.account.suiteql.run
    page = run(company.session, "SELECT TOP 3 id FROM customer ORDER BY id DESC", limit=2, offset=2)
    assert (page.items, page.total) == ([{"id": company.ids["cedar"]}], 3)
    assert run(company.session, "SELECT id FROM customer WHERE ROWNUM <= 3", limit=2, offset=0).total == 3


@pytest.mark.requirement("query-03")
def test_the_header_is_compulsory(queries: Queries) -> None:
    for prefer in (None, "", "respond-async"):
        detail = queries.detail({"q": "SELECT 1 FROM dual"}, prefer=prefer)
        assert detail["o:errorCode"] == "INVALID_HEADER"
        assert "The required request header 'Prefer' is missing" in detail["detail"]


@pytest.mark.requirement("query-03")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        [],
        {},
        {"q": ""},
        {"q": 5},
        {"q": "SELECT 1 FROM dual", "params": "x"},
        {"q": "x", "y": 1},
    ],
)
def test_bodies_that_are_no_query(queries: Queries, body: Any) -> None:
    assert queries.detail(body)["detail"]


@pytest.mark.requirement("query-03")
def test_a_refused_query_has_netsuites_body(queries: Queries) -> None:
    answer = queries.post({"q": "SELECT nope FROM customer"})
    assert answer.status == 400
    assert answer.document["title"] == "Bad Request"
    assert answer.document["o:errorDetails"] == [
        {
            "detail": "Invalid search query. Detailed unprocessed description follows. Search error occurred: Unknown identifier "
            "'nope'. Available identifiers are: {customer=customer}.",
            "o:errorQueryParam": "q",
            "o:errorCode": "INVALID_PARAMETER",
        }
    ]
    assert queries.detail({"q": "x"}, method="GET", status=405)["o:errorCode"] == "INVALID_METHOD"


@pytest.mark.requirement("query-03")
@pytest.mark.parametrize("number", ["9" * 4000, "-" + "9" * 400, "9" * 5000, "1e999", "NaN"])
def test_numbers_beyond_all_bounds_are_refused(queries: Queries, number: str) -> None:
    body = f'{{"q": "SELECT ? FROM dual", "params": [{number}]}}'.encode()
    assert queries.detail(body)["o:errorCode"] in ("INVALID_PARAMETER", "INVALID_CONTENT")


@pytest.fixture
def clerk(company: Company) -> Callable[..., Session]:
    def session(**permissions: Level) -> Session:
        role = company.account.access.define_role("customrole_clerk", "Clerk", permissions)
        return Session(company.ids["ada"], role.id, Context.RESTWEBSERVICES)

    return session


@pytest.mark.requirement("query-04")
def test_a_role_without_suiteanalytics_workbook_may_not_query(company: Company) -> None:
    permissions = {
        "ADMI_LOGIN_OAUTH": Level.FULL,
        "ADMI_RESTWEBSERVICES": Level.FULL,
        "LIST_CUSTJOB": Level.FULL,
    }
    company.account.access.define_role("customrole_no_queries", "No queries", permissions)
    keys = client_of(company.account, "customrole_no_queries", "noq@example.com").keys
    detail = Queries(company.account, keys).detail({"q": "SELECT id FROM customer"}, status=403)
    assert detail["o:errorCode"] == "INSUFFICIENT_PERMISSION"
    assert "SuiteAnalytics Workbook" in detail["detail"]


@pytest.mark.requirement("query-04")
def test_tables_that_a_role_may_not_view_are_not_found(
    company: Company, clerk: Callable[..., Session]
) -> None:
    session = clerk(REPO_ANALYTICS=Level.VIEW, LIST_CUSTJOB=Level.VIEW)
    assert len(company.query("SELECT id FROM customer", session=session)) == 4
    for table in ("employee", "transaction", "transactionline", "item", "customrecord_center", "department"):
        detail = company.refused(f"SELECT COUNT(*) FROM {table}", session=session)
        assert detail.endswith(f"Search error occurred: Record '{table}' was not found.")
    hidden = "SELECT id FROM customer WHERE id IN (SELECT id FROM employee)"
    assert "Record 'employee' was not found" in company.refused(hidden, session=session)
    assert company.query("SELECT name FROM entitystatus WHERE id = 13", session=session), (
        "set-up lists are read by all"
    )


@pytest.mark.requirement("query-04")
def test_a_role_sees_the_transactions_of_its_types_only(
    company: Company, clerk: Callable[..., Session]
) -> None:
    session = clerk(REPO_ANALYTICS=Level.VIEW, TRAN_SALESORD=Level.VIEW, LIST_EMPLOYEE=Level.VIEW)
    assert company.query("SELECT DISTINCT type FROM transaction", session=session) == [{"type": "SalesOrd"}]
    [row] = company.query(
        "SELECT COUNT(*) lines, COUNT(DISTINCT tl.transaction) n FROM transactionline tl", session=session
    )
    assert row == {"lines": "3", "n": "1"}
    kinds = company.query("SELECT DISTINCT type FROM entity", session=session)
    assert kinds == [{"type": "Employee"}]


@pytest.mark.requirement("query-04")
@pytest.mark.parametrize("table", ["previoustransactionlinelink", "nexttransactionlinelink"])
def test_links_show_no_document_of_a_type_that_the_role_may_not_view(
    company: Company, clerk: Callable[..., Session], table: str
) -> None:
    sql = f"SELECT nextdoc, previousdoc FROM {table}"
    assert company.query(sql) == [{"nextdoc": company.ids["payment"], "previousdoc": company.ids["invoice"]}]
    for one, other in (("TRAN_CUSTPYMT", "TRAN_SALESORD"), ("TRAN_CUSTINVC", "TRAN_SALESORD")):
        session = clerk(**{"REPO_ANALYTICS": Level.VIEW, one: Level.VIEW, other: Level.VIEW})
        assert company.query(sql, session=session) == []
    both = clerk(REPO_ANALYTICS=Level.VIEW, TRAN_CUSTPYMT=Level.VIEW, TRAN_CUSTINVC=Level.VIEW)
    assert company.query(sql, session=both) == company.query(sql)


@pytest.mark.requirement("query-04")
def test_a_permission_taken_away_holds_at_once(company: Company, clerk: Callable[..., Session]) -> None:
    session = clerk(REPO_ANALYTICS=Level.VIEW, LIST_CUSTJOB=Level.VIEW)
    assert company.query("SELECT id FROM customer", session=session)
    clerk(REPO_ANALYTICS=Level.VIEW)
    assert "was not found" in company.refused("SELECT id FROM customer", session=session)


def test_datasets_are_refused_by_name(company: Company) -> None:
    asked = Asked("GET", f"{SITE}{endpoint.DATASETS}", endpoint.DATASETS)
    with pytest.raises(RestError) as refusal:
        endpoint.no_dataset(asked, company.session)
    assert refusal.value.status == 501
    assert "datasets" in refusal.value.details[0].text

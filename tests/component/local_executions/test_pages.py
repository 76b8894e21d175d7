"""The Execution Log on pages and by control: lists, filters, pages of fifty, requests and responses, who may see what."""

from __future__ import annotations

import html
import re

import pytest

from landbridge.local.access.model import ADMINISTRATOR, Context, Level, Session
from landbridge.local.control.client import ControlError
from landbridge.local.datetexts import show_instant
from landbridge.local.governance.execution import Request
from landbridge.local.pages import places
from tests.component.local_access.conftest import ECHO_URL, LIMITS_URL
from tests.component.local_access.requests import header, send, soap
from tests.component.local_executions.conftest import Office
from tests.component.local_executions.test_log import SEARCH, claim


def ids(page: str) -> list[str]:
    return re.findall(r'<tr data-id="(\d+)"', page)


def cells(page: str, row_id: str) -> list[str]:
    found = re.search(rf'<tr data-id="{row_id}">(.*?)</tr>', page, re.DOTALL)
    assert found is not None
    return [
        html.unescape(re.sub(r"<[^>]*>", "", cell))
        for cell in re.findall(r"<td.*?</td>", found[1], re.DOTALL)
    ]


def address(office: Office, protocol: str = "SOAP", **more: str) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{places.EXECUTION_LOG}?id={office.integration.id}&protocol={protocol}{query}"


@pytest.mark.requirement("exec-01", "exec-02", "exec-04")
def test_three_lists_with_the_columns_of_each(office: Office) -> None:
    soap(office, claim(office), "search", SEARCH)
    office.ask("GET", LIMITS_URL, authorization=header("GET", LIMITS_URL, claim(office)))
    office.ask("GET", ECHO_URL, authorization=header("GET", ECHO_URL, claim(office)))
    asked = {row.protocol: row for row in office.newest(3)}
    browser = office.browser()
    assert f"{places.EXECUTION_LOG}?id={office.integration.id}" in browser.open(
        f"{places.INTEGRATION}?id={office.integration.id}"
    )
    at = show_instant(office.account.settings, office.clock.now())
    opening = ["Request", "Response"]
    expected = {
        "SOAP": ["2025_2", "integration@demo.example", "search", "customer", *opening],
        "REST": ["integration@demo.example", "GET", str(asked["REST"].http_status), LIMITS_URL, *opening],
        "RESTLET": ["integration@demo.example", "GET", "customscript_told", "customdeploy_told"],
    }
    for protocol, columns in expected.items():
        row = asked[protocol]
        page = browser.open(address(office, protocol))
        assert ids(page)[0] == row.id
        shown = cells(page, row.id)
        assert shown[0] == at
        assert shown[1] == f"{row.duration_ms / 1000:.3f} s"
        assert shown[2:] == [row.status.value, *columns]


@pytest.mark.requirement("exec-01", "exec-03", "exec-04")
def test_request_and_response_are_opened_as_text(office: Office) -> None:
    reply = soap(office, claim(office), "search", SEARCH)
    browser, row = office.browser(), office.newest()[0]
    texts = {}
    for part in ("request", "response"):
        page = browser.open(f"{places.EXECUTION_BODY}?id={row.id}&part={part}")
        found = re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
        assert found is not None
        assert "<" not in found[1]
        texts[part] = html.unescape(found[1])
    assert texts["response"] == reply.body.decode()
    assert ">****</c:signature>" in texts["request"]
    for wrong in ("id=999999", "id=x", f"id={row.id}&part=else", "id=²"):
        assert browser.send("GET", f"{places.EXECUTION_BODY}?{wrong}".replace("²", "%C2%B2")).status == 404


@pytest.mark.requirement("exec-04")
def test_filters_and_pages_of_fifty(office: Office) -> None:
    caller = Session(
        office.user().id, ADMINISTRATOR, Context.WEBSERVICES, integration_id=office.integration.id
    )
    for _ in range(51):
        request = Request("SOAP", "getServerTime", "2025_2")
        with office.account.governance.slot(caller, request):
            pass
        office.account.governance.executions.keep(request)
    soap(office, claim(office), "search", "<m:nothing/>")
    browser, failed = office.browser(), office.newest()[0]
    first = browser.open(address(office))
    assert len(ids(first)) == 50
    assert ids(first) == sorted(ids(first), key=int, reverse=True)
    later = re.search(r'href="([^"]*)" rel="next"', first)
    assert later is not None
    second = ids(browser.open(html.unescape(later[1])))
    assert int(second[0]) < int(ids(first)[-1])
    assert failed.id in ids(browser.open(address(office, status="Failed")))
    assert not set(ids(browser.open(address(office, status="Rejected")))) & set(ids(first))
    day = office.clock.now().astimezone(office.account.settings.zone).date()
    assert ids(browser.open(address(office, **{"from": f"{day}", "to": f"{day}"}))) == ids(first)
    assert ids(browser.open(address(office, **{"from": "2199-01-01"}))) == []
    assert ids(browser.open(address(office, to="2001-01-01"))) == []
    assert "is not a date" in browser.open(address(office, to="someday"))
    assert "9999-12-31" in browser.open(address(office, to="9999-12-31"))
    assert len(ids(browser.open(address(office, page="999999")))) > 0


@pytest.mark.requirement("exec-04")
def test_who_may_see_rows_and_who_bodies(office: Office) -> None:
    send(office, "SOAP")
    row, access = office.newest()[0], office.account.access
    body = f"{places.EXECUTION_BODY}?id={row.id}&part=request"
    reader = office.user("anna")
    before = reader.role_ids

    def statuses(permissions: dict[str, Level]) -> list[int]:
        role = access.define_role("customrole_reader", "Reader", permissions)
        access.give_access(reader.id, (role.id,))
        browser = office.browser("anna@demo.example")
        return [browser.send("GET", one).status for one in (address(office), body, places.SOAP_USAGE_LOG)]

    assert statuses({}) == [403, 403, 403]
    assert statuses({"ADMI_WEBSERVICESLOG": Level.VIEW}) == [403, 403, 403]
    assert statuses({"LIST_INTEGRAPP": Level.VIEW}) == [200, 403, 403]
    assert "part=request" not in office.browser("anna@demo.example").open(address(office))
    assert statuses({"LIST_INTEGRAPP": Level.VIEW, "ADMI_WEBSERVICESLOG": Level.VIEW}) == [200, 200, 403]
    access.give_access(reader.id, before)


@pytest.mark.requirement("exec-01")
def test_the_usage_log_has_the_soap_requests_of_all_integrations(office: Office) -> None:
    soap(office, claim(office), "search", SEARCH)
    send(office, "RESTlet")
    soap_row, restlet_row = office.newest(2)
    browser = office.browser()
    page = browser.open(f"{places.SOAP_USAGE_LOG}?action=search&recordtype=customer")
    assert soap_row.id in ids(page)
    assert restlet_row.id not in ids(browser.open(places.SOAP_USAGE_LOG))
    assert cells(page, soap_row.id)[4] == office.integration.definition.name
    assert ids(browser.open(f"{places.SOAP_USAGE_LOG}?action=delete")) == []


@pytest.mark.requirement("exec-04")
def test_the_controls_give_rows_by_pages_and_both_bodies(office: Office) -> None:
    assert office.running is not None
    control, integration = office.running.control, office.integration.id
    reply = soap(office, claim(office), "search", SEARCH)
    send(office, "RESTlet")
    rows = control.execution_log(integration=integration, limit=2)
    assert [row["protocol"] for row in rows] == ["RESTLET", "SOAP"]
    assert control.execution_log(integration=integration, limit=1, offset=1) == rows[1:]
    assert control.execution_log(integration=integration, protocol="SOAP", limit=1) == rows[1:]
    finished = control.execution_log(integration=integration, status="Finished")
    assert {row["status"] for row in finished} == {"Finished"}
    bodies = control.execution_bodies(execution=rows[1]["id"])
    assert bodies["response"] == {"size": len(reply.body), "cut": False, "text": reply.body.decode()}
    assert "****" in bodies["request"]["text"]
    assert control.execution_bodies(execution=rows[0]["id"]) == {"request": None, "response": None}
    for wrong in (
        {"integration": "999"},
        {"integration": integration, "protocol": "FTP"},
        {"integration": integration, "status": "Lost"},
    ):
        with pytest.raises(ControlError):
            control.execution_log(**wrong)
    for beyond in ({"limit": 0}, {"limit": 1001}, {"limit": 10**25}, {"offset": -1}, {"offset": 10**25}):
        with pytest.raises(ControlError, match="is a number from") as refused:
            control.execution_log(integration=integration, **beyond)
        assert refused.value.status == 400
    with pytest.raises(ControlError):
        control.execution_bodies(execution="999999")

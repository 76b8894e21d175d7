"""Versions, general operations, and requests that are none."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import structlog
from lxml import etree

from landbridge.local.account import Account
from landbridge.local.coverage import NO_RECORD, Certainty, matrix, notes
from landbridge.local.records import errors
from landbridge.local.releases import answered
from landbridge.local.settings import RELEASE
from landbridge.local.soap import coverage, faults
from landbridge.local.soap.endpoint import ANSWERED
from landbridge.local.soap.operations import OPERATIONS_OF_NETSUITE
from landbridge.local.soap.statuses import CODES
from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_soap import schema
from tests.component.local_soap.wire import Wire, customer

URLS = "<m:getDataCenterUrls><m:account>{}</m:account></m:getDataCenterUrls>"


def faulted(wire: Wire, request: bytes) -> str:
    """Send bytes and return the message of the fault that answers them."""
    reply = wire.send(request)
    assert reply.status == 500
    assert reply.text("faultcode") == "soapenv:Server.userException"
    assert reply.one("unexpectedErrorFault")[0].text == "USER_ERROR"
    assert b"Traceback" not in reply.raw
    return reply.text("faultstring")


@pytest.mark.requirement("soap-01", "soap-08")
@pytest.mark.parametrize("version", answered(RELEASE))
def test_every_version_is_answered_in_its_own_namespaces(wire: Wire, version: str) -> None:
    wire.version = version
    wire.add(customer("Acme"))
    reply = wire.search("Customer", "")
    assert reply.texts("companyName") == ["Acme"]
    assert set(re.findall(r"_(20\d\d_\d)\.", reply.raw.decode())) == {version}


@pytest.mark.requirement("soap-01")
@pytest.mark.parametrize(
    ("version", "code"),
    [("2018_2", "UNSUPPORTED_WS_VERSION"), ("2030_1", "INVALID_WS_VERSION"), ("<x>", "INVALID_WS_VERSION")],
)
def test_another_version_is_a_fault(wire: Wire, version: str, code: str) -> None:
    reply = wire.send(b"<x/>", version=version)
    assert reply.status == 500
    assert reply.one("invalidVersionFault")[0].text == code


@pytest.mark.requirement("soap-01", "soap-07")
def test_a_body_of_another_version_than_the_path_is_a_fault(wire: Wire) -> None:
    request = wire.envelope("<m:getServerTime/>", wire.passport()).replace(b"_2025_2.", b"_2024_1.")
    assert "namespace" in faulted(wire, request)


@pytest.mark.requirement("soap-05")
def test_server_time_is_the_accounts_clock_in_its_zone(wire: Wire, account: Account) -> None:
    account.clock.advance(1)
    assert wire.call("<m:getServerTime/>").text("serverTime") == "2026-03-01T04:00:01.250-08:00"


@pytest.mark.requirement("soap-05")
@pytest.mark.parametrize("asked", ["1234567_SB1", "1234567-sb1"])
def test_data_center_urls_need_no_authentication(wire: Wire, asked: str) -> None:
    reply = wire.call(URLS.format(asked), passport="")
    assert [element.text for element in reply.one("dataCenterUrls")] == [
        "https://1234567-sb1.restlets.api.netsuite.com",
        "https://1234567-sb1.suitetalk.api.netsuite.com",
        "https://1234567-sb1.app.netsuite.com",
    ]


@pytest.mark.requirement("soap-05")
def test_data_center_urls_of_nobody_and_of_an_unknown_account(wire: Wire) -> None:
    empty = wire.call(URLS.format(""), passport="")
    assert (empty.status, empty.text("code")) == (200, "DATA_REQD")
    assert empty.text("message") == "You need to provide a proper value for the required field: account."
    unknown = wire.call(URLS.format("7654321"), passport="<m:passport/>")
    assert unknown.texts("webservicesDomain") == ["https://webservices.netsuite.com"]


@pytest.mark.requirement("soap-08")
def test_a_reply_names_its_document(wire: Wire) -> None:
    raw = wire.call("<m:getServerTime/>").raw.decode()
    assert re.search(r"nsId>WEBSERVICES_1234567_SB1_\d+_[0-9a-f]+<", raw)


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize(
    "request_body",
    [
        b"",
        b"not xml",
        b"<a><b></a>",
        b"<a/><b/>",
        b"\xff\xfe\x00",
        b"<?xml version='1.0' encoding='klingon'?><a/>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>&nbsp;</a>",
        b"<a>" * 70 + b"</a>" * 70,
        b"<html/>",
        b'<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>',
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>',
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>',
        b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><search/></e:Body></e:Envelope>',
    ],
)
def test_what_is_no_request_is_a_fault(wire: Wire, request_body: bytes) -> None:
    assert faulted(wire, request_body).startswith("The request cannot be read")


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize(
    "body",
    [
        "<m:makeCoffee/>",
        "<m:get/>",
        "<m:get><m:baseRef/></m:get>",
        '<m:get><m:baseRef xsi:type="rel:RecordRef" type="job" internalId="1"/></m:get>',
        '<m:get><m:baseRef xsi:type="nope:RecordRef"/></m:get>',
        "<m:getList/>",
        '<m:get><c:baseRef xsi:type="c:RecordRef" type="job" internalId="1"/></m:get>',
        "<m:add/>",
        "<m:add><m:record/></m:add>",
        '<m:add><m:record xsi:type="emp:Customer"/></m:add>',
        '<m:add><m:record xsi:type="m:Customer"/></m:add>',
        '<m:add><m:record xsi:type="rel:Customer"><emp:companyName>A</emp:companyName></m:record></m:add>',
        '<m:add><m:record xsi:type="rel:Customer"><rel:isPerson>perhaps</rel:isPerson></m:record></m:add>',
        '<m:add><m:record xsi:type="rel:Customer"><rel:creditLimit>1,5</rel:creditLimit></m:record></m:add>',
        '<m:add><m:record xsi:type="rel:Customer"><rel:startDate>1/2/2026</rel:startDate></m:record></m:add>',
        (
            '<m:add><m:record xsi:type="rel:Job"><rel:estimatedTime><c:timeSpan>1</c:timeSpan>'
            "<c:unit>day</c:unit></rel:estimatedTime></m:record></m:add>"
        ),
        (
            '<m:add><m:record xsi:type="rel:Customer"><rel:customFieldList><c:customField scriptId="custentity_text"/>'
            "</rel:customFieldList></m:record></m:add>"
        ),
        "<m:search/>",
        (
            '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"><b:email operator="is">'
            "<b:searchValue>x</b:searchValue></b:email></m:searchRecord></m:search>"
        ),
        "<m:search><m:searchRecord/></m:search>",
        '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"><rel:email/></m:searchRecord></m:search>',
        (
            '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"><b:isInactive><c:searchValue>x</c:searchValue>'
            "</b:isInactive></m:searchRecord></m:search>"
        ),
        "<m:searchMoreWithId><m:searchId>x</m:searchId><m:pageIndex>one</m:pageIndex></m:searchMoreWithId>",
        "<m:getServerTime/><m:getServerTime/>",
    ],
)
def test_what_the_schema_does_not_allow_is_a_fault(wire: Wire, body: str) -> None:
    assert faulted(wire, wire.envelope(body, wire.passport())).startswith("The request cannot be read")


@pytest.mark.requirement("soap-07", "wire-10")
def test_nothing_of_a_list_is_written_when_one_element_is_malformed(wire: Wire) -> None:
    bad = '<m:record xsi:type="rel:Customer"><rel:isPerson>perhaps</rel:isPerson></m:record>'
    faulted(wire, wire.envelope(f"<m:addList>{customer('A')}{bad}</m:addList>", wire.passport()))
    assert wire.search("Customer", "").text("totalRecords") == "0"


@pytest.mark.requirement("soap-07", "wire-10")
@pytest.mark.parametrize("operation", sorted(OPERATIONS_OF_NETSUITE))
def test_operations_that_only_netsuite_has_are_refused_by_name(wire: Wire, operation: str) -> None:
    message = faulted(wire, wire.envelope(f"<m:{operation}/>", wire.passport()))
    assert f"The operation {operation} is not supported by the local account" in message


@pytest.mark.requirement("soap-07", "wire-10")
def test_a_request_needs_its_soap_action_header(wire: Wire) -> None:
    reply = wire.send(wire.envelope("<m:getServerTime/>", wire.passport()), soap_action=None)
    assert "SOAPAction" in reply.text("faultstring")


@pytest.mark.requirement("soap-07", "wire-10")
def test_a_defect_of_ours_is_a_fault_whose_error_id_is_in_the_log(
    wire: Wire, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(account.records, "search_family", broken)
    with structlog.testing.capture_logs() as logs:
        reply = wire.search("Customer", "")
    assert reply.status == 500
    code, message = (element.text or "" for element in reply.one("unexpectedErrorFault"))
    assert code == "UNEXPECTED_ERROR"
    assert message == f"An unexpected error occurred. Error ID: {logs[-1]['error_id']}"
    assert b"secret detail" not in reply.raw


@pytest.mark.requirement("soap-08")
def test_codes_of_statuses_are_the_schemas() -> None:
    if not schema.at_hand():
        pytest.skip(schema.MISSING)
    assert schema.simple_values("platform.faultTypes.xsd", "StatusDetailCodeType") >= CODES


def test_codes_that_the_records_raise_travel_as_they_are() -> None:
    folder = Path(errors.__file__).parent
    raised = {
        code
        for path in folder.rglob("*.py")
        for code in re.findall(r'RecordError\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert "USER_ERROR" in raised
    assert raised - CODES == set()


@pytest.mark.requirement("soap-08")
def test_every_reply_of_these_tests_is_validated_and_an_invalid_one_would_fail(wire: Wire) -> None:
    if not schema.at_hand():
        pytest.skip(schema.MISSING)
    wire.add(customer("Acme"))
    body = wire.search("Customer", "").body
    schema.validate(body)
    spoilt = etree.fromstring(etree.tostring(body).replace(b"entityId>", b"entityIdd>"))
    with pytest.raises(AssertionError, match="entityIdd"):
        schema.validate(spoilt)


@pytest.mark.requirement("repo-07")
def test_the_documentation_has_the_coverage_table_and_every_code() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "soap.md").read_text(
        encoding="utf-8"
    )
    assert notes(coverage.claims()) in page
    assert [code for code in sorted(CODES) if f"`{code}`" not in page] == []
    source = Path(faults.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'"([a-z][A-Za-z]+Fault)"', source)) | set(
        re.findall(r'"([A-Z]+_[A-Z_]+)"', source)
    )
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


@pytest.mark.requirement("peer-03")
def test_the_coverage_table_tells_what_is_there() -> None:
    rows = list(coverage.claims())
    supported = {row.operation for row in rows if row.certainty is not Certainty.UNSUPPORTED}
    assert {row.protocol for row in rows} == {"SOAP"}
    assert supported >= ANSWERED
    assert {row.record_type for row in rows} == {*RECORD_TYPES, NO_RECORD}
    unsupported = {row.operation for row in rows if row.certainty is Certainty.UNSUPPORTED}
    assert unsupported >= OPERATIONS_OF_NETSUITE
    assert not OPERATIONS_OF_NETSUITE & supported
    table = matrix(rows) + notes(rows)
    assert all(f"| {row.operation} |" in table for row in rows)


def test_requests_are_counted_by_operation(wire: Wire, account: Account) -> None:
    wire.call("<m:getServerTime/>")
    wire.call("<m:makeCoffee/>")
    assert account.journal.statistics().requests == {"soap.getServerTime": 1}


def test_a_compressed_request_is_no_request(wire: Wire) -> None:
    faulted(wire, gzip.compress(wire.envelope("<m:getServerTime/>", wire.passport())))

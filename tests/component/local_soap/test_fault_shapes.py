"""Every fault in NetSuite's shape: code and message in the element of its kind, the host name beside it."""

from __future__ import annotations

import pytest
from lxml import etree

from landbridge.local.releases import endpoints
from landbridge.local.soap import faults
from landbridge.local.soap.envelope import fault_reply
from landbridge.local.soap.faults import SoapFault
from landbridge.local.soap.versions import AXIS, namespaces
from landbridge.local.soap.wsdl.faults import FAULT_CODES, FAULTS
from tests.component.local_soap.wire import read

NAMED = {
    "invalidVersionFault UNSUPPORTED_WS_VERSION": faults.invalid_version("2018_2", disabled=True),
    "invalidVersionFault INVALID_WS_VERSION": faults.invalid_version("<x>", disabled=False),
    "unexpectedErrorFault USER_ERROR": faults.malformed("a <b> & \x00"),
    "unexpectedErrorFault UNEXPECTED_ERROR": faults.unexpected("An unexpected error occurred. Error ID: 1"),
    "invalidCredentialsFault INVALID_LOGIN_CREDENTIALS": faults.invalid_login(),
    "invalidCredentialsFault USER_ERROR": faults.ambiguous_authentication(named=True),
    "invalidCredentialsFault PSWD_REQD": faults.credentials_refused("PSWD_REQD", "Please enter a password."),
    "invalidAccountFault INVALID_ACCT": faults.credentials_refused("INVALID_ACCT", "No such account."),
    "invalidSessionFault WS_LOG_IN_REQD": faults.login_required(),
    "invalidSessionFault SESSION_TIMED_OUT": faults.session_timed_out(),
    "exceededConcurrentRequestLimitFault WS_REQUEST_BLOCKED": faults.blocked(),
    "exceededRequestLimitFault WS_CONCUR_SESSION_DISALLWD": faults.one_at_a_time(),
    "exceededRecordCountFault MAX_RCRDS_EXCEEDED": faults.too_many_records(200, "addList"),
    "exceededRequestSizeFault USER_ERROR": faults.request_too_large(100_000_000),
    "insufficientPermissionFault WS_PERMISSION_REQD": faults.permission_missing("WS_PERMISSION_REQD", "No."),
}
UNNAMED = (faults.ambiguous_authentication(named=False), faults.not_understood("urn:x", "trace"))


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize("named", NAMED)
def test_a_fault_names_its_kind_and_code(named: str) -> None:
    fault = NAMED[named]
    reply = read(fault_reply(fault, namespaces("2025_2")), 500)
    detail = reply.one("detail")
    element, code = named.split()
    assert reply.text("faultcode") == "soapenv:Server.userException"
    assert [etree.QName(one).localname for one in detail] == [element, "hostname"]
    assert [one.text for one in detail[0]] == [code, reply.text("faultstring")]
    assert (etree.QName(detail[1]).namespace, detail[1].text) == (AXIS, faults.HOSTNAME)
    assert element[0].upper() + element[1:] in FAULTS
    assert code in FAULT_CODES


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize("fault", UNNAMED, ids=lambda fault: fault.message[:20])
def test_some_faults_hold_the_host_name_alone(fault: SoapFault) -> None:
    reply = read(fault_reply(fault, namespaces("2025_2")), 500)
    assert [etree.QName(one).localname for one in reply.one("detail")] == ["hostname"]
    assert reply.text("faultstring") == fault.message


@pytest.mark.requirement("wire-06")
@pytest.mark.parametrize("version", endpoints())
def test_a_fault_is_in_the_namespaces_of_the_version_asked_for(version: str) -> None:
    reply = read(fault_reply(faults.blocked(), namespaces(version)), 500)
    assert (
        etree.QName(reply.one("detail")[0]).namespace
        == f"urn:faults_{version}.platform.webservices.netsuite.com"
    )

"""Requests of every kind can be held back, and a kind that there is not is refused."""

from __future__ import annotations

import threading

import pytest

from landbridge.local.control.client import ControlError
from landbridge.local.faults.kinds import known_kinds
from landbridge.local.testing import RunningAccount
from tests.component.local_control.test_faults import RESTLET, SOAP, ask
from tests.waiting import eventually

SERVER_TIME = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<getServerTime xmlns="urn:messages_2025_2.platform.webservices.netsuite.com"/></e:Body></e:Envelope>'
)
RECORD = "/services/rest/record/v1/customer"
REQUESTS = {
    "restlet": ("GET", RESTLET),
    "rest.suiteql": ("POST", "/services/rest/query/v1/suiteql"),
    "rest.dataset": ("GET", "/services/rest/query/v1/dataset/1/result"),
    "rest.token": ("POST", "/services/rest/auth/oauth2/v1/token"),
    "rest.keys": ("GET", "/services/rest/auth/oauth2/v1/keys"),
    "rest.certificates": ("GET", "/services/rest/auth/oauth2/v1/clients/x/certificates"),
    "rest.metadata": ("GET", "/services/rest/record/v1/metadata-catalog"),
    "rest.governanceLimits": ("GET", "/services/rest/system/v1/governanceLimits"),
    "rest.datacenterurls": ("GET", "/rest/datacenterurls?account=1"),
    "rest.roles": ("GET", "/rest/roles"),
    "rest.tokeninfo": ("GET", "/rest/tokeninfo"),
    "rest.issuetoken": ("GET", "/rest/issuetoken"),
    "rest.revoketoken": ("GET", "/rest/revoketoken"),
    "rest.requesttoken": ("POST", "/rest/requesttoken"),
    "rest.accesstoken": ("POST", "/rest/accesstoken"),
    **{
        f"rest.record.{method}": (method.upper(), RECORD)
        for method in ("get", "post", "put", "patch", "delete")
    },
    "soap.getServerTime": ("POST", SOAP),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_of_each_kind_is_held_counted_and_struck(running: RunningAccount, kind: str) -> None:
    method, path = REQUESTS[kind]
    body = SERVER_TIME.encode() if path == SOAP else b""
    running.control.hold(kind=kind)
    asking = threading.Thread(target=ask, args=(running, method, path, body))
    asking.start()
    eventually(lambda: running.account.holds.state().held == {kind: 1}, 10, kind)
    running.control.release()
    asking.join(20)
    assert not asking.is_alive()
    assert running.account.journal.statistics().requests == {kind: 1}
    running.control.fault(kind=kind, effect="error", status=555)
    assert ask(running, method, path, body).status == 555


def test_no_kind_is_missing_above() -> None:
    assert {kind for kind in known_kinds() if not kind.startswith("soap.")} == REQUESTS.keys() - {
        "soap.getServerTime"
    }
    assert known_kinds() >= {"soap.search", "soap.getDataCenterUrls", "soap.login"}


@pytest.mark.parametrize("kind", ["no.such.kind", "soap.serch", "soap.*", ""])
def test_a_kind_that_there_is_not_is_not_held(running: RunningAccount, kind: str) -> None:
    with pytest.raises(ControlError, match="is no kind of request"):
        running.control.hold(kind=kind)
    assert running.control.holds() == {"held": {}, "next": {}}


@pytest.mark.requirement("control-04")
@pytest.mark.parametrize("kind", ["no.such.kind", "soap.serch", "sope.*", ""])
def test_no_fault_is_laid_on_a_kind_that_there_is_not(running: RunningAccount, kind: str) -> None:
    with pytest.raises(ControlError, match="is no kind of request"):
        running.control.fault(kind=kind, effect="drop")
    assert running.control.faults() == []

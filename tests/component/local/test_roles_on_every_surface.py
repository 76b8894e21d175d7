"""One role, three ways in: what it may not do it may not do on a page, over SOAP or in a RESTlet."""

from __future__ import annotations

import http.client
import itertools
import json
import ssl
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from landbridge.local.access.model import Level
from landbridge.local.access.signatures import oauth1_signature, token_passport_signature
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account

ACCOUNT = "1234567_SB1"
RESTLET = "/app/site/hosting/restlet.nl?script=customscript_landbridge_certificate&deploy=customdeploy_landbridge_certificate"
ROLE = "customrole_oa_integration"
_numbers = itertools.count()


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as found:
        yield found


def send(
    running: RunningAccount, method: str, host: str, path: str, body: str = "", **headers: str
) -> tuple[int, str, str]:
    """Send a request over TLS under a NetSuite host name; return status, body and cookie."""
    context = ssl.create_default_context(cafile=str(running.ca_file))
    connection = http.client.HTTPSConnection(running.connect_to, context=context, timeout=20)
    try:
        connection.request(method, path, body.encode(), {"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Set-Cookie", "").partition(";")[0]
    finally:
        connection.close()


def fresh() -> tuple[str, str]:
    return f"nonce{next(_numbers):015d}", str(int(time.time()))


def restlet(running: RunningAccount) -> tuple[int, Any]:
    host = "1234567-sb1.restlets.api.netsuite.com"
    secrets = running.secrets
    nonce, timestamp = fresh()
    values = {
        "oauth_consumer_key": secrets.consumer_key,
        "oauth_token": secrets.token_id,
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": timestamp,
        "oauth_nonce": nonce,
        "oauth_version": "1.0",
    }
    values["oauth_signature"] = oauth1_signature(
        "GET", f"https://{host}{RESTLET}", values.items(), secrets.consumer_secret, secrets.token_secret
    )
    header = f'OAuth realm="{ACCOUNT}", ' + ", ".join(
        f'{name}="{quote(value, safe="")}"' for name, value in values.items()
    )
    content_type = {"Content-Type": "application/json"}
    status, body, _ = send(running, "GET", host, RESTLET, Authorization=header, **content_type)
    return status, json.loads(body)


def soap_get(running: RunningAccount, record_type: str) -> tuple[int, str]:
    secrets = running.secrets
    nonce, timestamp = fresh()
    signature = token_passport_signature(
        account=ACCOUNT,
        consumer_key=secrets.consumer_key,
        consumer_secret=secrets.consumer_secret,
        token=secrets.token_id,
        token_secret=secrets.token_secret,
        nonce=nonce,
        timestamp=timestamp,
    )
    record_id = running.account.records.search(record_type, [])[0]
    core, messages = "urn:core_2025_2.platform", "urn:messages_2025_2.platform"
    envelope = f"""<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:m="{messages}.webservices.netsuite.com" xmlns:c="{core}.webservices.netsuite.com"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soap:Header><m:tokenPassport>
 <c:account>{ACCOUNT}</c:account><c:consumerKey>{secrets.consumer_key}</c:consumerKey><c:token>{secrets.token_id}</c:token>
 <c:nonce>{nonce}</c:nonce><c:timestamp>{timestamp}</c:timestamp>
 <c:signature algorithm="HMAC-SHA256">{signature}</c:signature></m:tokenPassport></soap:Header>
 <soap:Body><m:get><m:baseRef internalId="{record_id}" type="{record_type}" xsi:type="c:RecordRef"/></m:get></soap:Body>
</soap:Envelope>"""
    host = "1234567-sb1.suitetalk.api.netsuite.com"
    path = "/services/NetSuitePort_2025_2"
    kind = {"Content-Type": "text/xml; charset=utf-8"}
    status, body, _ = send(running, "POST", host, path, envelope, SOAPAction='"get"', **kind)
    return status, body


@pytest.mark.requirement("account-08")
def test_soap_follows_the_role(running: RunningAccount) -> None:
    status, body = soap_get(running, "customer")
    assert (status, 'isSuccess="true"' in body) == (200, True)
    running.account.access.set_permission(ROLE, "LIST_CUSTJOB", Level.NONE)
    status, body = soap_get(running, "customer")
    assert (status, "INSUFFICIENT_PERMISSION" in body) == (200, True)
    running.account.access.set_permission(ROLE, "LIST_CUSTJOB", Level.FULL)
    running.account.access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.NONE)
    assert soap_get(running, "customer")[0] == 500
    running.account.access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.FULL)


@pytest.mark.requirement("account-08", "tls-01")
def test_restlets_follow_the_role(running: RunningAccount) -> None:
    status, body = restlet(running)
    assert (status, body.get("account"), body.get("certificate")) == (200, ACCOUNT, None)
    running.account.access.set_permission(ROLE, "LIST_CERTIFICATES", Level.NONE)
    assert restlet(running)[1]["code"] == "INSUFFICIENT_PERMISSION"
    running.account.access.set_permission(ROLE, "LIST_CERTIFICATES", Level.FULL)
    running.account.access.set_permission(ROLE, "ADMI_LOGIN_OAUTH", Level.NONE)
    status, body = restlet(running)
    assert (status, body["error"]["code"]) == (401, "INVALID_LOGIN_ATTEMPT")
    assert running.account.access.audit()[0].detail == "permission_denied"
    running.account.access.set_permission(ROLE, "ADMI_LOGIN_OAUTH", Level.FULL)


@pytest.mark.requirement("account-08", "account-09")
def test_pages_follow_the_role(running: RunningAccount) -> None:
    host = "1234567-sb1.app.netsuite.com"
    sign_in = "/app/login/secure/enterpriselogin.nl"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    wrong = urlencode({"email": "anna@demo.example", "password": "no"})
    status, body, _ = send(running, "POST", host, sign_in, wrong, **form)
    assert status >= 400
    assert "WrongPassword" not in body
    assert running.account.access.audit()[0].detail == "WrongPassword"
    right = urlencode({"email": "anna@demo.example", "password": "landbridge"})
    status, _, cookie = send(running, "POST", host, sign_in, right, **form)
    assert status == 303
    employees = "/app/common/entity/employeelist.nl"
    assert send(running, "GET", host, employees, Cookie=cookie)[0] == 200
    running.account.access.set_permission("customrole_demo_sales", "LIST_EMPLOYEE", Level.NONE)
    assert send(running, "GET", host, employees, Cookie=cookie)[0] == 403
    assert send(running, "GET", host, "/app/common/entity/custjoblist.nl", Cookie=cookie)[0] == 200

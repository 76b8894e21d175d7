"""Requests that a client repeats, sends with numbers beyond measure, or asks for without the right."""

from __future__ import annotations

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from tests.component.local_rest.client import Client, client_of

KEY = "X-NetSuite-Idempotency-Key"


@pytest.fixture(scope="module")
def viewer(account: Account) -> Client:
    """Somebody who may see customers, and nothing else of what the tests ask for."""
    permissions = {
        "ADMI_LOGIN_OAUTH": Level.FULL,
        "ADMI_RESTWEBSERVICES": Level.FULL,
        "LIST_FIND": Level.FULL,
        "LIST_CUSTJOB": Level.VIEW,
    }
    account.access.define_role("customrole_rest_viewer", "Viewer", permissions)
    return client_of(account, "customrole_rest_viewer", "viewer@example.com")


@pytest.mark.requirement("rest-05")
@pytest.mark.parametrize("key", ["abc", "x" * 36, "cac827ea-3543-4cda-add2-bae634326c2", "{}"])
def test_an_idempotency_key_is_a_uuid(client: Client, key: str) -> None:
    status, detail = client.refused("POST", "/customer", {"companyName": "Keyless"}, headers={KEY: key})
    assert (status, detail["o:errorHeader"]) == (400, KEY)
    assert client.ids("customer", "companyName IS Keyless") == set()


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize("field", ["creditLimit", "custentity_number", "custentity_amount"])
@pytest.mark.parametrize("digits", [400, 4000, 5000])
def test_whole_numbers_beyond_measure_are_refused(client: Client, field: str, digits: int) -> None:
    body = f'{{"companyName": "Immense", "{field}": 1{"0" * digits}}}'.encode()
    status, detail = client.refused("POST", "/customer", body)
    assert (status, detail["o:errorCode"]) == (400, "INVALID_CONTENT")


@pytest.mark.requirement("rest-06")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/vendor/999999", {"companyName": "x"}),
        ("DELETE", "/vendor/999999", None),
        ("PUT", "/vendor/eid:nobody", {"companyName": "x"}),
        ("PATCH", "/customer/999999", {"companyName": "x"}),
        ("DELETE", "/customer/999999", None),
        ("POST", "/customer/999999/addressBook", {"label": "x"}),
        ("PATCH", "/job/999999/addressBook/1", {"label": "x"}),
        ("POST", "/customer/999999/!attach/contact/999999", {}),
        ("POST", "/customer/999999/!transform/invoice", {}),
    ],
)
def test_the_role_is_judged_before_the_record_is_looked_for(
    viewer: Client, method: str, path: str, body: object
) -> None:
    status, detail = viewer.refused(method, path, body)
    assert (status, detail["o:errorCode"]) == (403, "INSUFFICIENT_PERMISSION")

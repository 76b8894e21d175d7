"""The look-ups: data centre addresses, roles of a person, what a token stands for, governance limits."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from tests.component.local_access.conftest import ACCOUNT, LIMITS_URL, Premises, opened_premises
from tests.component.local_access.requests import Signed, header

REST = "https://rest.netsuite.com/rest"
OURS = {
    "restDomain": "https://1234567-sb1.restlets.api.netsuite.com",
    "webservicesDomain": "https://1234567-sb1.suitetalk.api.netsuite.com",
    "systemDomain": "https://1234567-sb1.app.netsuite.com",
}


@pytest.mark.requirement("grant-07")
def test_data_centre_urls_need_no_sign_in(premises: Premises) -> None:
    for spelling in (ACCOUNT, "1234567-sb1"):
        assert premises.ask("GET", f"{REST}/datacenterurls?account={spelling}").json == OURS
    for unknown in ("?account=999", ""):
        reply = premises.ask("GET", f"{REST}/datacenterurls{unknown}")
        assert (reply.status, reply.json["webservicesDomain"]) == (200, "https://webservices.netsuite.com")


def roles(premises: Premises, authorization: str) -> tuple[int, object]:
    reply = premises.ask("GET", f"{REST}/roles", authorization=authorization)
    return reply.status, reply.json


@pytest.mark.requirement("grant-07")
def test_roles_of_a_person_come_with_the_accounts_addresses(premises: Premises) -> None:
    anna = premises.user("anna")
    role = premises.account.access.role(anna.role_ids[0])
    assert role is not None
    expected = [
        {
            "account": {"internalId": ACCOUNT, "name": "Demo Company", "type": "SANDBOX"},
            "role": {"internalId": int(role.id), "name": role.name},
            "dataCenterURLs": OURS,
        }
    ]
    plain = f"NLAuth nlauth_email=anna@demo.example, nlauth_signature={PASSWORD}"
    assert roles(premises, plain) == (200, expected)
    escaped = f"NLAuth nlauth_account={ACCOUNT},nlauth_email={quote('anna@demo.example')},nlauth_signature={PASSWORD}"
    assert roles(premises, escaped) == (200, expected)
    premises.account.access.define_role(role.script_id, role.name, role.permissions, inactive=True)
    assert roles(premises, plain) == (200, [])
    premises.account.access.define_role(role.script_id, role.name, role.permissions)


@pytest.mark.requirement("grant-07")
@pytest.mark.parametrize(
    "authorization",
    [
        "NLAuth nlauth_email=anna@demo.example, nlauth_signature=wrong",
        "NLAuth nlauth_email=nobody@demo.example, nlauth_signature=x",
        f"NLAuth nlauth_account=999, nlauth_email=anna@demo.example, nlauth_signature={PASSWORD}",
        "NLAuth nonsense",
        "Basic YTpi",
        "",
    ],
)
def test_wrong_credentials_learn_no_roles(premises: Premises, authorization: str) -> None:
    status, body = roles(premises, authorization)
    assert (status, body) == (
        401,
        {
            "error": {
                "code": "INVALID_LOGIN_CREDENTIALS",
                "message": "You have entered an invalid email address or account number.",
            }
        },
    )


@pytest.mark.requirement("grant-07")
def test_tokeninfo_says_whom_a_token_stands_for(premises: Premises) -> None:
    url = f"{REST}/tokeninfo"
    claim = Signed().at(int(premises.clock.now().timestamp()))
    reply = premises.ask("GET", url, authorization=header("GET", url, claim))
    user = premises.user()
    role = premises.account.access.role(user.role_ids[0])
    assert role is not None
    assert (reply.status, reply.json) == (
        200,
        {
            "companyId": ACCOUNT,
            "companyName": "Demo Company",
            "roleId": int(role.id),
            "roleName": role.name,
            "userId": int(user.id),
        },
    )
    again = premises.ask("GET", url, authorization=header("GET", url, claim))
    assert (again.status, again.json["error"]["code"]) == (401, "INVALID_LOGIN_ATTEMPT")


@pytest.mark.requirement("limit-02", "grant-07")
def test_governance_limits_are_told_to_administrators() -> None:
    with opened_premises(AccountSettings(tier="enterprise", licences=2)) as premises:
        bearer = f"Bearer {premises.token(user='admin')}"

        def limits() -> object:
            return premises.ask("GET", LIMITS_URL, authorization=bearer).json

        assert limits() == {
            "accountConcurrencyLimit": 40,
            "accountUnallocatedConcurrencyLimit": 40,
            "integrationLimitType": "accountLimit",
        }
        premises.account.governance.set_integration_limit(premises.integration.id, 16)
        assert limits() == {
            "accountConcurrencyLimit": 40,
            "accountUnallocatedConcurrencyLimit": 24,
            "integrationLimitType": "integrationSpecific",
            "integrationConcurrencyLimit": 16,
        }
        others = f"Bearer {premises.token()}"
        denied = premises.ask("GET", LIMITS_URL, authorization=others)
        assert (denied.status, denied.json["o:errorDetails"][0]["o:errorCode"]) == (
            403,
            "INSUFFICIENT_PERMISSION",
        )
        assert premises.ask("POST", LIMITS_URL, b"{}", authorization=bearer).status == 405

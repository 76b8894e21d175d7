"""User credentials as old SOAP endpoints take them: every refusal has its code, and the trail the reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.access.errors import CredentialsDenied
from landbridge.local.access.integration import IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Authentication, Context, Level, Session
from landbridge.local.seeds.secrets import PASSWORD
from tests.component.local_access.conftest import ACCOUNT, Premises

EMAIL = "integration@demo.example"
ROLE = "customrole_oa_integration"
URI = "/services/NetSuitePort_2019_2"


@pytest.fixture(autouse=True)
def unlocked(premises: Premises) -> Iterator[None]:
    yield
    with premises.account.database.transaction() as connection:
        connection.execute("DELETE FROM failure")


def signed_in(premises: Premises, **changed: str) -> Session:
    given = {"email": EMAIL, "password": PASSWORD, "account": ACCOUNT, "role": "", **changed}
    application_id = given.get("application_id", premises.integration.application_id)
    return premises.account.access.verify_credentials(
        given["email"],
        given["password"],
        given["account"],
        given["role"] or None,
        application_id=application_id,
        uri=URI,
        ip="192.0.2.7",
    )


def refusal(premises: Premises, **changed: str) -> tuple[str, str]:
    """Return the code that the client learns and the detail in the audit trail."""
    with pytest.raises(CredentialsDenied) as denied:
        signed_in(premises, **changed)
    row = premises.account.access.audit(1)[0]
    assert (row.status, row.uri) == ("Failure", URI)
    return denied.value.code, row.detail


@pytest.mark.requirement("grant-06")
def test_the_right_credentials_open_the_default_role(premises: Premises) -> None:
    user = premises.user()
    session = signed_in(premises, account=ACCOUNT.lower(), email=EMAIL.upper())
    assert session == Session(
        user_id=user.id,
        role_id=user.role_ids[0],
        context=Context.WEBSERVICES,
        origin="Landbridge",
        integration_id=premises.integration.id,
        authentication=Authentication.USER_CREDENTIALS,
    )
    row = premises.account.access.audit(1)[0]
    assert (row.status, row.application, row.email) == ("Success", "Landbridge", EMAIL.upper())


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"email": ""}, ("EMAIL_ADDRS_REQD", "UnknownUser")),
        ({"password": ""}, ("PSWD_REQD", "WrongPassword")),
        ({"account": "999"}, ("INVALID_ACCT", "permission_denied")),
        ({"email": "nobody@demo.example"}, ("INVALID_LOGIN_CREDENTIALS", "UnknownUser")),
        ({"password": "wrong"}, ("INVALID_LOGIN_CREDENTIALS", "WrongPassword")),
        ({"application_id": ""}, ("INVALID_LOGIN_CREDENTIALS", "consumer_key_unknown")),
        ({"application_id": "A" * 32}, ("INVALID_LOGIN_CREDENTIALS", "consumer_key_unknown")),
        ({"role": ADMINISTRATOR}, ("INVALID_ROLE", "permission_denied")),
        ({"role": "no number"}, ("INVALID_ROLE", "permission_denied")),
    ],
)
def test_what_is_wrong_has_its_code(
    premises: Premises, changed: dict[str, str], expected: tuple[str, str]
) -> None:
    assert refusal(premises, **changed) == expected


@pytest.mark.requirement("grant-05", "grant-06")
def test_a_default_role_without_soap_asks_for_a_role(premises: Premises) -> None:
    access, user = premises.account.access, premises.user()
    access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.NONE)
    assert refusal(premises) == ("ROLE_REQUIRED", "permission_denied")
    # A role that is named is judged by the endpoint: INSUFFICIENT_PERMISSION (documented).
    assert signed_in(premises, role=user.role_ids[0]).role_id == user.role_ids[0]
    access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.FULL)
    assert signed_in(premises).role_id == user.role_ids[0]


@pytest.mark.requirement("grant-06")
def test_inactive_people_roles_and_blocked_integrations(premises: Premises) -> None:
    account, access, user = premises.account, premises.account.access, premises.user()
    system = access.system_session()
    account.records.save(system, "employee", {"isInactive": True}, id=user.id)
    assert refusal(premises) == ("INVALID_LOGIN_CREDENTIALS", "permission_denied")
    account.records.save(system, "employee", {"isInactive": False}, id=user.id)
    role = access.role(user.role_ids[0])
    assert role is not None
    access.define_role(role.script_id, role.name, role.permissions, inactive=True)
    assert refusal(premises) == ("INVALID_ROLE", "permission_denied")
    access.define_role(role.script_id, role.name, role.permissions)
    access.applications.set_state(premises.integration.id, IntegrationState.BLOCKED)
    assert refusal(premises) == ("INVALID_LOGIN_CREDENTIALS", "consumer_key_refused")
    access.applications.set_state(premises.integration.id, IntegrationState.ENABLED)
    assert signed_in(premises).user_id == user.id


@pytest.mark.requirement("grant-06", "install-02")
def test_an_application_that_waits_locks_nobody_out(premises: Premises) -> None:
    applications = premises.account.access.applications
    applications.set_state(premises.integration.id, IntegrationState.WAITING_FOR_APPROVAL)
    for _ in range(6):
        assert refusal(premises) == ("INVALID_LOGIN_CREDENTIALS", "consumer_key_refused")
        assert refusal(premises, application_id="A" * 32)[1] == "consumer_key_unknown"
    applications.set_state(premises.integration.id, IntegrationState.ENABLED)
    assert signed_in(premises).user_id == premises.user().id


@pytest.mark.requirement("grant-06")
def test_five_wrong_passwords_lock(premises: Premises) -> None:
    for _ in range(5):
        assert refusal(premises, password="wrong")[1] == "WrongPassword"
    assert refusal(premises) == ("INVALID_LOGIN_CREDENTIALS", "temporary_locked")


def test_secrets_stay_out_of_representations(premises: Premises) -> None:
    integration = premises.integration
    assert integration.consumer_secret not in repr(integration)
    assert all(token.token_secret not in repr(token) for token in premises.account.access.tokens())


def test_new_credentials_end_the_old_ones(premises: Premises) -> None:
    applications = premises.account.access.applications
    made = applications.create_integration("Renewed")
    renewed = applications.reset_credentials(made.id)
    assert (renewed.id, renewed.application_id) == (made.id, made.application_id)
    assert renewed.consumer_key != made.consumer_key
    assert renewed.consumer_secret != made.consumer_secret
    assert applications.by_consumer_key(made.consumer_key) is None
    with pytest.raises(KeyError):
        applications.reset_credentials("999")
    with pytest.raises(KeyError):
        applications.set_note("x", "n")
    assert applications.set_note(made.id, "n").note == "n"

"""The Login Audit Trail over every protocol: each documented detail, and the lock after five failures."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from landbridge.local.access.errors import AccessDenied
from landbridge.local.access.integration import Box, IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Level
from landbridge.local.seeds.secrets import PASSWORD
from tests.component.local_access import machines
from tests.component.local_access.conftest import Premises
from tests.component.local_access.requests import PROTOCOLS, REST, RESTLET, SOAP, Signed, send

ROLE = "customrole_oa_integration"
REFUSED = {SOAP: 500, REST: 401, RESTLET: 401}
NOW = int(machines.NOW.timestamp())


@pytest.fixture(autouse=True)
def administrator(premises: Premises) -> Iterator[None]:
    """The token acts as Administrator, whom every protocol answers; failures of other tests are forgotten."""
    token = premises.account.access.tokens()[0]
    with premises.account.database.transaction() as connection:
        connection.execute("UPDATE token SET role_id = ?", (int(ADMINISTRATOR),))
        connection.execute("DELETE FROM failure")
    premises.account.access.give_access(token.user_id, (ADMINISTRATOR,))
    yield
    role = premises.account.access.role_by_script_id(ROLE)
    assert role is not None
    premises.account.access.give_access(token.user_id, (role.id,))
    with premises.account.database.transaction() as connection:
        connection.execute("UPDATE token SET role_id = ?", (int(role.id),))
        connection.execute("DELETE FROM failure")


WRONG = {
    "consumer_key_unknown": Signed(consumer_key="f" * 64),
    "parameter_rejected": Signed(nonce="no-nonce!"),
    "nonce_rejected": Signed(nonce="short"),
    "InvalidSignature": Signed(consumer_secret="wrong"),
    "UnknownAlgorithm": Signed(algorithm="HMAC-SHA1"),
    "InvalidTimestamp": Signed(timestamp=str(NOW - 301)),
    "token_rejected": Signed(token="f" * 64),
    "MissingTokenPassportRequiredFields": Signed(token=""),
}


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("detail", WRONG)
def test_every_wrong_claim_has_its_detail_and_tells_the_client_nothing(
    premises: Premises, protocol: str, detail: str
) -> None:
    reply = send(premises, protocol, WRONG[detail])
    assert reply.status == REFUSED[protocol]
    assert "Invalid login attempt." in reply.body.decode()
    assert detail not in reply.body.decode()
    assert premises.detail() == detail


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_success_stands_there_with_who_and_where(premises: Premises, protocol: str) -> None:
    assert send(premises, protocol).status == 200
    row = premises.account.access.audit(1)[0]
    assert (row.status, row.detail, row.application, row.token_name, row.role) == (
        "Success",
        "",
        "Landbridge",
        "Landbridge - Integration User",
        "Administrator",
    )
    assert row.ip == "192.0.2.7"
    assert row.uri.startswith(("/services/", "https://1234567-sb1."))


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize(
    ("protocol", "detail"), [(SOAP, "NonceUsed"), (REST, "NonceUsed"), (RESTLET, "nonce_used")]
)
def test_a_replay_is_told_apart_by_protocol(premises: Premises, protocol: str, detail: str) -> None:
    claim = Signed(nonce=f"replayed{protocol}000000")
    assert send(premises, protocol, claim).status == 200
    assert send(premises, protocol, claim).status == REFUSED[protocol]
    assert premises.detail() == detail


@pytest.mark.requirement("grant-06")
def test_of_many_replays_at_once_one_comes_in(premises: Premises) -> None:
    claim = Signed(nonce="allatonce0000000000")

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda _: send(premises, REST, claim).status, range(4)))

    assert statuses == [200, 401, 401, 401]


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize("protocol", [REST, RESTLET])
def test_another_oauth_version_is_rejected(premises: Premises, protocol: str) -> None:
    assert send(premises, protocol, Signed(version="2.0")).status == 401
    assert premises.detail() == "VersionRejected"


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_integrations_that_are_not_enabled_are_refused(premises: Premises, protocol: str) -> None:
    applications, integration = premises.account.access.applications, premises.integration
    for state in (IntegrationState.BLOCKED, IntegrationState.WAITING_FOR_APPROVAL):
        applications.set_state(integration.id, state)
        assert send(premises, protocol).status == REFUSED[protocol]
        assert premises.detail() == "consumer_key_refused"
    applications.set_state(integration.id, IntegrationState.ENABLED)
    applications.change_definition(integration.id, boxes=set(Box) - {Box.TOKENS})
    assert send(premises, protocol).status == REFUSED[protocol]
    applications.change_definition(integration.id, boxes=frozenset(Box))
    assert send(premises, protocol).status == 200


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_users_without_the_right_to_log_in_are_denied(premises: Premises, protocol: str) -> None:
    access, user = premises.account.access, premises.user()
    system = access.system_session()
    premises.account.records.save(system, "employee", {"isInactive": True}, id=user.id)
    assert send(premises, protocol).status == REFUSED[protocol]
    assert premises.detail() == "permission_denied"
    premises.account.records.save(system, "employee", {"isInactive": False}, id=user.id)
    token = access.tokens()[0]
    access.token_records.set_inactive(token.id, inactive=True)
    assert send(premises, protocol).status == REFUSED[protocol]
    assert premises.detail() == "token_rejected"
    access.token_records.set_inactive(token.id, inactive=False)
    assert send(premises, protocol).status == 200


@pytest.mark.requirement("grant-06")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_five_failures_lock_everywhere_for_half_an_hour(premises: Premises, protocol: str) -> None:
    for _ in range(5):
        send(premises, protocol, Signed(consumer_secret="wrong"))
    for other in PROTOCOLS:
        assert send(premises, other).status == REFUSED[other]
        assert premises.detail() == "temporary_locked"
    with pytest.raises(AccessDenied):
        premises.account.access.sign_in("integration@demo.example", PASSWORD, ip="192.0.2.7")
    premises.clock.advance(30 * 60 - 1)
    assert send(premises, protocol).status == REFUSED[protocol]
    premises.clock.advance(1)
    assert send(premises, protocol).status == 200
    premises.clock.set(machines.NOW)


@pytest.mark.requirement("grant-06")
def test_a_success_ends_failures_in_a_row(premises: Premises) -> None:
    for _ in range(3):
        for _ in range(4):
            send(premises, REST, Signed(consumer_secret="wrong"))
        assert send(premises, REST).status == 200


@pytest.mark.requirement("grant-06", "grant-03")
def test_a_locked_user_gets_and_uses_no_access_token(premises: Premises) -> None:
    mapping = premises.mapped()
    body = machines.form(premises.assertion(mapping))
    bearer = premises.token_reply(body).json["access_token"]
    for _ in range(5):
        send(premises, REST, Signed(consumer_secret="wrong"))
    assert premises.token_reply(body).json == {"error": "invalid_grant"}
    assert premises.detail() == "temporary_locked"
    url = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/system/v1/governanceLimits"
    assert premises.ask("GET", url, authorization=f"Bearer {bearer}").status == 401
    assert premises.detail() == "temporary_locked"


@pytest.mark.requirement("grant-05")
def test_the_login_permission_is_asked_at_full(premises: Premises) -> None:
    access = premises.account.access
    role = access.role_by_script_id(ROLE)
    assert role is not None
    access.give_access(premises.user().id, (role.id,))
    with premises.account.database.transaction() as connection:
        connection.execute("UPDATE token SET role_id = ?", (int(role.id),))
    access.set_permission(ROLE, "ADMI_LOGIN_OAUTH", Level.EDIT)
    for protocol in PROTOCOLS:
        assert send(premises, protocol).status == REFUSED[protocol]
        assert premises.detail() == "permission_denied"
    access.set_permission(ROLE, "ADMI_LOGIN_OAUTH", Level.FULL)
    with premises.account.database.transaction() as connection:
        connection.execute("DELETE FROM failure")
    assert send(premises, RESTLET).status == 200

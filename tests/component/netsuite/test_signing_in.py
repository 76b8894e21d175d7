"""Access tokens and user credentials, against the local account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from landbridge.local.access.model import Level
from landbridge.local.faults.model import Effect, Fault
from landbridge.local.governance.execution import Request as Governed
from landbridge.local.settings import AccountSettings
from landbridge.netsuite import (
    AccountId,
    Client,
    Criterion,
    FixSetup,
    RecordMissing,
    RetryPolicy,
    SignInAgain,
    Surroundings,
    TokenCredentials,
    UserCredentials,
    Wait,
)
from landbridge.netsuite.errors import NetSuiteError
from landbridge.netsuite.signing import new_nonce
from tests.component.netsuite.local_account import ROLE, Served, client_of, served_account

OLD_ENDPOINTS = ["2017_1", "2017_2", "2018_2", "2019_1", "2019_2", "2020_1"]


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    with served_account(AccountSettings(release="2021.1")) as served:
        yield served


@pytest.fixture
def served(served: Served) -> Iterator[Served]:
    yield served
    served.account.access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.FULL)


async def ask_everywhere(client: Client) -> None:
    """One request of each protocol."""
    assert await client.soap.get_server_time()
    assert "customer" in await client.rest.record_types()
    assert [rows async for rows in client.suiteql.query("SELECT id FROM customer WHERE id < 0")] == []
    with pytest.raises(FixSetup) as caught:
        await client.restlets.call("GET", script="1", deploy="1")
    assert caught.value.code == "SSS_INVALID_SCRIPTLET_ID"


@pytest.mark.requirement("cred-01")
async def test_one_token_signs_soap_rest_suiteql_and_restlets(served: Served) -> None:
    async with client_of(served, served.credentials, "2020_2") as client:
        await ask_everywhere(client)


@pytest.mark.requirement("cred-01")
@pytest.mark.parametrize("version", ["2017_1", "2018_2", "2021_1"])
async def test_a_token_signs_at_every_endpoint(served: Served, version: str) -> None:
    async with client_of(served, served.credentials, version) as client:
        assert await client.soap.get_server_time()


@pytest.mark.requirement("cred-01")
@pytest.mark.parametrize("effect", [Effect.LOSE_REPLY, Effect.TRUNCATE, Effect.LIMIT])
async def test_every_attempt_is_signed_anew(served: Served, effect: Effect) -> None:
    """The account refuses a nonce that it has seen: a repeated signature would be a refused sign-in."""
    nonces: list[str] = []

    def nonce() -> str:
        nonces.append(new_nonce())
        return nonces[-1]

    kinds = ("soap.getServerTime", "rest.metadata", "rest.suiteql", "restlet")
    for kind in kinds:
        served.account.faults.lay(Fault(kind, effect, times=2))
    around = Surroundings(nonce=nonce)
    async with client_of(served, served.credentials, "2020_2", surroundings=around) as client:
        await ask_everywhere(client)
    assert len(nonces) == len(set(nonces)) == 3 * len(kinds)
    assert [met for _, _, met in served.account.faults.listing()] == [2] * len(kinds)


@pytest.mark.requirement("cred-01", "bad-03")
@pytest.mark.parametrize("part", ["consumer_key", "consumer_secret", "token_id", "token_secret"])
async def test_a_wrong_part_of_the_token_is_a_refused_sign_in(served: Served, part: str) -> None:
    wrong = TokenCredentials(
        **{
            name: ("wrong" if name == part else getattr(served.credentials, name))
            for name in ("consumer_key", "consumer_secret", "token_id", "token_secret")
        }
    )
    async with client_of(served, wrong, "2020_2") as client:
        for call in (client.soap.get_server_time(), client.rest.record_types()):
            with pytest.raises(SignInAgain) as caught:
                await call
            assert "wrong" not in str(caught.value)
    served.account.access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.FULL)


@pytest.mark.requirement("cred-04")
@pytest.mark.parametrize("version", OLD_ENDPOINTS)
async def test_user_credentials_read_and_write_at_endpoints_up_to_2020_1(
    served: Served, version: str
) -> None:
    async with client_of(served, served.user, version) as client:
        ref = await client.soap.add("customer", {"companyName": f"By password {version}"})
        found = await client.soap.get("customer", ref.internal_id)
        page = await client.soap.search(
            "customer", [Criterion("companyName", "is", (f"By password {version}",))]
        )
        with pytest.raises(RecordMissing):
            await client.soap.get("customer", "999999")
    assert found.values["companyName"] == f"By password {version}"
    assert [record.internal_id for record in page.records] == [ref.internal_id]


@pytest.mark.requirement("cred-04")
async def test_each_request_stands_for_itself(served: Served) -> None:
    """Request level: no login, no session that another request could end."""
    async with client_of(served, served.user, "2019_2") as client:
        await client.soap.get_server_time()
        await client.soap.get_server_time()
    kinds = {entry.kind for entry in served.account.journal.entries(100)}
    assert kinds == {"soap.getServerTime"}


@pytest.mark.requirement("cred-04")
async def test_the_default_role_is_used_where_none_is_named(served: Served) -> None:
    async with client_of(served, replace(served.user, role=""), "2020_1") as client:
        assert await client.soap.get_server_time()
        served.account.access.set_permission(ROLE, "ADMI_WEBSERVICES", Level.NONE)
        with pytest.raises(NetSuiteError) as caught:
            await client.soap.get_server_time()
    assert caught.value.code in {"ROLE_REQUIRED", "WS_PERMISSION_REQD"}


@pytest.mark.requirement("cred-04")
@pytest.mark.parametrize("version", ["2020_2", "2021_1", "2025_2"])
def test_user_credentials_are_refused_from_2020_2_before_anything_is_sent(version: str) -> None:
    with pytest.raises(ValueError, match="up to endpoint 2020_1, not at") as caught:
        Client(AccountId.parse("1234567"), UserCredentials("e@example.com", "hunter2", "app"), version)
    assert "hunter2" not in str(caught.value)


@pytest.mark.requirement("cred-04")
async def test_rest_suiteql_and_restlets_refuse_user_credentials_with_the_reason(served: Served) -> None:
    async with client_of(served, served.user, "2020_1") as client:
        for call in (
            client.rest.record_types(),
            client.restlets.call("GET", script="1", deploy="1"),
            anext(client.suiteql.query("SELECT id FROM customer")),
        ):
            with pytest.raises(FixSetup, match="not user credentials") as caught:
                await call
            assert caught.value.code == "USER_CREDENTIALS"
            assert caught.value.advice
    assert served.account.journal.entries(10) == []


@contextmanager
def user_is_busy(served: Served) -> Iterator[None]:
    """Another request of the same user is under way."""
    known, account = served.user, served.account
    session = account.access.verify_credentials(
        known.email,
        known.password,
        account.settings.account_id,
        known.role,
        application_id=known.application_id,
        uri="/",
        ip="",
    )
    with account.governance.slot(session, Governed("SOAP", "search", "2020_1", "customer")):
        yield


@pytest.mark.requirement("cred-04")
async def test_a_second_request_of_the_same_user_is_waited_out(served: Served) -> None:
    """NetSuite lets a user have one request at a time, whatever the account's limit is."""
    busy = ExitStack()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        busy.close()

    with busy:
        busy.enter_context(user_is_busy(served))
        async with client_of(served, served.user, "2020_1", surroundings=Surroundings(sleep=sleep)) as client:
            assert await client.soap.get_server_time()
    assert len(slept) == 1


@pytest.mark.requirement("cred-04")
async def test_a_user_who_stays_busy_is_a_wait(served: Served) -> None:
    with user_is_busy(served):
        async with client_of(served, served.user, "2020_1", retry=RetryPolicy.off()) as client:
            with pytest.raises(Wait) as caught:
                await client.soap.get_server_time()
    assert caught.value.code == "WS_CONCUR_SESSION_DISALLWD"


@pytest.mark.requirement("cred-04", "bad-03", "cred-07")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "hunter2"}, "INVALID_LOGIN_CREDENTIALS"),
        ({"email": "nobody@example.com"}, "INVALID_LOGIN_CREDENTIALS"),
        ({"application_id": "00000000-0000-0000-0000-000000000000"}, "INVALID_LOGIN_CREDENTIALS"),
        ({"role": "999"}, "INVALID_ROLE"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
async def test_what_is_wrong_with_user_credentials_is_not_tried_again(
    served: Served, change: dict[str, str], code: str
) -> None:
    async with client_of(served, replace(served.user, **change), "2020_1") as client:
        with pytest.raises(SignInAgain) as caught:
            await client.soap.get_server_time()
    assert caught.value.code == code
    assert len(served.account.journal.entries(10)) == 1
    for secret in (served.user.password, served.user.application_id, *change.values()):
        assert secret not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}" or secret == "999"

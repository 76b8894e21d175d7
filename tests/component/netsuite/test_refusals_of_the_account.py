"""Refusals of the local account, told apart as far as NetSuite tells them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from landbridge.local.access.applications import IntegrationState
from landbridge.netsuite import AccountId, Client, FixSetup, RetryPolicy, SignInAgain, Surroundings
from landbridge.netsuite.errors import ClockSkew, NetSuiteError
from tests.component.netsuite.local_account import Served, client_of
from tests.component.netsuite.rest_account import rest_account

ONCE = RetryPolicy.off()


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    with rest_account() as served:
        yield served


async def refusals(client: Client) -> tuple[NetSuiteError, NetSuiteError]:
    """What SOAP and REST say to a request each."""
    met = []
    async with client:
        for ask in (client.soap.get_server_time, client.rest.record_types):
            with pytest.raises(NetSuiteError) as raised:
                await ask()
            met.append(raised.value)
    return met[0], met[1]


@pytest.mark.requirement("bad-03", "bad-04")
async def test_a_revoked_token_is_named_over_rest(account: Served) -> None:
    token_records = account.account.access.token_records
    token = token_records.by_token_id(account.credentials.token_id)
    assert token is not None
    token_records.set_inactive(token.id, inactive=True)
    try:
        over_soap, over_rest = await refusals(client_of(account, retry=ONCE))
    finally:
        token_records.set_inactive(token.id, inactive=False)
    for error, detail in ((over_soap, ""), (over_rest, "token_rejected")):
        assert type(error) is SignInAgain
        assert (error.detail, error.account) == (detail, account.account.settings.account_id)
    assert "Login Audit Trail" in over_soap.advice
    assert "revoked" in over_rest.advice


@pytest.mark.requirement("bad-03")
async def test_a_blocked_integration_is_named_over_rest(account: Served) -> None:
    applications = account.account.access.applications
    applications.set_state(account.integration.id, IntegrationState.BLOCKED)
    try:
        over_soap, over_rest = await refusals(client_of(account, retry=ONCE))
    finally:
        applications.set_state(account.integration.id, IntegrationState.ENABLED)
    assert isinstance(over_soap, SignInAgain)
    assert isinstance(over_rest, SignInAgain)
    assert over_rest.detail == "consumer_key_refused"
    assert "blocked" in over_rest.advice


@pytest.mark.requirement("bad-03")
async def test_a_clock_that_is_wrong_is_told_over_both(account: Served) -> None:
    around = Surroundings(now=lambda: time.time() - 1200)
    over_soap, over_rest = await refusals(client_of(account, retry=ONCE, surroundings=around))
    for error in (over_soap, over_rest):
        assert type(error) is ClockSkew
        assert "20 minutes behind NetSuite's" in error.message
        assert "clock" in error.advice


@pytest.mark.requirement("bad-03")
@pytest.mark.parametrize("text", ["123/456", "123.456", "../1234567"])
def test_an_id_with_a_slash_or_a_dot_never_becomes_a_host(text: str) -> None:
    with pytest.raises(ValueError, match=r"holds a (slash|dot)"):
        AccountId.parse(text)


@pytest.mark.requirement("bad-03", "reach-01")
async def test_another_account_s_host_does_not_answer_for_this_one(account: Served) -> None:
    wrong = Client(
        AccountId("7654321"),
        account.credentials,
        options=client_of(account, retry=ONCE).options,
    )
    over_soap, _over_rest = await refusals(wrong)
    assert isinstance(over_soap, FixSetup | SignInAgain)
    assert over_soap.account == "7654321"

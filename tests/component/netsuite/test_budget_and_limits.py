"""What the account's limits do to a client's budget, over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from landbridge.local.access.model import ADMINISTRATOR
from landbridge.local.faults.model import Effect, Fault
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite import (
    AccountId,
    Client,
    ClientOptions,
    LocalBudget,
    PermissionMissing,
    RetryPolicy,
    TokenCredentials,
)
from landbridge.netsuite.check import check_connection
from landbridge.netsuite.limits import account_limit
from landbridge.netsuite.protocols import Protocol
from tests.component.netsuite.local_account import served_account

TIER = "premium"


@pytest.fixture(scope="module")
def account() -> Iterator[RunningAccount]:
    with running_account(AccountSettings(tier=TIER)) as running:
        yield running


@pytest.fixture
def running(account: RunningAccount) -> Iterator[RunningAccount]:
    yield account
    account.account.faults.clear()
    account.control.reset()


def client_of(running: RunningAccount, budget: LocalBudget, protocol: Protocol = Protocol.SOAP) -> Client:
    """A client that acts as administrator: REST tells nobody else the limits."""
    access = running.account.access
    admin = access.user_by_email("admin@demo.example")
    assert admin is not None
    integration = access.integrations()[0]
    token = access.token_records.create("Limits", integration.id, admin.id, ADMINISTRATOR, numbered=True)
    credentials = TokenCredentials(
        integration.consumer_key, integration.consumer_secret, token.token_id, token.token_secret
    )
    options = ClientOptions(
        protocol=protocol,
        connect_to=running.connect_to,
        ca_file=running.ca_file,
        budget=budget,
        retry=RetryPolicy(first_wait_s=0.01, longest_wait_s=0.05),
    )
    return Client(AccountId.parse(running.account_id), credentials, options=options)


@pytest.mark.requirement("slots-03")
async def test_a_budget_that_is_too_large_finds_the_limit_and_no_refusal_reaches_a_caller(
    running: RunningAccount,
) -> None:
    running.control.limit(limit=3)
    running.account.faults.lay(Fault("soap.getServerTime", Effect.SLOW, seconds=0.03))
    budget = LocalBudget(8)
    async with client_of(running, budget) as client:
        await asyncio.gather(*(client.soap.get_server_time() for _ in range(60)))
        assert budget.allowed == 3
        refused = running.control.statistics()["refused"]
        assert 1 <= refused <= 8
        await asyncio.gather(*(client.soap.get_server_time() for _ in range(60)))
    assert running.control.statistics()["refused"] == refused
    assert running.control.statistics()["most_in_flight"] == 3


@pytest.mark.requirement("slots-03")
async def test_over_rest_it_adapts_as_well(running: RunningAccount) -> None:
    running.control.limit(limit=2)
    running.account.faults.lay(Fault("rest.suiteql", Effect.SLOW, seconds=0.05))
    budget = LocalBudget(6)

    async def ask(client: Client) -> int:
        return sum([len(rows) async for rows in client.suiteql.query("SELECT id FROM customer")])

    async with client_of(running, budget) as client:
        await asyncio.gather(*(ask(client) for _ in range(20)))
    assert budget.allowed == 2


@pytest.mark.requirement("slots-03")
async def test_an_account_that_is_away_leaves_the_budget_alone(running: RunningAccount) -> None:
    running.account.faults.lay(Fault("soap.*", Effect.PAGE, times=4))
    budget = LocalBudget(4)
    async with client_of(running, budget) as client:
        await asyncio.gather(*(client.soap.get_server_time() for _ in range(8)))
    assert budget.allowed == 4


@pytest.mark.requirement("slots-01", "web-15")
@pytest.mark.parametrize("protocol", Protocol, ids=str)
async def test_the_account_tells_the_limit_that_tier_and_licences_make(
    running: RunningAccount, protocol: Protocol
) -> None:
    budget = LocalBudget(50)
    async with client_of(running, budget, protocol) as client:
        assert await client.respect_limits() == account_limit(TIER) == 15
    assert budget.allowed == 15


@pytest.mark.requirement("slots-04")
@pytest.mark.parametrize("protocol", Protocol, ids=str)
async def test_the_integrations_own_limit_bounds_the_budget(
    running: RunningAccount, protocol: Protocol
) -> None:
    integration = running.account.access.integrations()[0]
    running.control.limit(limit=4, integration=integration.id)
    running.account.faults.lay(Fault("soap.getServerTime", Effect.SLOW, seconds=0.02))
    budget = LocalBudget(50)
    async with client_of(running, budget, protocol) as client:
        assert await client.respect_limits() == 4
        tested = {line.key: line.limit for line in await check_connection(client, [])}
        assert tested["limits"] == 4
        running.control.reset_statistics()
        await asyncio.gather(*(client.soap.get_server_time() for _ in range(30)))
    statistics = running.control.statistics()
    assert statistics["refused"] == 0
    assert 1 < statistics["most_in_flight"] <= 4


@pytest.mark.requirement("slots-04")
async def test_who_may_not_know_the_limits_is_told_so() -> None:
    with served_account() as served:
        options = ClientOptions(protocol=Protocol.REST, connect_to=served.address, ca_file=served.ca_file)
        account = AccountId.parse(served.account.settings.account_id)
        async with Client(account, served.credentials, options=options) as client:
            with pytest.raises(PermissionMissing):
                await client.respect_limits()


@pytest.mark.requirement("slots-02")
async def test_clients_of_one_account_share_one_request_at_a_time_by_default(running: RunningAccount) -> None:
    running.account.faults.lay(Fault("soap.getServerTime", Effect.SLOW, seconds=0.01))
    running.control.reset_statistics()
    clients = [client_of(running, LocalBudget.shared(running.account_id)) for _ in range(3)]
    try:
        for client in clients:
            await client.__aenter__()
        await asyncio.gather(*(client.soap.get_server_time() for client in clients for _ in range(5)))
    finally:
        for client in clients:
            await client.__aexit__(None, None, None)
    assert running.control.statistics()["most_in_flight"] == 1
    assert running.control.statistics()["requests"] == {"soap.getServerTime": 15}

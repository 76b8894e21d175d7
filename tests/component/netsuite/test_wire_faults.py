"""Every trouble that the local account can make, as a real client meets it."""

from __future__ import annotations

from time import perf_counter

import pytest

from landbridge.local.faults.model import Effect, Fault
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import running_account
from landbridge.netsuite import (
    AccountId,
    Client,
    ClientOptions,
    OutcomeUnknown,
    RetryPolicy,
    TokenCredentials,
)
from landbridge.netsuite.check import CheckState, check_connection
from landbridge.netsuite.errors import NetSuiteError, Retry, Wait
from landbridge.netsuite.protocols import Protocol
from tests.component.netsuite.local_account import Served, client_of

ONCE = RetryPolicy.off()
LATER = (Effect.DRIP, Effect.SLOW, Effect.STALL)
"""What takes its time."""


def customers_named(served: Served, name: str) -> int:
    found = served.account.records.search("customer", [])
    return sum(
        record.values.get("companyName") == name
        for record in served.account.records.get_many("customer", found).values()
    )


@pytest.mark.requirement("chaos-02")
@pytest.mark.parametrize(
    ("fault", "error", "code", "done"),
    [
        (Fault("soap.add", Effect.DROP, times=1), OutcomeUnknown, "CONNECTION_LOST", 0),
        (Fault("soap.add", Effect.LOSE_REPLY, times=1), OutcomeUnknown, "CONNECTION_LOST", 1),
        (Fault("soap.add", Effect.TRUNCATE, times=1), OutcomeUnknown, "TRUNCATED_REPLY", 1),
        (Fault("soap.*", Effect.LIMIT, times=1), Wait, "WS_REQUEST_BLOCKED", 0),
        (Fault("*", Effect.ERROR, times=1), OutcomeUnknown, "HTTP_500", 0),
        (Fault("*", Effect.ERROR, times=1, status=502), OutcomeUnknown, "HTTP_502", 0),
        (Fault("soap.add", Effect.PAGE, times=1), OutcomeUnknown, "HTTP_503", 0),
        (Fault("soap.add", Effect.PAGE, times=1, status=200), OutcomeUnknown, "HTML_PAGE", 0),
        (Fault("soap.add", Effect.STALL, times=1, seconds=0.05), OutcomeUnknown, "CONNECTION_LOST", 0),
    ],
    ids=lambda value: f"{value.effect}-{value.status}" if isinstance(value, Fault) else "",
)
async def test_a_write_meets_it_once_and_the_work_is_done_or_not(
    served: Served, fault: Fault, error: type[NetSuiteError], code: str, done: int
) -> None:
    name = f"{fault.effect} {fault.status}"
    served.account.faults.lay(fault)
    async with client_of(served, retry=ONCE) as client:
        with pytest.raises(error) as met:
            await client.soap.add("customer", {"companyName": name})
        assert met.value.code == code
        assert customers_named(served, name) == done
        after = await client.soap.add("customer", {"companyName": f"{name} after"})
    assert after.internal_id
    assert [(left, times) for _, left, times in served.account.faults.listing()] == [(0, 1)]


@pytest.mark.requirement("chaos-02", "retry-01")
@pytest.mark.parametrize(
    "effect",
    [
        Effect.DROP,
        Effect.RESET,
        Effect.LOSE_REPLY,
        Effect.TRUNCATE,
        Effect.LIMIT,
        Effect.ERROR,
        Effect.PAGE,
    ],
)
async def test_a_reading_is_asked_for_again_until_it_comes_through(served: Served, effect: Effect) -> None:
    served.account.faults.lay(Fault("soap.search", effect, times=2))
    async with client_of(served) as client:
        page = await client.soap.search("customer", [])
    assert len(page.records) == page.total_records
    assert served.account.faults.listing()[0][2] == 2


@pytest.mark.requirement("chaos-02")
async def test_latency_is_added_to_every_request_and_effects_come_on_top(served: Served) -> None:
    served.account.faults.lay(Fault(latency_ms=80))
    served.account.faults.lay(Fault(latency_ms=40))
    async with client_of(served, retry=ONCE) as client:
        begun = perf_counter()
        await client.soap.get_server_time()
        assert perf_counter() - begun >= 0.12
        served.account.faults.lay(Fault(effect=Effect.LIMIT))
        begun = perf_counter()
        with pytest.raises(Wait):
            await client.soap.get_server_time()
        assert perf_counter() - begun >= 0.12


@pytest.mark.requirement("chaos-02")
async def test_a_share_strikes_the_same_requests_for_the_same_seed(served: Served) -> None:
    async def struck(seed: int) -> list[bool]:
        served.account.faults.clear()
        served.account.faults.lay(Fault("soap.getServerTime", Effect.LIMIT, share=0.5, seed=seed))
        found = []
        for _ in range(20):
            try:
                await client.soap.get_server_time()
            except Wait:
                found.append(True)
            else:
                found.append(False)
        return found

    async with client_of(served, retry=ONCE) as client:
        first = await struck(1)
        assert 0 < sum(first) < 20
        assert await struck(1) == first
        assert await struck(2) != first


@pytest.mark.requirement("chaos-02")
async def test_restlets_meet_it_too_and_pages_never() -> None:
    with running_account(suiteapp=suiteapp_folder()) as running:
        options = ClientOptions(connect_to=running.connect_to, ca_file=running.ca_file, retry=ONCE)
        secrets = running.secrets
        credentials = TokenCredentials(
            secrets.consumer_key, secrets.consumer_secret, secrets.token_id, secrets.token_secret
        )
        account = AccountId.parse(running.account.settings.account_id)
        address = {
            "script": "customscript_landbridge_certificate",
            "deploy": "customdeploy_landbridge_certificate",
        }
        async with Client(account, credentials, options=options) as client:
            for effect, error in (
                (Effect.LIMIT, Wait),
                (Effect.DROP, Retry),
                (Effect.LOSE_REPLY, Retry),
                (Effect.TRUNCATE, Retry),
                (Effect.PAGE, Retry),
            ):
                running.account.faults.lay(Fault("restlet", effect, times=1))
                with pytest.raises(error):
                    await client.restlets.call("GET", **address)
            running.account.faults.lay(Fault("restlet", Effect.PAGE, status=200, times=1))
            with pytest.raises(Retry, match="a web page"):
                await client.restlets.call("GET", **address)
            assert (await client.restlets.call("GET", **address))["version"]
        assert [left for _, left, _ in running.account.faults.listing()] == [0] * 6


@pytest.mark.requirement("check-01")
@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize("effect", [one for one in Effect if one not in LATER])
async def test_a_connection_is_tested_without_an_exception_whatever_happens(
    served: Served, protocol: Protocol, effect: Effect
) -> None:
    served.account.faults.lay(Fault("*", effect))
    credentials = served.credentials if protocol is Protocol.SOAP else served.oauth2
    async with client_of(served, credentials, retry=ONCE, protocol=protocol) as client:
        lines = await check_connection(client, ["customer"])
    wrong = [line for line in lines if line.state is not CheckState.PASSED]
    assert CheckState.FAILED in {line.state for line in wrong}
    assert all(line.message and line.advice for line in wrong)

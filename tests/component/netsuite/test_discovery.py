"""Who is looked up, over which protocol, how long it is kept, and what a failed or hostile answer means."""

from __future__ import annotations

import asyncio

import pytest

from landbridge.netsuite import Client, FixSetup, MalformedReply, NetSuiteError, Retry, RetryPolicy
from landbridge.netsuite.discovery import ASK_AGAIN_S
from landbridge.netsuite.endpoints import InvalidUrl
from landbridge.netsuite.errors import AccountUnknown
from landbridge.netsuite.protocols import Protocol
from tests.component.netsuite.conftest import FakeTime, MakeClient
from tests.component.netsuite.scripted import Answer, Request, ScriptedNetSuite, data_centers, server_time

NEWEST = "https://webservices.netsuite.com/services/NetSuitePort_2025_2"
JSON = {"Content-Type": "application/json"}


def over_rest(webservices: str = "https://123456.suitetalk.api.netsuite.com") -> Answer:
    urls = (
        f'"webservicesDomain":"{webservices}","restDomain":"https://123456.restlets.api.netsuite.com",'
        '"systemDomain":"https://123456.app.netsuite.com"'
    )
    return Answer(f"{{{urls}}}".encode(), 200, dict(JSON))


def hosts(netsuite: ScriptedNetSuite) -> list[str]:
    return [request.headers["host"] for request in netsuite.requests]


@pytest.mark.requirement("reach-06")
async def test_the_rest_protocol_looks_up_over_rest_without_signing_in(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    def answer(request: Request) -> Answer:
        return over_rest() if "datacenterurls" in request.target else Answer(b"{}", 200, dict(JSON))

    netsuite.answers = answer
    async with make_client(url=NEWEST, protocol=Protocol.REST) as client:
        await client.restlets.call("GET", script="1", deploy="1")
        await client.restlets.call("GET", script="1", deploy="1")
    assert hosts(netsuite) == ["rest.netsuite.com", *["123456.restlets.api.netsuite.com"] * 2]
    assert netsuite.requests[0].target == "/rest/datacenterurls?account=123456"
    assert "authorization" not in netsuite.requests[0].headers


@pytest.mark.requirement("reach-06")
async def test_many_that_wait_ask_once(make_client: MakeClient, netsuite: ScriptedNetSuite) -> None:
    gate = asyncio.Event()
    looked_up = data_centers()
    looked_up.hold = gate
    netsuite.answers = [looked_up]
    async with make_client(url=NEWEST) as client:
        waiting = [asyncio.create_task(client.discovery.urls()) for _ in range(20)]
        await netsuite.arrived(1)
        gate.set()
        found = await asyncio.gather(*waiting)
    assert {urls.webservices for urls in found} == {"https://123456.suitetalk.api.netsuite.com"}
    assert netsuite.operations() == ["getDataCenterUrls"]


@pytest.mark.requirement("reach-06")
@pytest.mark.parametrize(
    ("account", "url", "host"),
    [
        ("123456", "https://123456.suitetalk.api.netsuite.com", "123456.suitetalk.api.netsuite.com"),
        ("123456_SB1", "https://webservices.netsuite.com", "123456-sb1.suitetalk.api.netsuite.com"),
        ("123456_RP", "https://webservices.na1.netsuite.com", "123456-rp.suitetalk.api.netsuite.com"),
        ("123456", "https://webservices.beta.netsuite.com", "webservices.beta.netsuite.com"),
        ("123456_SB1", "https://webservices.sandbox.netsuite.com", "123456-sb1.suitetalk.api.netsuite.com"),
    ],
)
async def test_sandboxes_and_beta_urls_are_never_looked_up(
    make_client: MakeClient, netsuite: ScriptedNetSuite, account: str, url: str, host: str
) -> None:
    netsuite.answers = [server_time()]
    async with make_client(account, url=f"{url}/services/NetSuitePort_2025_2") as client:
        await client.soap.get_server_time()
    assert (netsuite.operations(), hosts(netsuite)) == (["getServerTime"], [host])


@pytest.mark.requirement("reach-06")
async def test_a_failed_look_up_stops_nobody_whose_host_is_certain(
    make_client: MakeClient, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    def answer(request: Request) -> Answer:
        return Answer(b"", 503) if request.operation == "getDataCenterUrls" else server_time()

    netsuite.answers = answer
    async with make_client(url=NEWEST, retry=RetryPolicy.off()) as client:
        await client.soap.get_server_time()
        await client.soap.get_server_time()
        assert isinstance(client.discovery.failure, Retry)
        await fake_time.sleep(ASK_AGAIN_S)
        netsuite.answers = lambda request: (
            data_centers() if request.operation == "getDataCenterUrls" else server_time()
        )
        await client.soap.get_server_time()
        assert client.discovery.failure is None
    look_up = "getDataCenterUrls"
    assert netsuite.operations() == [look_up, "getServerTime", "getServerTime", look_up, "getServerTime"]
    assert set(hosts(netsuite)) == {"webservices.netsuite.com", "123456.suitetalk.api.netsuite.com"}


@pytest.mark.requirement("reach-06")
async def test_an_old_endpoint_needs_the_answer(make_client: MakeClient, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [Answer(b"", 503)]
    old = "https://webservices.netsuite.com/services/NetSuitePort_2018_2"
    async with make_client(version="2018_2", url=old, retry=RetryPolicy.off()) as client:
        with pytest.raises(Retry):
            await client.soap.get_server_time()
    assert netsuite.operations() == ["getDataCenterUrls"]


@pytest.mark.requirement("reach-06", "bad-03")
async def test_default_addresses_mean_an_unknown_account(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [over_rest("https://webservices.netsuite.com")]
    async with make_client(url=NEWEST, protocol=Protocol.REST) as client:
        with pytest.raises(AccountUnknown, match="no account 123456") as raised:
            await client.restlets.call("GET", script="1", deploy="1")
    assert (raised.value.account, raised.value.code) == ("123456", "UNKNOWN_ACCOUNT")
    assert isinstance(raised.value, FixSetup)


@pytest.mark.requirement("reach-06")
@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example",
        "http://123456.suitetalk.api.netsuite.com",
        "https://123456.suitetalk.api.netsuite.com:8443",
        "https://netsuite.com@evil.example",
        "https://x@123456.suitetalk.api.netsuite.com",
        "https://123456.suitetalk.api.netsuite.com/path",
        "",
    ],
)
async def test_a_hostile_answer_over_rest_is_refused(
    make_client: MakeClient, netsuite: ScriptedNetSuite, url: str
) -> None:
    netsuite.answers = [over_rest(url)]
    async with make_client(url=NEWEST, protocol=Protocol.REST) as client:
        with pytest.raises(MalformedReply, match="not an address of NetSuite"):
            await client.restlets.call("GET", script="1", deploy="1")
    assert len(netsuite.requests) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"restDomain":1}'])
async def test_an_answer_that_is_none_is_refused(
    make_client: MakeClient, netsuite: ScriptedNetSuite, body: bytes
) -> None:
    netsuite.answers = [Answer(body, 200, dict(JSON))]
    async with make_client(url=NEWEST, protocol=Protocol.REST) as client:
        with pytest.raises(NetSuiteError):
            await client.discovery.urls()


async def test_rest_stays_at_the_account_s_host_whatever_the_soap_url_is(make_client: MakeClient) -> None:
    url = "https://webservices.beta.netsuite.com/services/NetSuitePort_2025_2"
    client = make_client(url=url)
    assert await client.discovery.suitetalk() == "https://123456.suitetalk.api.netsuite.com"


@pytest.mark.requirement("reach-04")
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://webservices.netsuite.com/services/NetSuitePort_2024_1", "2024_1, but version 2025_2"),
        ("https://654321.suitetalk.api.netsuite.com/services/NetSuitePort_2025_2", "not of 123456"),
        ("http://webservices.netsuite.com/services/NetSuitePort_2025_2", "https://"),
    ],
)
def test_a_client_refuses_a_url_that_cannot_be_right(make_client: MakeClient, url: str, words: str) -> None:
    with pytest.raises(InvalidUrl, match=words):
        make_client(url=url)


def test_a_client_without_a_url_asks_nobody(client: Client) -> None:
    assert not client.discovery.looks_up

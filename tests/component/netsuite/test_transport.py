"""Sockets, TLS, limits and repeated attempts, over real connections."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import pytest

from landbridge.netsuite import (
    Client,
    ConnectionNotMade,
    Criterion,
    FixSetup,
    LocalBudget,
    OutcomeUnknown,
    ReplyTooLarge,
    Retry,
    RetryPolicy,
    Timeouts,
    Wait,
)
from landbridge.netsuite.credentials import TokenCredentials
from landbridge.netsuite.signing import token_passport
from tests.component.netsuite.conftest import SECRETS, FakeTime, MakeClient
from tests.component.netsuite.scripted import (
    BLOCKED,
    SUCCESS,
    Answer,
    Request,
    ScriptedNetSuite,
    data_centers,
    fault,
    found,
    server_time,
    written,
)

DEFAULT_URL = "https://webservices.netsuite.com/services/NetSuitePort_2025_2"


@pytest.mark.requirement("client-04")
async def test_over_limit_answers_are_waited_out_and_signed_anew(
    client: Client, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    netsuite.answers = [fault(*BLOCKED), fault(*BLOCKED), fault(*BLOCKED), written("add", SUCCESS)]
    ref = await client.soap.add("customer", {"companyName": "Acme"})
    assert ref.internal_id == "5"
    assert fake_time.slept == [0.25, 0.5, 1.0]
    assert len({request.element("nonce") for request in netsuite.requests}) == 4
    assert len({request.element("signature") for request in netsuite.requests}) == 4


@pytest.mark.requirement("client-01")
async def test_every_attempt_carries_a_signature_that_verifies(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [fault("unexpectedErrorFault", "UNEXPECTED_ERROR", "x"), server_time()]
    await client.soap.get_server_time()
    assert len(netsuite.requests) == 2
    for request in netsuite.requests:
        expected = token_passport(
            client.account,
            TokenCredentials(*SECRETS),
            nonce=request.element("nonce"),
            timestamp=int(request.element("timestamp")),
        )
        assert request.element("signature") == expected.signature


@pytest.mark.requirement("client-04")
async def test_the_limit_of_restlets_is_waited_out(
    client: Client, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    json = {"Content-Type": "application/json"}
    blocked = b'{"error":{"code":"SSS_REQUEST_LIMIT_EXCEEDED","message":"Request limit"}}'
    netsuite.answers = [
        Answer(blocked, 400, json),
        Answer(b"", 429, {"Retry-After": "9"}),
        Answer(b'{"ok":true}', 200, json),
    ]
    assert await client.restlets.call("POST", script="1", deploy="1", body={}) == {"ok": True}
    assert fake_time.slept == [0.25, 9.0]
    nonces = {re.search(r'oauth_nonce="(\w+)"', r.headers["authorization"])[1] for r in netsuite.requests}  # type: ignore[index]  # it is there
    assert len(nonces) == 3


@pytest.mark.requirement("client-04")
@pytest.mark.parametrize("slots", [1, 3])
async def test_requests_at_once_never_exceed_the_budget(
    make_client: MakeClient, netsuite: ScriptedNetSuite, slots: int
) -> None:
    gate = asyncio.Event()
    held = server_time()
    held.hold = gate
    netsuite.answers = [server_time(), held]
    async with make_client(budget=LocalBudget(slots)) as client:
        await client.soap.get_server_time()  # until the sign-in is proved, one asks at a time
        tasks = [asyncio.create_task(client.soap.get_server_time()) for _ in range(10)]
        await netsuite.arrived(1 + slots)
        gate.set()
        await asyncio.gather(*tasks)
    assert netsuite.most_at_once == slots
    assert len(netsuite.requests) == 11


@pytest.mark.requirement("client-04")
async def test_no_slot_is_held_while_waiting(make_client: MakeClient, netsuite: ScriptedNetSuite) -> None:
    budget = LocalBudget(1)
    free: list[bool] = []
    netsuite.answers = [fault(*BLOCKED), server_time()]

    class Watching(FakeTime):
        async def sleep(self, seconds: float) -> None:
            async with budget.slot():
                free.append(True)

    async with make_client(budget=budget, surroundings=Watching().surroundings()) as client:
        await client.soap.get_server_time()
    assert free == [True]


async def test_a_connection_is_used_again(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [server_time()]
    for _ in range(5):
        await client.soap.get_server_time()
    assert (netsuite.connections, len(netsuite.requests)) == (1, 5)


@pytest.mark.requirement("reach-02")
async def test_the_name_stays_though_the_address_is_mapped(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [server_time()]
    async with make_client("1234567-sb1") as client:
        await client.soap.get_server_time()
    request = netsuite.requests[0]
    assert request.headers["host"] == "1234567-sb1.suitetalk.api.netsuite.com"
    assert request.target == "/services/NetSuitePort_2025_2"
    assert request.element("account") == "1234567_SB1"


@pytest.mark.parametrize("cut", [0, 40, 300])
@pytest.mark.requirement("client-02")
async def test_a_broken_answer_is_repeated_for_reads_and_unknown_for_writes(
    client: Client, netsuite: ScriptedNetSuite, cut: int
) -> None:
    broken = server_time()
    broken.cut = cut
    netsuite.answers = [broken, server_time()]
    await client.soap.get_server_time()
    broken = written("add", SUCCESS)
    broken.cut = cut
    netsuite.answers = [broken]
    with pytest.raises(OutcomeUnknown):
        await client.soap.add("customer", {"companyName": "x"})
    assert netsuite.operations() == ["getServerTime", "getServerTime", "add"]


@pytest.mark.requirement("client-01")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_nothing_below_the_library_sends_a_request_again(
    make_client: MakeClient, netsuite: ScriptedNetSuite, method: str
) -> None:
    good = Answer(b"{}", 200, {"Content-Type": "application/json"})
    netsuite.answers = [good, Answer(cut=0), good]
    async with make_client(retry=RetryPolicy.off()) as client:
        await client.restlets.call("GET", script="1", deploy="1")
        with pytest.raises(Retry if method == "GET" else OutcomeUnknown):
            await client.restlets.call(method, script="1", deploy="1")
    assert [request.method for request in netsuite.requests] == ["GET", method]
    assert netsuite.connections == 1


async def test_no_answer_in_time_is_an_error_of_its_own(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    late = server_time()
    late.hold = asyncio.Event()
    netsuite.answers = [late]
    timeouts = Timeouts(metadata=0.05)
    async with make_client(timeouts=timeouts, retry=RetryPolicy.off()) as client:
        with pytest.raises(Retry, match="in time") as raised:
            await client.soap.get_server_time()
    assert raised.value.code == "TIMEOUT"


async def test_nobody_listening_is_told_apart(make_client: MakeClient, fake_time: FakeTime) -> None:
    listener = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    async with make_client(connect_to=f"127.0.0.1:{port}") as client:
        with pytest.raises(ConnectionNotMade):
            await client.soap.add("customer", {"companyName": "x"})
    assert len(fake_time.slept) == 5


async def test_an_authority_that_is_not_trusted_is_a_matter_of_the_set_up(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [server_time()]
    async with make_client(ca_file=None) as client:
        with pytest.raises(FixSetup, match="not trusted") as raised:
            await client.soap.get_server_time()
    assert raised.value.code == "TLS_CERTIFICATE"
    assert netsuite.requests == []


async def test_a_ca_file_that_is_none_is_a_matter_of_the_set_up(
    make_client: MakeClient, tmp_path: Path
) -> None:
    for name in ("missing.pem", "empty.pem"):
        (tmp_path / "empty.pem").write_text("no certificate")
        with pytest.raises(FixSetup, match="authorities"):
            await make_client(ca_file=tmp_path / name).__aenter__()


@pytest.mark.parametrize("packed", [True, False])
async def test_the_size_of_an_answer_is_bounded_after_unpacking(
    make_client: MakeClient, netsuite: ScriptedNetSuite, packed: bool
) -> None:
    bomb = b"<r>" + b"x" * 30_000_000
    headers = {"Content-Type": "text/xml"}
    if packed:
        bomb, headers = gzip.compress(bomb), headers | {"Content-Encoding": "gzip"}
    netsuite.answers = [Answer(bomb, headers=headers)]
    async with make_client(max_reply_bytes=1_000_000) as client:
        with pytest.raises(ReplyTooLarge, match="1000000"):
            await client.soap.get_server_time()
    assert len(netsuite.requests) == 1


async def test_packed_answers_are_read(client: Client, netsuite: ScriptedNetSuite) -> None:
    plain = found(1, 2, 3)
    netsuite.answers = [
        Answer(gzip.compress(plain.body), headers=plain.headers | {"Content-Encoding": "gzip"})
    ]
    page = await client.soap.search("customer", [Criterion("isInactive", "is", (False,))])
    assert [record.internal_id for record in page.records] == ["1", "2", "3"]
    assert (page.total_records, page.total_pages, page.search_id) == (3, 1, "WEBSERVICES_1")
    assert "gzip" in netsuite.requests[0].headers["accept-encoding"]


async def test_the_off_switch_of_retries(make_client: MakeClient, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [fault(*BLOCKED)]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(Wait):
            await client.soap.get_server_time()
    assert len(netsuite.requests) == 1


@pytest.mark.requirement("client-05")
async def test_hosts_are_discovered_once_a_day_for_production_accounts(
    make_client: MakeClient, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    def answer(request: Request) -> Answer:
        return data_centers("other-host") if request.operation == "getDataCenterUrls" else server_time()

    netsuite.answers = answer
    async with make_client(url=DEFAULT_URL) as client:
        await client.soap.get_server_time()
        await client.soap.get_server_time()
        await fake_time.sleep(25 * 3600)
        await client.soap.get_server_time()
    assert netsuite.operations() == [
        "getDataCenterUrls",
        "getServerTime",
        "getServerTime",
        "getDataCenterUrls",
        "getServerTime",
    ]
    assert netsuite.requests[0].headers["host"] == "webservices.netsuite.com"
    assert "tokenPassport" not in netsuite.requests[0].body
    assert netsuite.requests[1].headers["host"] == "other-host.suitetalk.api.netsuite.com"


@pytest.mark.requirement("client-05")
@pytest.mark.parametrize(("account", "options"), [("1_SB2", {"url": DEFAULT_URL}), ("1", {})])
async def test_account_specific_hosts_need_no_discovery(
    make_client: MakeClient, netsuite: ScriptedNetSuite, account: str, options: dict[str, str]
) -> None:
    netsuite.answers = [server_time()]
    async with make_client(account, **options) as client:
        await client.soap.get_server_time()
    assert netsuite.operations() == ["getServerTime"]


@pytest.mark.requirement("client-05")
@pytest.mark.parametrize(
    "url", ["http://1.suitetalk.api.netsuite.com", "https://evil.example", "https://netsuite.com@evil"]
)
async def test_a_discovered_address_that_is_not_netsuite_s_is_refused(
    make_client: MakeClient, netsuite: ScriptedNetSuite, url: str
) -> None:
    answer = data_centers()
    answer.body = answer.body.replace(b"https://123456.suitetalk.api.netsuite.com", url.encode())
    netsuite.answers = [answer]
    async with make_client(url=DEFAULT_URL) as client:
        with pytest.raises(Exception, match="not an address of NetSuite"):
            await client.soap.get_server_time()
    assert netsuite.operations() == ["getDataCenterUrls"]


async def test_the_clock_is_asked_at_most_every_five_minutes(
    client: Client, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    netsuite.answers = [server_time("2026-11-21T11:00:10.000+01:00")]
    assert (await client.clock.now()).isoformat() == "2026-11-21T10:00:10+00:00"
    await fake_time.sleep(299)
    assert (await client.clock.now()).isoformat() == "2026-11-21T10:05:09+00:00"
    assert len(netsuite.requests) == 1
    await fake_time.sleep(2)
    await client.clock.now()
    assert len(netsuite.requests) == 2
    assert client.clock.reading is not None

"""What is tried again, row by row over the wire: trouble, its class and code, and what becomes of a read and of a write."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace

import pytest

from landbridge.local.faults.model import Effect, Fault
from landbridge.netsuite import (
    Client,
    OutcomeUnknown,
    Record,
    RecordMissing,
    Ref,
    RetryPolicy,
    Timeouts,
    Wait,
)
from landbridge.netsuite.errors import MalformedReply, NetSuiteError, Retry
from tests.component.netsuite.conftest import FakeTime, MakeClient
from tests.component.netsuite.local_account import SWIFT, Served, client_of
from tests.component.netsuite.scripted import (
    BLOCKED,
    SUCCESS,
    Answer,
    ScriptedNetSuite,
    fault,
    server_time,
    written,
)

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Row:
    """Trouble over SOAP. ``again``: a read is sent again; ``write_again``: a write too."""

    answer: Answer
    error: type[NetSuiteError]
    code: str
    again: bool = True
    write_again: bool = False


SOAP_ROWS = {
    "cut": Row(Answer(server_time().body, cut=200), Retry, "TRUNCATED_REPLY"),
    "500": Row(Answer(b"", 500, {}), Retry, "HTTP_500"),
    "502": Row(Answer(b"bad gateway", 502, {"Content-Type": "text/plain"}), Retry, "HTTP_502"),
    "503": Row(Answer(b"", 503, {}), Retry, "HTTP_503"),
    "504": Row(Answer(b"", 504, {}), Retry, "HTTP_504"),
    "408": Row(Answer(b"", 408, {}), Retry, "HTTP_408"),
    "page-503": Row(Answer(b"<html>soon</html>", 503, HTML), Retry, "HTTP_503"),
    "page-200": Row(Answer(b"<html>soon</html>", 200, HTML), Retry, "HTML_PAGE"),
    "unexpected": Row(
        fault("unexpectedErrorFault", "UNEXPECTED_ERROR", "An unexpected error."), Retry, "UNEXPECTED_ERROR"
    ),
    "blocked": Row(fault(*BLOCKED), Wait, "WS_REQUEST_BLOCKED", write_again=True),
    "one-at-a-time": Row(
        fault("exceededRequestLimitFault", "WS_CONCUR_SESSION_DISALLWD", "Only one request"),
        Wait,
        "WS_CONCUR_SESSION_DISALLWD",
        write_again=True,
    ),
    "away": Row(
        fault("invalidAccountFault", "ACCT_TEMP_UNAVAILABLE", "Later"),
        Wait,
        "ACCT_TEMP_UNAVAILABLE",
        write_again=True,
    ),
    "429": Row(Answer(b"", 429, {}), Wait, "HTTP_429", write_again=True),
    "503-later": Row(Answer(b"", 503, {"Retry-After": "1"}), Retry, "HTTP_503"),
    "no-xml": Row(Answer(b"<a", 200), MalformedReply, "MALFORMED_XML", again=False),
}


@pytest.mark.requirement("retry-01")
@pytest.mark.parametrize("row", SOAP_ROWS.values(), ids=SOAP_ROWS)
async def test_a_read_is_sent_again_signed_anew(
    make_client: MakeClient, netsuite: ScriptedNetSuite, row: Row
) -> None:
    netsuite.answers = [row.answer, row.answer, server_time()]
    async with make_client() as client:
        if row.again:
            await client.soap.get_server_time()
        else:
            with pytest.raises(row.error):
                await client.soap.get_server_time()
    assert len(netsuite.requests) == (3 if row.again else 1)
    nonces = [request.element("nonce") for request in netsuite.requests]
    assert len(set(nonces)) == len(nonces)


@pytest.mark.requirement("retry-01")
@pytest.mark.parametrize("row", SOAP_ROWS.values(), ids=SOAP_ROWS)
async def test_without_retries_the_trouble_itself_is_told(
    make_client: MakeClient, netsuite: ScriptedNetSuite, row: Row
) -> None:
    netsuite.answers = [row.answer]
    async with make_client(retry=RetryPolicy.off()) as client:
        with pytest.raises(row.error) as met:
            await client.soap.get_server_time()
    assert (met.value.code, len(netsuite.requests)) == (row.code, 1)


@pytest.mark.requirement("retry-03")
@pytest.mark.parametrize("row", SOAP_ROWS.values(), ids=SOAP_ROWS)
async def test_a_write_is_sent_again_where_it_was_not_carried_out_and_else_its_outcome_is_unknown(
    make_client: MakeClient, netsuite: ScriptedNetSuite, row: Row
) -> None:
    netsuite.answers = [row.answer, written("add", SUCCESS)]
    async with make_client() as client:
        if row.write_again:
            assert (await client.soap.add("customer", {"companyName": "A"})).internal_id == "5"
        else:
            with pytest.raises(OutcomeUnknown) as met:
                await client.soap.add("customer", {"companyName": "A"})
            assert met.value.code == row.code
            assert isinstance(met.value.__cause__, row.error)
    assert len(netsuite.requests) == (2 if row.write_again else 1)


@pytest.mark.requirement("retry-01")
async def test_passing_trouble_is_waited_out_as_long_as_it_asks(
    client: Client, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    netsuite.answers = [Answer(b"", 503, {"Retry-After": "9"}), server_time()]
    await client.soap.get_server_time()
    assert fake_time.slept == [9.0]


@pytest.mark.requirement("retry-03")
@pytest.mark.parametrize("body", [b"", b'{"title":"Service Unavailable"}'], ids=["bare", "json"])
async def test_a_503_over_rest_is_a_refusal_only_with_netsuites_own_code(
    client: Client, netsuite: ScriptedNetSuite, body: bytes
) -> None:
    netsuite.answers = [Answer(body, 503, {**JSON, "Retry-After": "1"})]
    with pytest.raises(OutcomeUnknown):
        await client.rest.delete("customer", "5")
    told = b'{"o:errorDetails":[{"detail":"Later","o:errorCode":"ACCT_TEMP_UNAVAILABLE"}]}'
    netsuite.answers = [Answer(told, 503, JSON), Answer(b"", 204, {})]
    await client.rest.delete("customer", "5")


@pytest.mark.requirement("retry-01")
@pytest.mark.parametrize("retries", [0, 5, 10])
async def test_as_often_as_the_setting_says(
    make_client: MakeClient, netsuite: ScriptedNetSuite, retries: int
) -> None:
    assert RetryPolicy().retries == 5
    netsuite.answers = [Answer(b"", 502, {})]
    async with make_client(retry=RetryPolicy(retries=retries)) as client:
        with pytest.raises(Retry):
            await client.soap.get_server_time()
    assert len(netsuite.requests) == 1 + retries


@pytest.mark.requirement("retry-01")
@pytest.mark.parametrize(
    ("status", "body", "headers", "error"),
    [
        (400, b'{"error":{"code":"SSS_REQUEST_LIMIT_EXCEEDED","message":"Limit"}}', JSON, Wait),
        (429, b"", {}, Wait),
        (500, b"", {}, Retry),
        (200, b"<html>soon</html>", HTML, Retry),
        (503, b"<html>soon</html>", HTML, Retry),
    ],
    ids=["limit", "429", "500", "page-200", "page-503"],
)
async def test_a_restlet_that_reads_is_asked_again(
    client: Client,
    netsuite: ScriptedNetSuite,
    status: int,
    body: bytes,
    headers: dict[str, str],
    error: type[NetSuiteError],
) -> None:
    trouble = Answer(body, status, headers)
    netsuite.answers = [trouble, trouble, Answer(b"{}", 200, JSON)]
    assert await client.restlets.call("GET", script="1", deploy="1") == {}
    nonces = {
        re.findall(r'oauth_nonce="(\w+)"', one.headers["authorization"])[0] for one in netsuite.requests
    }
    assert len(nonces) == 3
    netsuite.answers = [trouble, Answer(b"{}", 200, JSON)]
    if error is Wait:
        assert await client.restlets.call("POST", script="1", deploy="1", body={}) == {}
    else:
        with pytest.raises(OutcomeUnknown):
            await client.restlets.call("POST", script="1", deploy="1", body={})


@pytest.mark.requirement("retry-01")
async def test_suiteql_over_the_limit_is_asked_again(client: Client, netsuite: ScriptedNetSuite) -> None:
    limit = b'{"title":"Too Many","status":429,"o:errorDetails":[{"detail":"Blocked","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}'
    rows = b'{"links":[],"count":0,"hasMore":false,"items":[],"offset":0,"totalResults":0}'
    netsuite.answers = [Answer(limit, 429, JSON), Answer(b"", 503, {}), Answer(rows, 200, JSON)]
    assert [batch async for batch in client.suiteql.query("SELECT id FROM customer")] == []
    assert len(netsuite.requests) == 3


@pytest.mark.requirement("retry-02")
async def test_delays_grow_to_a_cap_and_what_netsuite_asks_for_is_waited(
    make_client: MakeClient, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    netsuite.answers = [Answer(b"", 502, {})] * 10 + [server_time()]
    policy = RetryPolicy(retries=10, longest_wait_s=4.0)
    async with make_client(retry=policy) as client:
        await client.soap.get_server_time()
        assert fake_time.slept == [0.25, 0.5, 1, 2, 4, 4, 4, 4, 4, 4]
        fake_time.slept.clear()
        netsuite.answers = [Answer(b"", 429, {"Retry-After": "7"}), fault(*BLOCKED), server_time()]
        await client.soap.get_server_time()
    assert fake_time.slept == [7, 0.5]


@pytest.mark.requirement("retry-02")
async def test_half_of_a_delay_is_by_chance(
    make_client: MakeClient, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    netsuite.answers = [*[Answer(b"", 502, {})] * 3, server_time()]
    chances = iter((0.0, 0.5, 1.0))
    around = replace(fake_time.surroundings(), random=lambda: next(chances))
    async with make_client(surroundings=around) as client:
        await client.soap.get_server_time()
    assert fake_time.slept == [0.25 * 0.5, 0.5 * 0.75, 1.0]


@pytest.mark.requirement("retry-01")
async def test_an_answer_that_does_not_come_in_time_is_asked_for_again(
    make_client: MakeClient, netsuite: ScriptedNetSuite
) -> None:
    late = server_time()
    late.hold = asyncio.Event()
    netsuite.answers = [late, server_time()]
    async with make_client(timeouts=Timeouts(metadata=0.05)) as client:
        assert await client.soap.get_server_time()
    first, second = netsuite.requests
    assert first.element("nonce") != second.element("nonce")


@pytest.mark.requirement("retry-02")
async def test_a_longer_wait_than_patience_is_told_with_the_seconds(
    client: Client, netsuite: ScriptedNetSuite, fake_time: FakeTime
) -> None:
    netsuite.answers = [Answer(b"", 429, {"Retry-After": "600"})]
    with pytest.raises(Wait) as met:
        await client.soap.get_server_time()
    assert (met.value.retry_after_s, fake_time.slept) == (600, [])


def named(served: Served, name: str) -> list[str]:
    found = served.account.records.get_many("customer", served.account.records.search("customer", []))
    return [id_ for id_, record in found.items() if record.values.get("companyName") == name]


LOST = [Effect.DROP, Effect.RESET, Effect.LOSE_REPLY, Effect.TRUNCATE, Effect.ERROR, Effect.PAGE]


@pytest.mark.requirement("retry-03")
@pytest.mark.parametrize("effect", LOST)
async def test_a_record_is_added_once_whatever_becomes_of_the_answer(served: Served, effect: Effect) -> None:
    name = f"Once {effect}"
    served.account.faults.lay(Fault("soap.add", effect, times=1))
    async with client_of(served) as client:
        ref = await client.once.add("customer", {"companyName": name}, external_id=name)
    assert named(served, name) == [ref.internal_id]
    ((_, left, met),) = served.account.faults.listing()
    assert (left, met) == (0, 1)


@pytest.mark.requirement("retry-03")
@pytest.mark.parametrize("effect", LOST)
async def test_changes_and_deletions_are_looked_up_before_they_are_sent_again(
    served: Served, effect: Effect
) -> None:
    name = f"Changed {effect}"
    async with client_of(served) as client:
        served.account.faults.lay(Fault("soap.upsert", effect, times=1))
        ref = await client.once.upsert("customer", name, {"companyName": name, "phone": "+1 555 0100"})
        served.account.faults.lay(Fault("soap.update", effect, times=1))
        await client.once.update("customer", ref.internal_id, {"phone": "+1 555 0200", "comments": None})
        assert (await client.soap.get("customer", ref.internal_id)).values["phone"] == "+1 555 0200"
        saves = [one for one in served.account.records.timeline.rows() if one.id == ref.internal_id]
        assert len(saves) == 2
        served.account.faults.lay(Fault("soap.delete", effect, times=1))
        await client.once.delete("customer", ref.internal_id)
    assert named(served, name) == []


@pytest.mark.requirement("retry-03")
async def test_a_deletion_that_is_carried_out_after_the_look_is_done(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.account.faults.lay(Fault("soap.delete", Effect.DROP, times=1))
    async with client_of(served) as client:
        ref = await client.soap.add("customer", {"companyName": "Late"})
        look = client.soap.get

        async def look_too_early(type_name: str, id_: Ref) -> Record:
            found = await look(type_name, id_)
            await client.soap.delete(type_name, id_)  # the first request arrives now
            return found

        monkeypatch.setattr(client.soap, "get", look_too_early)
        assert (await client.once.delete("customer", ref.internal_id)).internal_id == ref.internal_id
        with pytest.raises(RecordMissing):
            await client.once.delete("customer", ref.internal_id)


@pytest.mark.requirement("retry-03")
async def test_where_looking_fails_too_the_outcome_stays_unknown(served: Served) -> None:
    served.account.faults.lay(Fault("soap.add", Effect.LOSE_REPLY, times=1))
    served.account.faults.lay(Fault("soap.get", Effect.DROP))
    async with client_of(served, retry=replace(SWIFT, retries=1)) as client:
        with pytest.raises(OutcomeUnknown):
            await client.once.add("customer", {"companyName": "Nobody knows"}, external_id="nobody-knows")
        assert len(named(served, "Nobody knows")) == 1
        with pytest.raises(ValueError, match="external id"):
            await client.once.add("customer", {"companyName": "A"}, external_id="")


@pytest.mark.requirement("retry-03")
async def test_without_repeats_a_lost_answer_is_told(served: Served) -> None:
    served.account.faults.lay(Fault("soap.upsert", Effect.DROP))
    async with client_of(served, retry=replace(SWIFT, retries=2)) as client:
        with pytest.raises(OutcomeUnknown):
            await client.once.upsert("customer", "never", {"companyName": "Never"})
    assert named(served, "Never") == []
    assert served.account.faults.listing()[0][2] == 3

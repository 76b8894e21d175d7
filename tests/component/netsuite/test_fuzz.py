"""Real answers, damaged: each is read or refused with an error of the library, never anything else and never without end."""

from __future__ import annotations

import asyncio
import re
import tracemalloc
import zlib
from collections.abc import AsyncIterable, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.netsuite import (
    AccountId,
    Client,
    ClientOptions,
    NetSuiteError,
    RetryPolicy,
    Surroundings,
)
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.transport import Transport
from tests.component.netsuite.local_account import Served
from tests.component.netsuite.replaying import MOST_REQUESTS, Answered, Recording, ReplayingTransport
from tests.component.netsuite.rest_account import rest_account

SINCE = datetime(2020, 1, 1, tzinfo=UTC)
WITHIN_S = 10.0
MOST_BYTES = 4 * 1024 * 1024
MOST_MEMORY = 4 * MOST_BYTES
"""What a call may take of memory at its peak, in bytes, beyond what was there before."""
URL = "https://webservices.netsuite.com/services/NetSuitePort_2025_2"

Call = Callable[[Client, list[str]], Awaitable[object]]
"""What is asked; the ids are those of customers that are there."""


async def drained(batches: AsyncIterable[list[object]]) -> None:
    async for _batch in batches:
        pass


CALLS: dict[str, Call] = {
    "soap.getServerTime": lambda client, _ids: client.soap.get_server_time(),
    "soap.getDataCenterUrls": lambda client, _ids: client.soap.get_data_center_urls(),
    "soap.get": lambda client, ids: client.soap.get("customer", ids[0]),
    "soap.getList": lambda client, ids: client.soap.get_list("customer", [ids[0], "999999", ids[1]]),
    "soap.search": lambda client, _ids: client.soap.search("customer", []),
    "soap.changed": lambda client, _ids: drained(client.changed("customer", SINCE)),
    "soap.byIds": lambda client, ids: drained(client.by_ids("customer", ids)),
    "soap.getAll": lambda client, _ids: client.soap.get_all("currency"),
    "soap.add": lambda client, _ids: client.soap.add("customer", {"companyName": "Fuzz"}),
    "soap.missing": lambda client, _ids: client.soap.get("customer", "999999"),
    "soap.update of nothing": lambda client, _ids: client.soap.update("customer", "999999", {"phone": "1"}),
    "rest.get": lambda client, ids: client.rest.get("customer", ids[0]),
    "rest.missing": lambda client, _ids: client.rest.get("customer", "999999"),
    "rest.page": lambda client, _ids: client.rest.page("customer"),
    "rest.metadata": lambda client, _ids: client.rest.metadata("customer"),
    "rest.recordTypes": lambda client, _ids: client.rest.record_types(),
    "rest.governanceLimits": lambda client, _ids: client.rest.governance_limits(),
    "rest.create": lambda client, _ids: client.rest.create("customer", {"companyName": "Fuzz over REST"}),
    "suiteql": lambda client, _ids: drained(
        client.suiteql.query("SELECT id, companyname FROM customer ORDER BY id")
    ),
    "suiteql by key": lambda client, _ids: drained(client.suiteql.query_by_key("SELECT id FROM customer")),
    "suiteql refused": lambda client, _ids: drained(client.suiteql.query("SELECT nonsense FROM nowhere")),
    "restlet": lambda client, _ids: client.restlets.call("GET", script="customscript_none", deploy="1"),
    "datacenterurls": lambda client, _ids: client.discovery.urls(),
}
BY_REST = frozenset(name for name in CALLS if not name.startswith("soap."))

WORDS = (
    *b"< > </ /> & &#0; <![CDATA[ ]]> <!-- <!DOCTYPE <?x { } [ ] : , - \\ \x00 \xff \xed\xa0\x80 \\ud800".split(),
    b"",
    b"9" * 5000,
    b"[" * 3000,
)
"""Pieces of syntax, put anywhere."""

VALUES = (
    b'null true false -1 0 1e308 1e999 NaN 99999999999999999999 [] {} "" "x" [null] {"a":1} [[[]]] "0000-00-00" "2026-02-30T25:61:61Z" '
    b'"9999-12-31T23:59:59.999-14:00" "0001-01-01T00:00:00.000+14:00" "\\ud800" "http://evil.example" <x/> x:y 1 -'
).split(b" ")
"""Values, put in place of values: the syntax stays good."""

_RENAMED = re.compile(rb"<(/?[A-Za-z:]+[a-z])(?=[ >])")
_VALUE = re.compile(rb'(?<=>)[^<>]+(?=<)|"[^"]*"|-?[0-9][0-9.]*|true|false|null|<[^<>]*/>')


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with rest_account() as account:
        session = account.account.access.system_session()
        for number in range(6):
            values = {"companyName": f"Company {number}", "custentity_moment": SINCE, "custentity_flag": True}
            account.account.records.save(session, "customer", values)
        yield account


def ids_of(served: Served) -> list[str]:
    return sorted(served.account.records.search("customer", []), key=int)[:3]


def credentials_for(served: Served, name: str) -> Credentials:
    """REST by OAuth 2.0, so that answers of the token endpoint are damaged, too."""
    return served.oauth2 if name in BY_REST else served.credentials


@pytest.fixture(scope="module")
def recorded(served: Served) -> dict[str, list[Answered]]:
    """What the local account answers to each call, with tokens and over OAuth 2.0."""

    async def record() -> dict[str, list[Answered]]:
        found = {}
        for name, call in CALLS.items():
            recording = Recording()
            async with client_for(served, name, recording.transport) as client:
                await outcome(call(client, ids_of(served)))
            assert recording.answers, name
            found[name] = recording.answers
        return found

    return asyncio.run(record())


def client_for(served: Served, name: str, transport: Callable[[ClientOptions], Transport]) -> Client:
    """A client for one call, which neither sleeps nor tries again."""
    looks_up = name == "datacenterurls"
    options = ClientOptions(
        protocol=Protocol.REST if name in BY_REST else Protocol.SOAP,
        url=URL if looks_up else None,
        connect_to=served.address,
        ca_file=served.ca_file,
        transport=transport,
        retry=RetryPolicy.off(),
        surroundings=Surroundings(sleep=no_sleep, random=lambda: 0.5),
        max_reply_bytes=MOST_BYTES,
        time_zone="UTC",
    )
    account = AccountId.parse(served.account.settings.account_id)
    if looks_up:  # sandboxes are never looked up
        account = AccountId(account.value.partition("_")[0])
    return Client(account, credentials_for(served, name), options=options)


async def outcome(asked: Awaitable[object]) -> Exception | None:
    """The error of a call, if it is one that the library may raise."""
    try:
        await asked
    except NetSuiteError as error:
        return error
    except ValueError as error:  # that the caller's own key is none shows only in the rows
        if "is no key" not in str(error):
            raise
        return error
    return None


async def no_sleep(_seconds: float) -> None:
    await asyncio.sleep(0)


@st.composite
def damages(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """A way to damage a body, up to four times: other values, other names of elements, pieces cut, doubled, replaced or put in."""
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["value", "value", "value", "name", "cut", "drop", "insert", "replace", "double"]
                ),
                st.floats(0, 1, exclude_max=True),
                st.integers(0, 400),
                st.sampled_from(WORDS) | st.binary(max_size=12),
                st.sampled_from(VALUES),
            ),
            min_size=1,
            max_size=4,
        )
    )

    def damaged(body: bytes) -> bytes:
        for how, where, length, word, value in steps:
            if how == "value":
                body = _with_value(body, where, value)
            else:
                at = int(where * len(body))
                body = _step(body, how, at, at + length, word)
        return body

    return damaged


def _step(body: bytes, how: str, start: int, end: int, word: bytes) -> bytes:
    if how == "cut":
        return body[:start]
    if how == "drop":
        return body[:start] + body[end:]
    if how == "insert":
        return body[:start] + word + body[start:]
    if how == "replace":
        return body[:start] + word + body[start + len(word) :]
    if how == "double":
        return body[:end] + body[start:end] * 3 + body[end:]
    return _RENAMED.sub(rb"<\1x", body[:start]) + body[start:]


def _with_value(body: bytes, where: float, value: bytes) -> bytes:
    """``body`` with one of its values replaced, in XML without the quotes of JSON."""
    found = list(_VALUE.finditer(body))
    if not found:
        return body + value
    match = found[int(where * len(found))]
    quoted = match[0].startswith(b'"')
    fitting = b'"' + value.strip(b'"') + b'"' if quoted and body.startswith(b"<") else value
    if body.startswith(b"<") and not quoted:
        fitting = value.strip(b'"')
    return body[: match.start()] + fitting + body[match.end() :]


@st.composite
def heads(draw: st.DrawFn) -> Callable[[Answered], Answered]:
    """A way to change the head of an answer; mostly none."""
    what = draw(st.sampled_from(["", "", "", "", "type", "packing", "status", "packed", "none"]))
    media = draw(st.sampled_from(["text/html", "text/plain", "application/json", "text/xml", "x", ""]))
    status = draw(st.sampled_from([200, 201, 202, 204, 302, 400, 401, 403, 404, 429, 500, 503, 999]))

    def changed(answer: Answered) -> Answered:
        if what == "none":
            return replace(answer, headers={})
        if what == "type":
            return replace(answer, headers={**answer.headers, "Content-Type": media})
        if what == "status":
            return replace(answer, status=status)
        if what == "packing":
            return replace(answer, headers={**answer.headers, "Content-Encoding": "gzip"})
        if what == "packed":
            headers = {**answer.headers, "Content-Encoding": "deflate"}
            return replace(answer, headers=headers, body=zlib.compress(answer.body)[: -1 - status % 3])
        return answer

    return changed


def replayed(served: Served, name: str, answers: list[Answered]) -> Exception | None:
    """Run a call on ``answers``; anything but an answer or an error of the library comes out as it is."""

    async def run() -> Exception | None:
        transport = ReplayingTransport(list(answers))
        async with asyncio.timeout(WITHIN_S):
            async with client_for(served, name, lambda _options: transport) as client:
                met = await outcome(CALLS[name](client, ids_of(served)))
        assert transport.requests < MOST_REQUESTS, "it asks without end"
        return met

    return asyncio.run(run())


def test_the_recordings_replay_as_they_were(served: Served, recorded: dict[str, list[Answered]]) -> None:
    failing = {name for name, answers in recorded.items() if replayed(served, name, answers) is not None}
    assert failing == {
        "soap.missing",
        "soap.update of nothing",
        "rest.missing",
        "suiteql refused",
        "restlet",
        "datacenterurls",
    }


def fuzzed(
    served: Served, recorded: dict[str, list[Answered]], data: st.DataObject, names: st.SearchStrategy[str]
) -> None:
    name = data.draw(names)
    answers = list(recorded[name])
    which = data.draw(st.integers(0, len(answers) - 1))
    chosen = answers[which]
    if data.draw(st.integers(0, 9)) == 0:
        chosen = data.draw(st.sampled_from([answer for others in recorded.values() for answer in others]))
    chosen = replace(chosen, body=data.draw(damages())(chosen.body))
    answers[which] = data.draw(heads())(chosen)
    replayed(served, name, answers)


QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.requirement("bad-05")
@settings(max_examples=120, deadline=None, suppress_health_check=QUIETLY)
@given(data=st.data())
def test_a_few_damaged_answers_are_read_or_refused(
    served: Served, recorded: dict[str, list[Answered]], data: st.DataObject
) -> None:
    fuzzed(served, recorded, data, st.sampled_from(list(CALLS)))


@pytest.mark.full
@pytest.mark.requirement("bad-05")
@pytest.mark.parametrize("name", list(CALLS))
def test_damaged_answers_are_read_or_refused(
    served: Served, recorded: dict[str, list[Answered]], name: str
) -> None:
    @settings(max_examples=300, deadline=None, suppress_health_check=QUIETLY)
    @given(data=st.data())
    def many(data: st.DataObject) -> None:
        with bounded_memory():
            fuzzed(served, recorded, data, st.just(name))

    tracemalloc.start()
    try:
        many()
    finally:
        tracemalloc.stop()


@contextmanager
def bounded_memory() -> Iterator[None]:
    """A block that may not take more than ``MOST_MEMORY`` at any time."""
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    yield
    peak = tracemalloc.get_traced_memory()[1] - before
    assert peak < MOST_MEMORY


def test_memory_is_measured() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(AssertionError), bounded_memory():
            bytearray(MOST_MEMORY + 1)
    finally:
        tracemalloc.stop()

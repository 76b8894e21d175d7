"""Each fault strikes where and as often as it was laid, over real connections: SOAP, REST, RESTlets, look-ups."""

from __future__ import annotations

import http.client
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import pytest

from landbridge.local.testing import RunningAccount
from tests.component.local_scripting.signing import authorization
from tests.waiting import eventually

SOAP = "/services/NetSuitePort_2025_2"
RECORDS = "/services/rest/record/v1/customer"
RESTLET = "/app/site/hosting/restlet.nl?script=11&deploy=1"
LOOK_UP = "/rest/datacenterurls?account=1234567_SB1"


@dataclass
class Reply:
    """What came back; ``error`` names what the connection did instead."""

    status: int = 0
    body: str = ""
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def ask(running: RunningAccount, method: str, path: str, body: bytes | None = None) -> Reply:
    connection = http.client.HTTPConnection(running.http.removeprefix("http://"), timeout=20)
    headers = {"Content-Type": "application/json", "SOAPAction": "getServerTime"}
    if path in (RECORDS, RESTLET) or path.startswith(RECORDS):
        url = running.http + path
        headers["Authorization"] = authorization(method, url, running.secrets, running.account_id)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = Reply(answer.status, headers=dict(answer.getheaders()))
        found.body = answer.read().decode()
        return found
    except (OSError, http.client.HTTPException) as error:
        return Reply(error=type(error).__name__)
    finally:
        connection.close()


def customers(running: RunningAccount) -> int:
    return len(running.account.records.search("customer", []))


def create(running: RunningAccount) -> Reply:
    return ask(running, "POST", RECORDS, b'{"companyName": "Created", "subsidiary": {"id": "1"}}')


@pytest.mark.requirement("control-04")
def test_nothing_is_wrong_without_a_fault(running: RunningAccount) -> None:
    created = create(running)
    assert (created.status, customers(running)) == (204, 4), created.body
    echoed = ask(running, "POST", RESTLET, b'{"a": 1}')
    assert json.loads(echoed.body) == {"method": "POST", "sent": {"a": 1}}


@pytest.mark.requirement("control-04")
@pytest.mark.parametrize(
    ("effect", "error", "done"),
    [
        ("refuse", "ConnectionResetError", 0),
        ("drop", "RemoteDisconnected", 0),
        ("reset", "ConnectionResetError", 0),
        ("lose_reply", "RemoteDisconnected", 1),
    ],
)
def test_connections_that_end(running: RunningAccount, effect: str, error: str, done: int) -> None:
    running.control.fault(effect=effect, times=1)
    assert create(running).error == error
    assert customers(running) == 3 + done
    assert create(running).status in (204, 400)
    (laid,) = running.control.faults()
    assert (laid["left"], laid["met"]) == (0, 1)


@pytest.mark.requirement("control-04")
def test_an_answer_that_breaks_off(running: RunningAccount) -> None:
    running.control.fault(effect="truncate", times=1, kind="rest.record.get")
    assert ask(running, "GET", f"{RECORDS}/1").error == "IncompleteRead"
    assert ask(running, "GET", f"{RECORDS}/1").status == 200


@pytest.mark.requirement("control-04")
def test_an_answer_in_drips(running: RunningAccount) -> None:
    running.control.fault(effect="drip", times=1, seconds=0.2)
    started = perf_counter()
    slow = ask(running, "GET", f"{RECORDS}/1")
    took = perf_counter() - started
    assert (slow.status, json.loads(slow.body)["id"]) == (200, "1")
    assert took >= 0.19


@pytest.mark.requirement("control-04")
def test_an_answer_that_never_comes_and_one_that_is_late(running: RunningAccount) -> None:
    running.control.fault(effect="stall", times=1, seconds=0.1)
    assert create(running).error == "RemoteDisconnected"
    assert customers(running) == 3
    running.control.clear_faults()
    running.control.fault(latency_ms=100, times=1)
    started = perf_counter()
    assert ask(running, "GET", LOOK_UP).status == 200
    assert perf_counter() - started >= 0.1


@pytest.mark.requirement("control-04")
@pytest.mark.parametrize(
    ("effect", "method", "path", "status", "words"),
    [
        ("limit", "POST", SOAP, 500, "WS_REQUEST_BLOCKED"),
        ("limit", "GET", f"{RECORDS}/1", 429, "CONCURRENCY_LIMIT_EXCEEDED"),
        ("limit", "GET", RESTLET, 400, "SSS_REQUEST_LIMIT_EXCEEDED"),
        ("too_many", "POST", SOAP, 429, "Too Many Requests"),
        ("too_many", "GET", f"{RECORDS}/1", 429, "Too Many Requests"),
        ("expired_token", "POST", SOAP, 500, "invalidCredentialsFault"),
        ("expired_token", "GET", f"{RECORDS}/1", 401, "INVALID_LOGIN"),
        ("expired_token", "GET", RESTLET, 401, "INVALID_LOGIN_ATTEMPT"),
        ("error", "GET", f"{RECORDS}/1", 500, ""),
        ("page", "GET", RESTLET, 503, "<html>"),
    ],
)
def test_answers_that_are_none(
    running: RunningAccount, effect: str, method: str, path: str, status: int, words: str
) -> None:
    running.control.fault(effect=effect, times=1)
    found = ask(running, method, path)
    assert (found.status, words in found.body) == (status, True), found
    if effect == "expired_token" and path != SOAP:
        assert 'error="invalid_token"' in found.headers["www-authenticate"]
    if effect == "too_many":
        assert found.headers["retry-after"] == "1"
    after = ask(running, method, path)
    assert after.status in (200, 500), after
    assert (words in after.body) is (words == "")


@pytest.mark.requirement("control-04")
def test_slow_work_counts_against_the_limit_for_as_long(running: RunningAccount) -> None:
    running.control.limit(limit=1)
    running.control.fault(kind="rest.record.post", effect="slow", seconds=0.5, times=1)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(create, running)
        eventually(lambda: running.control.statistics()["most_in_flight"] == 1)
        assert ask(running, "GET", RECORDS).status == 429
        assert slow.result().status == 204
    assert ask(running, "GET", RECORDS).status == 200


@pytest.mark.requirement("control-04")
def test_the_same_seed_strikes_the_same_requests(running: RunningAccount) -> None:
    def struck(seed: int) -> list[bool]:
        running.control.clear_faults()
        running.control.fault(kind="rest.datacenterurls", effect="error", share=0.5, seed=seed)
        return [ask(running, "GET", LOOK_UP).status == 500 for _ in range(12)]

    first = struck(7)
    assert struck(7) == first
    assert 0 < sum(first) < 12
    assert struck(8) != first


@pytest.mark.requirement("control-04")
def test_a_fault_spares_other_kinds(running: RunningAccount) -> None:
    running.control.fault(kind="rest.record.*", effect="error")
    assert ask(running, "GET", f"{RECORDS}/1").status == 500
    assert ask(running, "GET", LOOK_UP).status == 200
    assert ask(running, "GET", RESTLET).status == 200
    assert ask(running, "GET", "/app/login/secure/enterpriselogin.nl").status == 200


@pytest.mark.requirement("control-03")
def test_statistics_and_journal_tell_what_was_asked(running: RunningAccount) -> None:
    running.control.reset_statistics()
    ask(running, "GET", LOOK_UP)
    ask(running, "GET", RESTLET + "&secret=hunter2")
    running.control.fault(kind="restlet", effect="drop", times=1)
    ask(running, "GET", RESTLET)
    found = running.control.statistics()
    assert found["requests"] == {"rest.datacenterurls": 1, "restlet": 1}
    assert (found["connections"], found["refused"]) == (3, 0)
    entries = running.control.journal(limit=10)
    owner = running.account.access.user_by_email("integration@demo.example")
    assert owner is not None
    told = [(entry["kind"], entry["status"], entry["user_id"]) for entry in entries]
    assert told[0] == ("rest.datacenterurls", 200, "")
    assert told[1][0] == "restlet"
    assert told[2] == ("restlet", 0, "")
    assert all(entry["milliseconds"] >= 0 and entry["path"].startswith("/") for entry in entries)
    everything = json.dumps(entries)
    for secret in ("hunter2", running.secrets.token_id, running.secrets.consumer_key):
        assert secret not in everything
    signed = ask(running, "GET", f"{RECORDS}/1")
    assert signed.status == 200
    last: dict[str, Any] = running.control.journal(limit=1)[0]
    assert (last["kind"], last["user_id"], last["status"]) == ("rest.record.get", owner.id, 200)
    assert running.control.statistics()["most_in_flight"] == 1
    assert running.control.execution_log(integration="1", limit=5) != []


@pytest.mark.requirement("control-03")
def test_a_limit_is_changed_while_it_runs(running: RunningAccount) -> None:
    assert running.control.status()["concurrency_limit"] == 5
    assert running.control.limit(limit=7)["account"] == 7
    assert running.control.limit(limit=2, integration="1")["integrations"] == {"1": 2}
    assert running.control.limit(limit=None, integration="1")["integrations"] == {"1": None}
    running.control.reset()
    assert running.control.status()["concurrency_limit"] == 5


def test_a_refused_connection_never_reaches_the_account(running: RunningAccount) -> None:
    running.control.fault(effect="refuse", times=1)
    host, _, port = running.http.removeprefix("http://").partition(":")
    with (
        pytest.raises(ConnectionResetError),
        socket.create_connection((host, int(port)), timeout=10) as turned_away,
    ):
        turned_away.recv(1)
    assert running.control.statistics()["requests"] == {}

"""The synchronous client: the same verbs from any number of threads."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landbridge.netsuite import (
    AccountId,
    ClientOptions,
    Criterion,
    LocalBudget,
    RetryPolicy,
    SignInAgain,
    SyncClient,
    TokenCredentials,
    background,
)
from landbridge.netsuite.background import BackgroundLoop
from tests.component.netsuite.conftest import SECRETS
from tests.component.netsuite.scripted import (
    SUCCESS,
    Answer,
    Request,
    ScriptedNetSuite,
    customer,
    data_centers,
    fault,
    found,
    read_list,
    scripted_netsuite,
    server_time,
    written,
)

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[ScriptedNetSuite]:
    """The scripted server on a loop of its own."""
    loop = BackgroundLoop("scripted")
    loop.start()
    context = scripted_netsuite()
    yield loop.run(context.__aenter__())
    loop.run(context.__aexit__(None, None, None))
    loop.stop()


@pytest.fixture
def client(server: ScriptedNetSuite, tmp_path: Path) -> Iterator[SyncClient]:
    ca_file = tmp_path / "ca.pem"
    server.ca.cert_pem.write_to_path(str(ca_file))
    options = ClientOptions(
        connect_to=server.address, ca_file=ca_file, budget=LocalBudget(4), retry=RetryPolicy.off()
    )
    with SyncClient(AccountId.parse("123456"), TokenCredentials(*SECRETS), options=options) as opened:
        yield opened


def everything(request: Request) -> Answer:
    """An answer to each verb."""
    if request.target.startswith("/app/"):
        return Answer(b'{"version":"1"}', 200, {"Content-Type": "application/json"})
    operation = request.operation
    one = f"<readResponse>{SUCCESS}{customer(5, tag='record')}</readResponse>"
    answers = {
        "getServerTime": server_time(),
        "getDataCenterUrls": data_centers(),
        "search": found(1, 2),
        "searchMoreWithId": found(3, operation="searchMoreWithId"),
        "getList": read_list(SUCCESS + customer(5, tag="record")),
        "get": Answer(read_list().body.replace(b"getListResponse", b"getResponse")),
        "deleteList": Answer(
            written("x", SUCCESS)
            .body.replace(b"<xResponse>", b"<deleteListResponse><writeResponseList>")
            .replace(b"</xResponse>", b"</writeResponseList></deleteListResponse>")
        ),
    }
    if operation == "get":
        empty = answers["get"].body.decode()
        start, end = empty.index("<readResponseList>"), empty.index("</readResponseList>")
        return Answer((empty[:start] + one + empty[end + len("</readResponseList>") :]).encode())
    return answers.get(operation) or written(operation, SUCCESS)


def test_every_verb(client: SyncClient, server: ScriptedNetSuite) -> None:
    server.answers = everything
    soap = client.soap
    assert soap.get("customer", "5").values["companyName"] == "Company 5"
    assert soap.get_list("customer", ["5"])[0].value.internal_id == "5"
    assert soap.add("customer", {"companyName": "a"}, external_id="x").internal_id == "5"
    assert soap.update("customer", "5", {"phone": None}).internal_id == "5"
    assert soap.upsert("customer", "x", {"companyName": "a"}).internal_id == "5"
    assert soap.delete("customer", "5").internal_id == "5"
    assert soap.delete_list("customer", ["5"])[0].value.internal_id == "5"
    assert soap.search("customer", []).total_records == 2
    assert soap.search_more_with_id("WEBSERVICES_1", 2).records[0].internal_id == "3"
    assert soap.get_server_time() == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert soap.get_data_center_urls().rest == "https://123456.restlets.api.netsuite.com"
    assert client.restlets.call("GET", script="1", deploy="1", parameters={"a": "b c"}) == {"version": "1"}
    assert [[r.internal_id for r in batch] for batch in client.changed("customer", SINCE)] == [["1", "2"]]
    active = [Criterion("isInactive", "is", (False,))]
    assert [len(batch) for batch in client.matching("customer", active)] == [2]
    assert [len(batch) for batch in client.by_ids("customer", ["5"])] == [1]
    assert client.clock_reading() == client.clock_reading()
    assert client.server_now().tzinfo is UTC
    assert {line.key for line in client.check_connection(["customer"])} == {
        "host",
        "version",
        "sign_in",
        "clock",
        "permission_ADMI_WEBSERVICES",
        "permission_LIST_FIND",
        "permission_LIST_CUSTJOB",
        "limits",
    }


@pytest.mark.requirement("client-03")
def test_one_changed_record_costs_exactly_one_request(client: SyncClient, server: ScriptedNetSuite) -> None:
    server.answers = [found(7)]
    assert [[record.internal_id for record in batch] for batch in client.changed("customer", SINCE)] == [
        ["7"]
    ]
    assert server.operations() == ["search"]


def test_threads_share_connections_and_budget(client: SyncClient, server: ScriptedNetSuite) -> None:
    server.answers = [server_time()]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: client.soap.get_server_time(), range(60)))
    assert len(answers) == 60
    assert server.connections <= 4
    assert server.most_at_once <= 4


def test_errors_are_the_same_tree(client: SyncClient, server: ScriptedNetSuite) -> None:
    server.answers = [fault("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", "Invalid login attempt.")]
    with pytest.raises(SignInAgain):
        client.soap.get_server_time()


def test_leaving_an_iteration_early_is_fine(client: SyncClient, server: ScriptedNetSuite) -> None:
    server.answers = [found(1, 2)]
    batches = client.changed("customer", SINCE)
    assert len(next(batches)) == 2
    batches.close()  # type: ignore[attr-defined]  # a generator behind Iterator
    assert server.operations() == ["search"]


def forty_records(request: Request) -> Answer:
    """Records 1 to 40, five of them a page, those of the range that is asked for."""
    if "searchValue2" not in request.body:
        return found(*range(1, 6), total=40, page_size=5)
    low, high = int(request.element("searchValue")), int(request.element("searchValue2"))
    ids = range(max(low, 1), min(high, 40) + 1)
    return found(*ids[:5], total=len(ids), page_size=5)


def test_a_client_may_be_closed_while_a_read_is_half_way(
    server: ScriptedNetSuite, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ca_file = tmp_path / "ca.pem"
    server.ca.cert_pem.write_to_path(str(ca_file))
    server.answers = forty_records
    options = ClientOptions(connect_to=server.address, ca_file=ca_file, page_size=5)
    with SyncClient(AccountId.parse("123456"), TokenCredentials(*SECRETS), options=options) as client:
        batches = client.changed("customer", SINCE)
        assert next(batches)
    with pytest.raises(RuntimeError, match="not open"):
        next(batches)
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


def test_a_closed_client_says_so_and_leaves_no_thread(server: ScriptedNetSuite) -> None:
    client = SyncClient(AccountId.parse("123456"), TokenCredentials(*SECRETS))
    with pytest.raises(RuntimeError, match="not open"):
        client.soap.get_server_time()
    with client:
        assert any(thread.name == "netsuite-123456" for thread in threading.enumerate())
    assert not any(thread.name == "netsuite-123456" for thread in threading.enumerate())
    with pytest.raises(RuntimeError, match="not open"):
        client.soap.get_server_time()


def test_a_loop_runs_what_it_is_given() -> None:
    loop = BackgroundLoop("twice")
    loop.start()
    assert loop.run(asyncio.sleep(0, "done")) == "done"
    loop.stop()


def test_a_watched_wait_for_a_request_that_hangs_ends_with_what_the_look_raises(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "LOOK_EVERY_S", 0.01)
    closed = threading.Event()

    async def pages() -> AsyncGenerator[int, None]:
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            closed.set()

    def give_up() -> None:
        raise TimeoutError("told to stop")

    loop = BackgroundLoop("hanging")
    loop.start()
    reading = loop.iterate(pages())
    with background.watched(give_up):
        assert next(reading) == 1
        with pytest.raises(TimeoutError, match="told to stop"):
            next(reading)
    assert closed.is_set()
    assert loop.run(asyncio.sleep(0, "the loop goes on")) == "the loop goes on"
    loop.stop()

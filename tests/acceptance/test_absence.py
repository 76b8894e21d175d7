"""The service is away, or silent, or is told nothing: what was saved arrives all the same, and no save suffers."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from landbridge.demo.setup import fill_settings_record
from landbridge.demo.stack import Stack
from landbridge.netsuite import AccountId, Client, ClientOptions, RecordToWrite, Ref, TokenCredentials
from tests.acceptance.conftest import EXPORTED, System, one_record, settled
from tests.waiting import eventually

TRANSFER_TIMEOUT_S = 4.0
"""Stands for NetSuite's 45 seconds, which no test should wait."""

LOCAL_OPTIONS = ("--https-transfer-timeout", str(TRANSFER_TIMEOUT_S))


@pytest.mark.full
@pytest.mark.requirement("endure-07")
def test_csv_save_sends_nothing_and_arrives_by_catch_up(working: System) -> None:
    observer = working.observer
    eventually(lambda: settled(observer), what="a quiet queue")
    before = {run["id"] for run in observer.runs(kind="real-time")}
    internal_id = working.save_customer("Imported from a file", context="CSVIMPORT")
    working.end_workers()
    working.stack.stop_service()
    working.stack.start_service()
    working.start_worker()
    observer = working.observer
    one_record(observer, "customer", internal_id)
    rows = observer.items(internal_id)
    kinds = {run["kind"] for run in observer.runs() if run["id"] in {row["run"] for row in rows}}
    assert kinds == {"catch-up"}
    assert {run["id"] for run in observer.runs(kind="real-time")} == before


async def saved_by_soap(stack: Stack, names: list[str]) -> list[str]:
    """Add customers in one request; return their internal ids."""
    account = AccountId.parse(stack.control.call("GET", "/status")["account"])
    options = ClientOptions(
        connect_to=stack.addresses["netsuite_tls"].removeprefix("https://"),
        ca_file=Path(stack.addresses["ca"]),
    )
    values = {"subsidiary": Ref("1"), "entityStatus": Ref("13"), **EXPORTED}
    records = [RecordToWrite("customer", {**values, "companyName": name}) for name in names]
    async with Client(account, TokenCredentials(**stack.token), options=options) as client:
        written = await client.soap.add_list(records)
    return [one.value.internal_id for one in written]


@pytest.mark.full
@pytest.mark.requirement("rule-10")
def test_what_a_bulk_by_soap_did_not_send_arrives_without_notices(working: System) -> None:
    """Twenty customers, their box being ticked: five notices, and all twenty records.

    What changed is read again after the last notice (the settle pass), and by the catch-up at the start.
    """
    asyncio.run(fill_settings_record(working.stack, custrecord_oa_realtime_soap_customer="T"))
    eventually(lambda: settled(working.observer), what="a quiet queue")
    names = [f"Of twenty {number}" for number in range(20)]
    ids = asyncio.run(saved_by_soap(working.stack, names))
    told = [one["internal_id"] for one in working.observer.notices() if one["internal_id"] in ids]
    assert sorted(told, key=int) == sorted(ids, key=int)[:5]
    working.end_workers()
    working.stack.stop_service()
    working.stack.start_service()
    working.start_worker()
    observer = working.observer
    for id_ in ids:
        one_record(observer, "customer", id_)


@pytest.mark.full
@pytest.mark.requirement("endure-03")
def test_what_was_saved_while_the_service_was_away_arrives_by_itself(working: System) -> None:
    working.end_workers()
    working.stack.stop_service()
    internal_id = working.save_customer("Saved while the service was away")
    working.stack.start_service()
    working.start_worker()
    one_record(working.observer, "customer", internal_id, 30)


@contextmanager
def silent_service(stack: Stack) -> Iterator[str]:
    """A TLS server that accepts every connection and never answers; its address."""
    certificate, key = stack.folder / "notices.pem", stack.folder / "notices.key"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    accepted: list[socket.socket] = []

    def accept(listening: socket.socket) -> None:
        while True:
            try:
                accepted.append(context.wrap_socket(listening.accept()[0], server_side=True))
            except ssl.SSLError:
                continue
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, args=(listening,), daemon=True).start()
        try:
            yield f"https://localhost:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for connection in accepted:
                connection.close()


@pytest.mark.full
@pytest.mark.requirement("endure-04", "suiteapp-03")
async def test_service_that_never_answers_costs_one_slow_save_not_ten(workless: System) -> None:
    with silent_service(workless.stack) as address:
        await fill_settings_record(workless.stack, custrecord_landbridge_url=address)
        took = []
        for number in range(10):
            begun = monotonic()
            workless.save_customer(f"Patient {number}")
            took.append(monotonic() - begun)
    assert took[0] >= TRANSFER_TIMEOUT_S
    assert max(took[1:]) < TRANSFER_TIMEOUT_S / 2
    mails = workless.stack.control.call("GET", "/outbox")
    assert len(mails) == 1

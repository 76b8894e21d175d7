"""Many saves at once: no lost update, no id given twice, and nothing that appears behind a reader's back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion, Record
from landbridge.local.settings import AccountSettings

WRITERS = 6
SAVES = 25


def together(work: Callable[[int], None]) -> None:
    """Run ``work(0)`` to ``work(WRITERS - 1)`` at the same time; the first exception is raised."""
    start = threading.Barrier(WRITERS)

    def one(number: int) -> None:
        start.wait(10)
        work(number)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(one, range(WRITERS)))


def modified_up_to(account: Account, instant: datetime) -> set[str]:
    return set(account.records.search("customer", [Criterion("lastModifiedDate", "onOrBefore", (instant,))]))


@pytest.mark.requirement("account-02")
def test_what_was_modified_up_to_now_is_there_already(tmp_path: Path) -> None:
    """A bookmark rests on this: a record modified before an instant never appears after somebody read up to it."""
    account = Account(AccountSettings(), authority_folder=tmp_path)
    session = account.access.system_session()
    account.records.put("customerStatus", "13", {"name": "Closed Won", "stage": "_customer"})
    readings: list[tuple[datetime, set[str]]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            latest = max((record.modified for record in all_customers(account)), default=None)
            if latest is not None:
                readings.append((latest, modified_up_to(account, latest)))

    def write(number: int) -> None:
        for count in range(SAVES):
            account.records.save(session, "customer", {"companyName": f"C{number}-{count}"})

    reader = threading.Thread(target=read)
    reader.start()
    together(write)
    done.set()
    reader.join(30)
    everything = all_customers(account)
    assert len(everything) == WRITERS * SAVES
    assert readings
    for latest, seen in readings:
        # The instant itself may still be shared by a save of the same millisecond; nothing before it may be missing.
        assert {record.id for record in everything if record.modified < latest} <= seen
    account.close()


def all_customers(account: Account) -> list[Record]:
    found = account.records.get_many("customer", account.records.search("customer", []))
    return list(found.values())


def test_ids_and_numbers_are_given_once(account: Account, admin: Session) -> None:
    def write(number: int) -> None:
        for count in range(SAVES):
            account.records.save(admin, "job", {"companyName": f"P{number}-{count}"})

    together(write)
    jobs = account.records.get_many("job", account.records.search("job", [])).values()
    numbers = [job.values["entityId"] for job in jobs]
    assert len(set(numbers)) == len(numbers) == WRITERS * SAVES + 3


@pytest.mark.requirement("account-03")
def test_of_two_equal_names_one_is_refused(account: Account, admin: Session) -> None:
    refused: list[str] = []

    def write(_: int) -> None:
        try:
            account.records.save(admin, "customer", {"companyName": "Only One"})
        except RecordError as error:
            refused.append(error.code)

    together(write)
    assert refused == ["DUP_ENTITY"] * (WRITERS - 1)


def test_fields_of_one_record_saved_at_once_are_all_kept(account: Account, admin: Session) -> None:
    record = account.records.save(admin, "customer", {"companyName": "Shared"}).record
    fields = ["phone", "fax", "url", "altPhone", "homePhone", "mobilePhone"]

    def write(number: int) -> None:
        for count in range(SAVES):
            account.records.save(admin, "customer", {fields[number]: str(count)}, id=record.id)

    together(write)
    stored = account.records.get("customer", record.id)
    assert stored is not None
    assert [stored.values[name] for name in fields] == [str(SAVES - 1)] * WRITERS

"""One account in memory a module, with the lists of every account and no records; no SuiteScript, no server."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from landbridge.local.access.model import Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.settings import AccountSettings

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday

Save = Callable[..., Record]


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(lambda: START)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Account]:
    folder = tmp_path_factory.mktemp("tls")
    made = Account(AccountSettings(), authority_folder=folder, clock=clock, rng=random.Random(7))
    for record_type, entries in ENTRIES.items():
        for record_id, values in entries.items():
            made.records.put(record_type, record_id, values)
    yield made
    made.close()


@pytest.fixture(scope="module")
def session(account: Account) -> Session:
    return account.access.system_session()


@pytest.fixture(scope="module")
def save(account: Account, session: Session) -> Save:
    def saved(record_type: str, record_id: str | None = None, **values: Any) -> Record:
        return account.records.save(session, record_type, values, id=record_id).record

    return saved


@pytest.fixture(scope="module")
def refused(save: Save) -> Callable[..., RecordError]:
    def refusal(record_type: str, record_id: str | None = None, **values: Any) -> RecordError:
        with pytest.raises(RecordError) as caught:
            save(record_type, record_id, **values)
        return caught.value

    return refusal

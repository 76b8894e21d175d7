"""An account in memory with the demo's users and records, on a clock that tests move; no SuiteScript, no server."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.seeds import demo
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(lambda: START)


@pytest.fixture
def account(tmp_path: Path, clock: Clock) -> Iterator[Account]:
    made = Account(AccountSettings(), authority_folder=tmp_path / "tls", clock=clock, rng=random.Random(7))
    for record_type, entries in ENTRIES.items():
        for record_id, values in entries.items():
            made.records.put(record_type, record_id, values)
    demo.seed(made, TokenSecrets())
    yield made
    made.close()


@pytest.fixture
def admin(account: Account) -> Session:
    user = account.access.user_by_email("admin@demo.example")
    assert user is not None
    return Session(user.id, ADMINISTRATOR, Context.USERINTERFACE)

"""An account without anything, in which bundles are installed; each test finds it as it began."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.account import Account
from landbridge.local.bundles.desk import Bundles
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account, running_accounts
from tests.component.local_pages.browser import Browser

from .neighbours import CUSTOMER, PUBLISHER, SANDBOX, Side, Trio

INTEGRATION, REAL_TIME = "369637", "369630"


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningAccount]:
    with running_account(seed="empty") as found:
        yield found


@pytest.fixture
def running(shared: RunningAccount) -> RunningAccount:
    shared.control.reset()
    return shared


@pytest.fixture
def account(running: RunningAccount) -> Account:
    return running.account


@pytest.fixture
def bundles(account: Account) -> Bundles:
    assert account.bundles is not None
    return account.bundles


@pytest.fixture
def scripting(account: Account) -> Scripting:
    assert isinstance(account.scripting, Scripting)
    return account.scripting


@pytest.fixture
def admin(running: RunningAccount) -> Browser:
    return Browser(int(running.http.rpartition(":")[2])).sign_in("admin@demo.example")


@pytest.fixture(scope="module")
def side_by_side() -> Iterator[Trio]:
    ids = (PUBLISHER, CUSTOMER, SANDBOX)
    with running_accounts(*(AccountSettings(account_id=one) for one in ids), seed="empty") as found:
        yield Trio(*(Side(one) for one in found))


@pytest.fixture
def trio(side_by_side: Trio) -> Trio:
    side_by_side.reset()
    return side_by_side

"""One account with the demo's records for a module of tests that only read, or that clean up behind them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from landbridge.recordtypes import RECORD_TYPES
from tests.component.local_soap.conftest import START, client
from tests.component.local_soap.wire import Wire

PERMISSIONS = {kind.permission: Level.FULL for kind in RECORD_TYPES.values()} | dict.fromkeys(
    (
        "ADMI_LOGIN_OAUTH", "ADMI_WEBSERVICES", "ADMI_DELETEDRECORD", "ADMI_CUSTRECORD", "LIST_FIND", "TRAN_FIND",
        "LIST_CUSTRECORDENTRY",
    ),
    Level.FULL,
)  # fmt: skip
"""Every right that the operations ask for."""


@contextmanager
def demo_account() -> Iterator[Account]:
    """Open an account with the demo's records, its clock stopped."""
    with opened_account(AccountSettings(), clock=Clock(lambda: START), rng=random.Random(1)) as account:
        yield account


def full_client(account: Account, email: str = "matrix@example.com") -> Wire:
    """Return a client whose role has every right."""
    account.access.define_role("customrole_matrix", "Matrix", PERMISSIONS)
    return client(account, "customrole_matrix", email)

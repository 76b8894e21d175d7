"""The local account with the demo's records, served in this process, with a token whose role may do everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.testing import running_account
from landbridge.netsuite import AccountId, Client, ClientOptions, RetryPolicy, TokenCredentials
from landbridge.recordtypes import RECORD_TYPES

EVERYTHING = {kind.permission: Level.FULL for kind in RECORD_TYPES.values()} | dict.fromkeys(
    (
        "ADMI_CUSTRECORD",
        "ADMI_DELETEDRECORD",
        "ADMI_LOGIN_OAUTH",
        "ADMI_RUNSERVERSCRIPTWORKFLOW",
        "ADMI_WEBSERVICES",
        "LIST_CUSTRECORDENTRY",
        "LIST_FIND",
        "TRAN_FIND",
    ),
    Level.FULL,
)

MOST_READ = (
    "employee",
    "customer",
    "job",
    "projectTask",
    "supportCase",
    "vendor",
    "serviceSaleItem",
    "expenseCategory",
    "salesOrder",
    "creditMemo",
    "customerPayment",
    "vendorBill",
)
"""The types that integrations read most, with one at least of each kind of layout; a test of all others is a long one."""


@dataclass(frozen=True)
class Demo:
    """A served account and how to reach it."""

    account: Account
    address: str
    ca_file: Path
    credentials: TokenCredentials

    def client(self, version: str = "2025_2", **options: object) -> Client:
        """A client that never tries again; keyword arguments are options."""
        settings = {"connect_to": self.address, "ca_file": self.ca_file, "retry": RetryPolicy.off()} | options
        return Client(
            AccountId.parse(self.account.settings.account_id),
            self.credentials,
            version,
            ClientOptions(**settings),  # type: ignore[arg-type]  # tests name them rightly
        )


@contextmanager
def served_demo() -> Iterator[Demo]:
    """Serve an account on free ports until the end of the block."""
    with running_account(rng=random.Random(5)) as running:
        access = running.account.access
        access.define_role("customrole_everything", "Everything", EVERYTHING)
        role = access.role_by_script_id("customrole_everything")
        assert role is not None
        values = {"firstName": "Any", "lastName": "Body", "email": "any@example.com", "giveAccess": True}
        person = running.account.records.save(access.system_session(), "employee", values).record
        access.give_access(person.id, (role.id,))
        integration = access.applications.create_integration("Everything")
        token = access.token_records.create("Everything", integration.id, person.id, role.id)
        credentials = TokenCredentials(
            integration.consumer_key, integration.consumer_secret, token.token_id, token.token_secret
        )
        yield Demo(running.account, running.connect_to, running.ca_file, credentials)

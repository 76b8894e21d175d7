"""The local NetSuite account, served in this process, with a token whose role may read and write all but projects."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account
from landbridge.netsuite import TokenCredentials

PERMISSIONS = {
    "ADMI_LOGIN_OAUTH": Level.FULL,
    "ADMI_WEBSERVICES": Level.FULL,
    "LIST_FIND": Level.VIEW,
    "LIST_EMPLOYEE": Level.FULL,
    "LIST_CUSTJOB": Level.FULL,
}


@dataclass(frozen=True)
class Served:
    """A served account: where, and with which token."""

    account: Account
    address: str
    ca_file: Path
    credentials: TokenCredentials


@contextmanager
def served_account(settings: AccountSettings | None = None) -> Iterator[Served]:
    """Serve an account in memory on free ports until the end of the block."""
    with running_account(settings, seed="empty", rng=random.Random(5)) as running:
        yield Served(running.account, running.connect_to, running.ca_file, _credentials(running.account))


def _credentials(account: Account) -> TokenCredentials:
    account.access.define_role("customrole_library", "Library", PERMISSIONS)
    role = account.access.role_by_script_id("customrole_library")
    assert role is not None
    values = {"firstName": "Lib", "lastName": "Rary", "email": "lib@example.com", "giveAccess": True}
    person = account.records.save(account.access.system_session(), "employee", values).record
    account.access.give_access(person.id, (role.id,))
    applications = account.access.applications
    integration = applications.create_integration("Library")
    token = applications.create_token("Library", integration.id, person.id, role.id)
    return TokenCredentials(
        integration.consumer_key, integration.consumer_secret, token.token_id, token.token_secret
    )

"""The local NetSuite account's SOAP endpoint on a TLS socket, in this process."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.settings import AccountSettings
from landbridge.local.soap import routes
from landbridge.netsuite import TokenCredentials

PERMISSIONS = {
    "ADMI_LOGIN_OAUTH": Level.FULL,
    "ADMI_WEBSERVICES": Level.FULL,
    "LIST_EMPLOYEE": Level.FULL,
    "LIST_CUSTJOB": Level.FULL,
}
"""All but projects, so that a missing permission can be seen."""


@dataclass(frozen=True)
class Served:
    """A served account: where, and with which token."""

    account: Account
    address: str
    ca_file: Path
    credentials: TokenCredentials
    token_id: str


@contextmanager
def served_account(folder: Path) -> Iterator[Served]:
    """Serve an account in memory on a free port until the end of the block."""
    account = Account(AccountSettings(), authority_folder=folder, rng=random.Random(5))
    account.records.put("customerStatus", "13", {"name": "Closed Won", "stage": "_customer"})
    account.records.put("subsidiary", "1", {"name": "Parent Company"})
    account.records.put("currency", "1", {"name": "US Dollar", "symbol": "USD"})
    credentials, token_id = _token(account)
    config = uvicorn.Config(
        Starlette(routes=routes(account)), host="127.0.0.1", port=0, log_level="critical", lifespan="off"
    )
    config.load()
    config.ssl = account.authority.server_context()
    server = _Server(config)
    thread = threading.Thread(target=server.run, name="local-account")
    thread.start()
    try:
        server.ready.wait(10)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Served(account, f"127.0.0.1:{port}", account.authority.ca_file, credentials, token_id)
    finally:
        server.should_exit = True
        thread.join()
        account.close()


class _Server(uvicorn.Server):
    """Says when it listens; leaves signals to pytest."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # no sockets are given
        await super().startup()
        self.ready.set()


def _token(account: Account) -> tuple[TokenCredentials, str]:
    account.access.define_role("customrole_library", "Library", PERMISSIONS)
    found = account.access.role_by_script_id("customrole_library")
    assert found is not None
    values = {"firstName": "Lib", "lastName": "Rary", "email": "lib@example.com", "giveAccess": True}
    person = account.records.save(account.access.system_session(), "employee", values).record
    account.access.give_access(person.id, (found.id,))
    applications = account.access.applications
    integration = applications.create_integration("Library")
    token = applications.create_token("Library", integration.id, person.id, found.id)
    credentials = TokenCredentials(
        integration.consumer_key, integration.consumer_secret, token.token_id, token.token_secret
    )
    return credentials, token.id

"""A local account full of customers and a service beside it, as processes: what the benches of runs measure."""

from __future__ import annotations

import itertools
import json
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from landbridge.demo.commands import run_command
from landbridge.demo.observer import Observer
from landbridge.demo.setup import SERVICE_ADMINISTRATOR, SignIn
from landbridge.demo.stack import Stack
from landbridge.local.opening import opened_account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings
from landbridge.netsuite import AccountId, Budget, ClientOptions, TokenCredentials
from landbridge.netsuite.sync import SyncClient

FLAG = "custentity_oa_export_to_openair"
POLL_S = 0.1
RUN_TIMEOUT_S = 400.0


@dataclass(slots=True)
class Stand:
    """A running service whose NetSuite holds ``customers`` customers that are marked for export."""

    stack: Stack
    customers: int
    observer: Observer
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def connect(self, concurrency: int) -> str:
        """Add a connection to a SuiteProjects Pro account that is empty yet; return its name."""
        number = next(self._numbers)
        entered = {
            "name": f"Bench {number}",
            "netsuite_account": self.stack.control.call("GET", "/status")["account"],
            "spp_database_id": f"bench-{number}",
            "connect_to": self.connect_to,
            "ca_file": self.stack.addresses["ca"],
            "max_concurrency": concurrency,
            **self.stack.token,
        }
        self.command("connection", "add", "--file", "-", stdin=json.dumps(entered))
        self.command("workflow", "activate", "customers", "--connection", entered["name"])
        return str(entered["name"])

    def command(self, *arguments: str, stdin: str = "") -> str:
        """Run a command on the service and return what it printed."""
        return run_command(*arguments, environment=self.stack.environment, stdin=stdin)

    @property
    def connect_to(self) -> str:
        """``host:port`` of the local account's TLS."""
        return urlsplit(self.stack.addresses["netsuite_tls"]).netloc

    def first_import(self, connection: str) -> dict[str, Any]:
        """Start a run; return that one which imported the customers: it, or the catch-up that a new connection gets, whichever came first.

        Raises ``TimeoutError``.
        """
        started = json.loads(self.command("run", "--connection", connection, "--json").splitlines()[-1])["id"]
        deadline = time.monotonic() + RUN_TIMEOUT_S
        while time.monotonic() < deadline:
            runs = [one for one in self.observer.runs() if one["connection"] == connection]
            if any(one["id"] == started and one["finished_at"] for one in runs):
                return max(runs, key=lambda one: int(one["counts"].get("created", 0)))
            time.sleep(POLL_S)
        raise TimeoutError(f"run {started} did not end")

    def add_latency(self, milliseconds: float) -> None:
        """Let every answer of NetSuite come so much later than it could."""
        self.stack.control.call("DELETE", "/faults")
        if milliseconds:
            self.stack.control.call("POST", "/faults", {"kind": "*", "latency_ms": milliseconds})

    def client(self, parallel: int, budget: Budget | None = None) -> SyncClient:
        """Return a client of the library alone for the local account, not yet open."""
        options = ClientOptions(
            connect_to=self.connect_to,
            ca_file=self.stack.addresses["ca"],
            budget=budget,
            parallel_ranges=parallel,
        )
        account = AccountId.parse(self.stack.control.call("GET", "/status")["account"])
        return SyncClient(account, TokenCredentials(**self.stack.token), "2025_2", options)


def seconds(run: dict[str, Any]) -> float:
    """Return how long a run took from its first link to its end."""
    began, ended = (datetime.fromisoformat(run[name]) for name in ("started_at", "finished_at"))
    return (ended - began).total_seconds()


def fill(folder: Path, token: dict[str, str], customers: int, settings: AccountSettings) -> None:
    """Make the data folder of a local account with so many customers in it, all marked for export."""
    with opened_account(
        settings, folder=folder, seed="demo", suiteapp=suiteapp_folder(), secrets=TokenSecrets(**token)
    ) as account:
        account.records.fill(account.access.system_session(), "customer", map(customer, range(customers)))


def customer(number: int) -> dict[str, Any]:
    """Return the values of one of the customers."""
    return {
        "companyName": f"Company {number}",
        "email": f"office{number}@company.example",
        "phone": f"+1 555 {number:07d}",
        "entityStatus": "13",
        "comments": f"Customer number {number}, filled in by the bench.",
        FLAG: True,
    }


@contextmanager
def stand(customers: int, *, workers: int = 1) -> Iterator[Stand]:
    """Start everything; end and remove it again."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-bench-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    stack = Stack(folder, workers=workers, local_options=("--tier", "premium"))
    try:
        fill(folder / "netsuite", stack.token, customers, AccountSettings(tier="premium"))
        with stack:
            sign_in = add_administrator(stack)
            yield Stand(stack, customers, Observer(stack.addresses["service"], sign_in))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def add_administrator(stack: Stack) -> SignIn:
    """Add an administrator to the service of a stack."""
    sign_in = SignIn(SERVICE_ADMINISTRATOR, secrets.token_urlsafe(12))
    run_command(
        *("user", "add", sign_in.email, "--role", "administrator", "--name", "Ada Admin", "--password-stdin"),
        environment=stack.environment,
        stdin=sign_in.password + "\n",
    )
    return sign_in

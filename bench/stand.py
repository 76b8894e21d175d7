"""A local account full of customers and a service beside it, as processes: what the benches of runs measure."""

from __future__ import annotations

import http.client
import itertools
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
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
METRICS_TIMEOUT_S = 30.0


@dataclass(slots=True)
class Stand:
    """A running service and its NetSuite, which holds so many customers that are marked for export."""

    stack: Stack
    observer: Observer
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def connect(self, concurrency: int) -> str:
        """Add a connection to a SuiteProjects Pro account that is empty yet, and switch its customers on; return its name."""
        return self.connect_all(1, concurrency)[0]

    def connect_all(self, count: int, concurrency: int) -> list[str]:
        """Add so many connections; return their names."""
        entered = [
            {
                "name": f"Bench {number}",
                "netsuite_account": self.stack.control.call("GET", "/status")["account"],
                "spp_database_id": f"bench-{number}",
                "connect_to": connect_to(self.stack),
                "ca_file": self.stack.addresses["ca"],
                "max_concurrency": concurrency,
                **self.stack.token,
            }
            for number in itertools.islice(self._numbers, count)
        ]
        self._script(entered)
        return [str(one["name"]) for one in entered]

    def disconnect(self, names: Sequence[str]) -> None:
        """Switch connections off, so that nothing is read for them any more."""
        self._script(list(names), "--off")

    def _script(self, given: object, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "bench.connecting", self.stack.environment["LANDBRIDGE_DATA"], *arguments],
            input=json.dumps(given),
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        )

    def first_import(self, connection: str) -> dict[str, Any]:
        """Return the run that imported the customers: the first catch-up of the connection; each worker starts one. Raises ``TimeoutError``."""
        deadline = time.monotonic() + RUN_TIMEOUT_S
        while time.monotonic() < deadline:
            for run in reversed(self.observer.runs()):
                if run["connection"] == connection and run["finished_at"]:
                    return run
            time.sleep(POLL_S)
        raise TimeoutError(f"no run of {connection} came to its end")

    def seconds_of(self, measure: str, connection: str) -> float:
        """Return the sum of a histogram of a connection that had one run: processes hand their figures in every few seconds.

        Raises ``TimeoutError``.
        """
        deadline = time.monotonic() + METRICS_TIMEOUT_S
        while time.monotonic() < deadline:
            lines = [line for line in self.metrics() if f'connection="{connection}"' in line]
            if any(line.startswith("landbridge_runs_total") for line in lines):
                return sum(float(line.split()[-1]) for line in lines if line.startswith(f"{measure}_sum"))
            time.sleep(POLL_S)
        raise TimeoutError(f"{measure} of {connection} is not complete")

    def metrics(self) -> list[str]:
        """Return the lines of the service's metrics."""
        service = http.client.HTTPConnection(urlsplit(self.stack.addresses["service"]).netloc, timeout=30)
        try:
            service.request("GET", "/metrics")
            return service.getresponse().read().decode().splitlines()
        finally:
            service.close()

    def add_latency(self, milliseconds: float) -> None:
        """Let every answer of NetSuite come so much later than it could."""
        self.stack.control.call("DELETE", "/faults")
        if milliseconds:
            self.stack.control.call("POST", "/faults", {"kind": "*", "latency_ms": milliseconds})

    def held(self) -> int:
        """Return how many customers NetSuite holds, those of its seed too."""
        with self.client(1) as client:
            return client.soap.search("customer", [], page_size=5).total_records

    def client(self, parallel: int, budget: Budget | None = None) -> SyncClient:
        """Return a client of the library alone for the local account, not yet open."""
        return client_of(self.stack, parallel, budget)


def connect_to(stack: Stack) -> str:
    """``host:port`` of the local account's TLS."""
    return urlsplit(stack.addresses["netsuite_tls"]).netloc


def client_of(stack: Stack, parallel: int, budget: Budget | None = None) -> SyncClient:
    """Return a client of the library alone for the local account of a stack, not yet open."""
    options = ClientOptions(
        connect_to=connect_to(stack), ca_file=stack.addresses["ca"], budget=budget, parallel_ranges=parallel
    )
    account = AccountId.parse(stack.control.call("GET", "/status")["account"])
    return SyncClient(account, TokenCredentials(**stack.token), "2025_2", options)


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
            yield Stand(stack, Observer(stack.addresses["service"], sign_in))
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

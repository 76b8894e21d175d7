"""The demo with its NetSuite in this process, where it can be broken in every way, and the health check as an operator asks for it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from landbridge.demo.commands import run_command
from landbridge.demo.observer import Observer
from landbridge.demo.processes import COMMAND, Process
from landbridge.demo.setup import SignIn
from landbridge.demo.stack import Stack
from landbridge.local.account import Account
from landbridge.local.scripting.model import USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.testing import RunningAccount
from landbridge.service.supervision.datafolder import DataFolder
from tests.waiting import eventually

GREEN = "green"
"""Name of the state in which NetSuite is as it must be."""

_SCRIPT = b"""/**
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 */
define([], () => ({ afterSubmit: () => {} }));
"""


class StackBeside(Stack):
    """A service beside a local account that runs already."""

    def use(self, running: RunningAccount) -> None:
        """Say where the account is, before anything is started."""
        self.addresses |= {
            "netsuite": running.http,
            "netsuite_tls": running.https,
            "control": running.control.url,
            "ca": str(running.ca_file),
        }

    def start_netsuite(self) -> None:
        """It runs."""


@dataclass
class Lab:
    """A system that is set up for real time, in which everything is well."""

    running: RunningAccount
    stack: Stack
    sign_in: SignIn
    worker: Process

    @property
    def account(self) -> Account:
        """The NetSuite account."""
        return self.running.account

    @cached_property
    def observer(self) -> Observer:
        """A session on the service."""
        return Observer(self.stack.addresses["service"], self.sign_in)

    def run(self, *arguments: str) -> str:
        """Run a command that succeeds."""
        return run_command(*arguments, environment=self.stack.environment)

    def command(self) -> tuple[int, dict[str, Any]]:
        """Run `landbridge health --json`; return its exit code, and what it said."""
        done = subprocess.run(
            [*COMMAND, "health", "--json"],
            env={**os.environ, **self.stack.environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return done.returncode, told

    def examine(self) -> dict[str, dict[str, Any]]:
        """Examine by the API, which is faster; return the lines by name."""
        [connection] = self.observer.get("/connections")
        told = self.observer.post(f"/connections/{connection['id']}/health")
        return {line["name"]: line for line in told["lines"]}

    def sql(self, statement: str, *values: Any) -> None:
        """Change the service's database behind its back."""
        with psycopg.connect(self._database_url, autocommit=True) as session:
            session.execute(statement, values)

    def save_customer(self, name: str) -> str:
        """Save a customer as somebody does in NetSuite."""
        values = {"companyName": name, "entityStatus": "13", "custentity_oa_export_to_openair": True}
        saved = self.running.control.save(type="customer", values=values, context="USERINTERFACE")
        return str(saved["id"])

    def wait_until_imported(self, internal_id: str) -> None:
        """Wait for the customer, and for the end of its run."""
        seen = self.observer
        eventually(lambda: seen.records("customer", internal_id), 40, "the customer in SuiteProjects Pro")
        eventually(lambda: not [run for run in seen.runs() if run["finished_at"] is None], 40, "quiet")

    def add_user_event(self, script_id: str, deployment_id: str, record_type: str) -> None:
        """Let somebody deploy a script of their own on a record type."""
        session = self.account.access.system_session()
        file = self.account.files.save(session, "/SuiteScripts", f"{script_id}.js", _SCRIPT)
        owner = self.account.access.users()[0].id
        script = Script(script_id, 0, USER_EVENT, script_id, file.path, owner=owner)
        deployment = Deployment(
            script_id=deployment_id,
            script=script_id,
            number=1,
            record_type=record_type,
            status=DeploymentStatus.RELEASED,
            all_roles=True,
        )
        self.account.scripting.registry.define(script, [deployment])

    @contextmanager
    def mended_netsuite(self) -> Iterator[None]:
        """Bring NetSuite back to how it was when all was well."""
        try:
            yield
        finally:
            self.running.control.restore(name=GREEN)

    @property
    def _database_url(self) -> str:
        return DataFolder(Path(self.stack.environment["LANDBRIDGE_DATA"])).running().database_url

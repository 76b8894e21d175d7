"""Whole systems in processes of their own: a local NetSuite account, the service and its workers."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from landbridge.demo.observer import Observer
from landbridge.demo.processes import Process
from landbridge.demo.setup import SignIn, set_up
from landbridge.demo.stack import Stack
from tests.waiting import eventually

EXPORTED = {"custentity_oa_export_to_openair": True}


@dataclass
class System:
    """A stack that is set up, what observes it, and its workers, which the test starts and ends itself."""

    stack: Stack
    sign_in: SignIn
    workers: list[Process] = field(default_factory=list)

    @property
    def observer(self) -> Observer:
        """A fresh session on the service as it runs now."""
        return Observer(self.stack.addresses["service"], self.sign_in)

    def start_worker(self) -> Process:
        """Start one more worker process."""
        worker = self.stack.start_worker()
        self.workers.append(worker)
        return worker

    def end_workers(self) -> None:
        """End every worker that the test started."""
        while self.workers:
            self.workers.pop().stop()

    def save(self, record_type: str, values: dict[str, Any], **other: Any) -> dict[str, Any]:
        """Save a record in NetSuite: by a user in the user interface, unless ``context`` says otherwise."""
        body = {"type": record_type, "values": values, "context": "USERINTERFACE", **other}
        saved: dict[str, Any] = self.stack.control.call("POST", "/save", body)
        return saved

    def save_customer(self, name: str, **other: Any) -> str:
        """Save a new customer that is marked for export, and return its internal id."""
        saved = self.save("customer", {"companyName": name, "entityStatus": "13", **EXPORTED}, **other)
        return str(saved["id"])

    def hold(self, kind: str, times: int = 1) -> None:
        """Let NetSuite keep the next requests of a kind waiting."""
        self.stack.control.call("POST", "/holds", {"kind": kind, "times": times})

    def wait_until_held(self, kind: str, count: int = 1) -> None:
        """Wait until so many requests are kept waiting."""
        eventually(
            lambda: self.stack.control.call("GET", "/holds")["held"].get(kind, 0) >= count,
            what=f"a held {kind}",
        )

    def release(self) -> None:
        """Let all go on."""
        self.stack.control.call("DELETE", "/holds")


@pytest.fixture(scope="module")
def system(request: pytest.FixtureRequest) -> Iterator[System]:
    """A system that is set up for real time, with no worker yet. ``LOCAL_OPTIONS`` of the module go to the local account."""
    options = getattr(request.module, "LOCAL_OPTIONS", ())
    folder = Path(tempfile.mkdtemp(prefix="landbridge-acceptance-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    try:
        with Stack(folder, workers=0, local_options=options) as stack:
            yield System(stack, asyncio.run(set_up(stack)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settled(observer: Observer) -> bool:
    """Whether no run waits or goes on."""
    return not any(run["state"] in {"queued", "running"} for run in observer.runs())


def one_record(observer: Observer, spp_type: str, netsuite_id: str, seconds: float = 30) -> dict[str, Any]:
    """Wait for the record of a NetSuite id and return it; there must be exactly one."""
    found = eventually(
        lambda: observer.records(spp_type, netsuite_id), seconds, f"{spp_type} of NetSuite {netsuite_id}"
    )
    assert len(found) == 1
    return found[0]


@pytest.fixture
def workless(system: System) -> Iterator[System]:
    """The system without workers; those that the test starts are ended after it."""
    yield system
    system.release()
    system.end_workers()


@pytest.fixture
def working(workless: System) -> System:
    """The system with one worker."""
    workless.start_worker()
    return workless

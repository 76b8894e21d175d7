"""Trouble that comes from outside while runs go on: the database, the network, the credentials, a second service."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from landbridge.demo.commands import CommandFailedError, run_command
from landbridge.demo.observer import Observer
from landbridge.demo.processes import Process
from landbridge.service.supervision.datafolder import DataFolder
from tests.acceptance.conftest import System, one_record, settled
from tests.waiting import eventually

pytestmark = pytest.mark.full

TAKEN_UP_WITHIN_S = 30


def creations(observer: Observer, spp_id: str) -> list[object]:
    """The audit rows of the creation: the name was set exactly once."""
    return [row for row in observer.audit(spp_id) if row["field"] == "name"]


def arrived_once(observer: Observer, internal_id: str, seconds: float = TAKEN_UP_WITHIN_S) -> None:
    """Wait for a customer; it must be there once and have been created once."""
    record = one_record(observer, "customer", internal_id, seconds)
    assert len(creations(observer, record["spp_id"])) == 1


def lay(system: System, **fault: Any) -> None:
    """Lay trouble on the way to NetSuite."""
    system.stack.control.call("POST", "/faults", fault)


def met(system: System) -> int:
    """How many requests met it."""
    return sum(fault["met"] for fault in system.stack.control.call("GET", "/faults"))


@pytest.fixture(autouse=True)
def no_trouble_left(system: System) -> Any:
    """Take all trouble away after each test."""
    yield
    with contextlib.suppress(OSError):
        system.stack.control.call("DELETE", "/faults")


@pytest.mark.requirement("recovery-02")
def test_the_database_restarted_in_mid_run_and_the_run_goes_on(working: System) -> None:
    observer = working.observer
    eventually(lambda: settled(observer), what="a quiet queue")
    working.hold("soap.search")
    first = working.save_customer("Saved before the database went")
    working.wait_until_held("soap.search")
    running = {run["id"] for run in observer.runs() if run["state"] == "running"}
    postgres = working.stack.folder / "service" / "postgres" / "postmaster.pid"
    os.kill(int(postgres.read_text(encoding="utf-8").split("\n", 1)[0]), signal.SIGQUIT)  # an immediate stop
    working.release()
    second = eventually(lambda: saved_when_it_can_be(working), what="a save beside the restart")
    for internal_id in (first, second):
        eventually(
            lambda internal_id=internal_id: arrived(observer, internal_id), TAKEN_UP_WITHIN_S, internal_id
        )
        arrived_once(observer, internal_id)
    eventually(lambda: settled(observer), what="a quiet queue")
    assert {run["state"] for run in observer.runs() if run["id"] in running} == {"completed"}


def saved_when_it_can_be(system: System) -> str:
    return system.save_customer("Saved while the database was away")


def arrived(observer: Observer, internal_id: str) -> bool:
    """Whether the customer is there; pages fail while the database is away."""
    try:
        return bool(observer.records("customer", internal_id))
    except OSError:
        return False


@pytest.mark.requirement("recovery-04")
def test_lost_replies_make_nothing_twice(working: System) -> None:
    observer = working.observer
    eventually(lambda: settled(observer), what="a quiet queue")
    for effect in ("lose_reply", "truncate", "drop"):
        lay(working, kind="soap.*", effect=effect, times=2)
    internal_id = working.save_customer("Whose answers were lost")
    arrived_once(observer, internal_id)
    eventually(lambda: settled(observer), what="a quiet queue")
    assert met(working) == 6
    assert [row["outcome"] for row in observer.items(internal_id)] == ["created"]


@pytest.mark.requirement("recovery-04")
def test_a_certificate_whose_upload_got_no_answer_is_looked_for_before_it_is_sent_again(
    workless: System,
) -> None:
    """The RESTlet has saved it and the answer is lost: what the command says then is true, and the next attempt comes through."""
    environment = workless.stack.environment
    lay(workless, kind="restlet", effect="lose_reply", times=1)
    with contextlib.suppress(CommandFailedError):
        run_command("certificate", "rotate", environment=environment)
    run_command("certificate", "rotate", environment=environment)
    listed = json.loads(run_command("certificate", "list", "--json", environment=environment))
    states = [one["state"] for one in listed["certificates"]]
    assert states.count("current") == 1
    assert states.count("pending") == 0
    workless.start_worker()
    arrived_once(workless.observer, workless.save_customer("Signed with the new certificate"))


@pytest.mark.requirement("recovery-06")
def test_a_token_revoked_in_mid_run_ends_it_with_what_to_mend_and_a_new_one_brings_everything(
    working: System,
) -> None:
    observer = working.observer
    eventually(lambda: settled(observer), what="a quiet queue")
    control = working.stack.control
    before = {run["id"] for run in observer.runs()}
    working.hold("soap.search")
    first = working.save_customer("Saved before the token went")
    working.wait_until_held("soap.search")
    token = control.call("GET", "/access")["tokens"][0]["id"]
    control.call("POST", f"/access/tokens/{token}", {"active": False})
    try:
        working.release()
        working.save_customer("Saved after the token went")
        ended = eventually(
            lambda: [run for run in observer.runs() if run["id"] not in before and run["state"] == "failed"],
            what="a run that fails",
        )
        assert "Check the token" in ended[0]["hint"]
        assert observer.records("customer", first) == []
    finally:
        control.call("POST", f"/access/tokens/{token}", {"active": True})
    second = working.save_customer("Saved when the token was back")
    for internal_id in (first, second):
        arrived_once(observer, internal_id)


@pytest.mark.requirement("recovery-08")
def test_a_second_service_with_another_key_says_so_and_starts_nothing(
    workless: System, tmp_path: Path
) -> None:
    observer = workless.observer
    database = DataFolder(workless.stack.folder / "service").running().database_url
    intruder = {
        "DATABASE_URL": database,
        "LANDBRIDGE_DATA": str(tmp_path / "other"),
        "LANDBRIDGE_SECRET_KEY": "the-secret-of-somebody-else-altogether",
    }
    before = {run["id"] for run in observer.runs()}
    for verb in (("up", "--http", "127.0.0.1:0", "--notices", "127.0.0.1:0"), ("worker",), ("serve",)):
        with pytest.raises(CommandFailedError, match="works on this database with another secret key"):
            run_command(*verb, environment=intruder)
    workless.start_worker()
    internal_id = workless.save_customer("Saved beside an intruder")
    arrived_once(observer, internal_id)
    eventually(lambda: settled(observer), what="a quiet queue")
    assert {run["state"] for run in observer.runs() if run["id"] not in before} == {"completed"}


@pytest.mark.requirement("recovery-08")
def test_two_services_with_one_key_on_one_database_import_each_record_once(
    workless: System, tmp_path: Path
) -> None:
    observer = workless.observer
    running = DataFolder(workless.stack.folder / "service")
    other = tmp_path / "other"  # the secret key comes from the environment, the same for both
    second = Process.start(
        "a second service",
        *("up", "--data", str(other), "--http", "127.0.0.1:0", "--notices", "127.0.0.1:0"),
        environment={"DATABASE_URL": running.running().database_url},
    )
    try:
        workless.start_worker()
        saved = [workless.save_customer(f"Saved beside a twin {number}") for number in range(5)]
        for internal_id in saved:
            arrived_once(observer, internal_id)
        eventually(lambda: settled(observer), what="a quiet queue")
        assert any("others_on_database" in line for line in second.tail)
        with pytest.raises(CommandFailedError, match="another `landbridge up` is running on"):
            run_command("up", "--data", str(running.path), environment={})
    finally:
        assert second.stop() == 0

"""Workers die, sleep and come back; nothing is lost and nothing is written twice."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from landbridge.demo.commands import run_command
from landbridge.demo.observer import Observer
from tests.acceptance.conftest import System, one_record, settled
from tests.waiting import eventually

THRESHOLD_S = 30


def created_entries(observer: Observer, spp_id: str) -> list[object]:
    """The audit rows of the creation: the name was set exactly once."""
    return [row for row in observer.audit(spp_id) if row["field"] == "name"]


@pytest.mark.full
@pytest.mark.requirement("endure-01", "run-04", "recovery-09")
def test_worker_killed_in_mid_run_loses_nothing_and_freezes_nothing(workless: System) -> None:
    observer = workless.observer
    worker = workless.start_worker()
    eventually(lambda: settled(observer), what="a quiet queue")
    workless.hold("soap.search")
    first = workless.save_customer("Killed in mid-run")
    workless.wait_until_held("soap.search")
    os.killpg(worker.popen.pid, signal.SIGKILL)
    worker.popen.wait()
    second = workless.save_customer("Saved while nobody works")
    workless.release()
    workless.start_worker()
    for internal_id in (first, second):
        record = one_record(observer, "customer", internal_id, THRESHOLD_S)
        assert len(created_entries(observer, record["spp_id"])) == 1
    third = workless.save_customer("Saved after it all")
    one_record(observer, "customer", third, THRESHOLD_S)
    eventually(lambda: settled(observer), what="a quiet queue")


@pytest.mark.full
@pytest.mark.requirement("endure-02", "run-04", "recovery-10")
def test_worker_that_comes_back_after_a_take_over_writes_nothing(workless: System) -> None:
    observer = workless.observer
    sleeper = workless.start_worker()
    eventually(lambda: settled(observer), what="a quiet queue")
    workless.hold("soap.search")
    internal_id = workless.save_customer("Before the sleep")
    workless.wait_until_held("soap.search")
    os.killpg(sleeper.popen.pid, signal.SIGSTOP)
    try:
        workless.release()
        workless.start_worker()
        record = one_record(observer, "customer", internal_id, THRESHOLD_S)
        workless.save("customer", {"phone": "555 0199"}, id=internal_id, event="edit")
        eventually(
            lambda: observer.records("customer", internal_id)[0]["fields"].get("phone") == "555 0199",
            what="the edit",
        )
        before = observer.audit(record["spp_id"])
    finally:
        os.killpg(sleeper.popen.pid, signal.SIGCONT)
    last = workless.save_customer("After the sleep")
    one_record(observer, "customer", last, THRESHOLD_S)
    eventually(lambda: settled(observer), what="a quiet queue")
    assert observer.audit(record["spp_id"]) == before
    assert observer.records("customer", internal_id)[0]["fields"]["phone"] == "555 0199"


@pytest.mark.full
@pytest.mark.requirement("recovery-10", "queue-06")
def test_worker_that_comes_back_to_a_cancelled_run_does_not_even_write_its_end(workless: System) -> None:
    observer = workless.observer
    sleeper = workless.start_worker()
    eventually(lambda: settled(observer), what="a quiet queue")
    workless.hold("soap.search")
    run_command("run", "customers", environment=workless.stack.environment)
    workless.wait_until_held("soap.search")
    (run,) = (one for one in observer.runs(kind="manual") if one["state"] == "running")

    def read() -> Any:
        return observer.get(f"/runs/{run['id']}")

    os.killpg(sleeper.popen.pid, signal.SIGSTOP)
    try:
        run_command("queue", "cancel", str(run["id"]), environment=workless.stack.environment)
        workless.start_worker()
        eventually(lambda: read()["state"] == "cancelled", THRESHOLD_S, "the end of the cancelled run")
        ended = read()
    finally:
        workless.release()
        os.killpg(sleeper.popen.pid, signal.SIGCONT)
    last = workless.save_customer("After the cancelled run")
    one_record(observer, "customer", last, THRESHOLD_S)
    eventually(lambda: settled(observer), what="a quiet queue")
    assert read() == ended
    assert observer.items_of(run["id"]) == []


@pytest.mark.full
@pytest.mark.requirement("endure-05")
def test_save_by_a_netsuite_user_unknown_to_suiteprojects_pro_arrives(working: System) -> None:
    observer = working.observer
    user = working.save("employee", {"firstName": "Una", "lastName": "Known", "email": "una@demo.example"})
    internal_id = working.save_customer("Saved by somebody", user="ben@demo.example")
    one_record(observer, "customer", internal_id)
    assert observer.records("user", user["id"]) == []


@pytest.mark.full
@pytest.mark.requirement("endure-06")
@pytest.mark.parametrize(("stage", "status"), [("lead", "6"), ("prospect", "10"), ("customer", "13")])
def test_edits_in_every_stage_arrive(working: System, stage: str, status: str) -> None:
    observer = working.observer
    saved = working.save(
        "customer",
        {"companyName": f"A {stage}", "entityStatus": status, "custentity_oa_export_to_openair": True},
    )
    assert saved["values"]["stage"] == f"_{stage}"
    one_record(observer, "customer", saved["id"])
    working.save("customer", {"phone": "555 0123"}, id=saved["id"], event="edit")
    eventually(
        lambda: observer.records("customer", saved["id"])[0]["fields"].get("phone") == "555 0123",
        what=f"the edit of a {stage}",
    )

"""A request that a reset, a restore or a seed overtakes saves nothing in the new state and is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from landbridge.local.access.model import Session
from landbridge.local.control.client import ControlError
from landbridge.local.records.hooks import NoScripts
from landbridge.local.records.model import Record
from landbridge.local.storage.database import Database, StateChanged
from landbridge.local.testing import RunningAccount
from tests.component.local_control.test_faults import RECORDS, RESTLET, SOAP, Reply, ask
from tests.component.local_control.test_holds import SERVER_TIME
from tests.waiting import eventually


class Slow(NoScripts):
    """A user event that waits in the middle of a save."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def before_submit(
        self, session: Session, event: str, script_type: str, new_values: dict[str, Any], old: Record | None
    ) -> dict[str, Any]:
        self.reached.set()
        assert self.go_on.wait(20)
        return super().before_submit(session, event, script_type, new_values, old)


@contextmanager
def slow_save(running: RunningAccount, save: Callable[[], Any]) -> Iterator[list[Any]]:
    """Begin a save; it goes on at the end of the block, and its answer stands in the list afterwards."""
    account = running.account
    slow = Slow()
    fast, account.scripting = account.scripting, slow
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(save()))
    try:
        thread.start()
        assert slow.reached.wait(20)
        yield answers
    finally:
        slow.go_on.set()
        thread.join(20)
        account.scripting = fast
    assert not thread.is_alive()


def by_rest(running: RunningAccount) -> Reply:
    return ask(running, "POST", RECORDS, json.dumps({"companyName": "Late"}).encode())


def changed_by(running: RunningAccount, way: str) -> None:
    if way == "restore":
        running.control.restore(name="before")
    elif way == "seed":
        running.control.seed(seed="demo")
    else:
        running.control.reset()


@pytest.mark.requirement("control-02")
@pytest.mark.parametrize("way", ["reset", "restore", "seed"])
def test_a_save_that_is_overtaken_is_refused_and_leaves_nothing(running: RunningAccount, way: str) -> None:
    running.control.snapshot(name="before")
    with structlog.testing.capture_logs() as logs, slow_save(running, lambda: by_rest(running)) as answers:
        changed_by(running, way)
    [reply] = answers
    assert reply.status == 401
    assert json.loads(reply.body)["o:errorDetails"][0]["o:errorCode"] == "INVALID_LOGIN"
    assert "Late" not in {
        row["values"].get("companyName") for row in running.control.records(type="customer")
    }
    assert running.account.records.timeline.rows() == []
    assert logs == []
    assert by_rest(running).status == 204


def test_a_save_of_the_control_plane_too(running: RunningAccount) -> None:
    def save() -> str:
        with pytest.raises(ControlError) as refused:
            running.control.save(type="customer", values={"companyName": "Late"})
        return str(refused.value)

    with slow_save(running, save) as answers:
        running.control.reset()
    assert "brought to another state" in answers[0]
    assert len(running.control.records(type="customer")) == 3


@pytest.mark.parametrize(
    ("kind", "method", "path", "status", "words"),
    [
        ("soap.getServerTime", "POST", SOAP, 500, "SESSION_TIMED_OUT"),
        ("restlet", "GET", RESTLET, 401, '"code": "INVALID_LOGIN"'),
        ("rest.record.get", "GET", RECORDS, 401, '"o:errorCode"'),
    ],
)
def test_the_refusal_has_the_form_of_the_protocol(
    running: RunningAccount, kind: str, method: str, path: str, status: int, words: str
) -> None:
    running.control.hold(kind=kind)
    answers: list[Reply] = []
    body = SERVER_TIME.encode() if path == SOAP else b""
    thread = threading.Thread(target=lambda: answers.append(ask(running, method, path, body)))
    thread.start()
    eventually(lambda: running.account.holds.state().held == {kind: 1}, 10, kind)
    running.control.reset()
    thread.join(20)
    assert answers[0].status == status
    assert words in answers[0].body


def test_whoever_replaces_the_tables_goes_on_with_them() -> None:
    ours, other = Database(), Database()
    found: list[str] = []

    def replacing() -> None:
        ours.begin()
        ours.replace_by(other._connection)
        found.append(str(len(ours.rows("SELECT * FROM record"))))

    def overtaken() -> None:
        ours.begin()
        thread = threading.Thread(target=replacing)
        thread.start()
        thread.join()
        for use in (
            lambda: ours.rows("SELECT 1"),
            lambda: ours.row("SELECT 1"),
            ours.transaction().__enter__,
        ):
            with pytest.raises(StateChanged):
                use()
        found.append("refused")

    thread = threading.Thread(target=overtaken)
    thread.start()
    thread.join()
    assert found == ["0", "refused"]
    assert ours.row("SELECT 1") is not None
    ours.close()
    other.close()

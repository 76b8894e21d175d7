"""`landbridge demo`, as somebody runs it who has just cloned the project."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from typing import Any

import pytest

from tests.acceptance.leftovers import MARK, processes_marked
from tests.waiting import eventually

SAVED = (
    "employee",
    "customer",
    "job",
    "projectTask",
    "supportCase",
    "serviceSaleItem",
    "nonInventoryPurchaseItem",
    "expenseCategory",
    "customrecord_oa_cost_center",
    "customrecord_oa_project_rate_card",
    "salesOrder",
    "purchaseOrder",
    "vendorCredit",
    "creditMemo",
    "customerPayment",
    "vendorPayment",
)
COMMAND = [sys.executable, "-m", "landbridge", "demo"]


def marked() -> tuple[str, dict[str, str]]:
    mark = uuid.uuid4().hex
    return mark, {**os.environ, MARK: mark, "PYTHONUNBUFFERED": "1"}


def last_line_of_the_demo(*arguments: str) -> dict[str, Any]:
    """Run the demo once and return its last line; nothing of it is left."""
    mark, environment = marked()
    done = subprocess.run(
        [*COMMAND, "--once", "--json", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert processes_marked(mark) == []
    last: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return last


def assert_every_record_arrived(last: dict[str, Any]) -> None:
    assert last["ok"] is True
    arrived = [(one["type"], one["event"], one["outcome"]) for one in last["records"]]
    assert arrived == [
        *((name, "create", "created") for name in SAVED),
        ("customer", "xedit", "updated"),
        ("vendorBill", "create", "created"),
    ]
    assert all(one["internal_id"].isdigit() and one["saved_to_imported_ms"] > 0 for one in last["records"])


@pytest.mark.requirement("demo-01", "notice-01", "run-01", "import-11")
def test_once_with_json_shows_that_every_record_arrived() -> None:
    last = last_line_of_the_demo()
    assert_every_record_arrived(last)
    assert any(kind.startswith("soap.") for kind in last["netsuite_requests"])


@pytest.mark.full
@pytest.mark.requirement("reach-09")
def test_by_rest_every_record_arrives_without_a_word_of_soap() -> None:
    last = last_line_of_the_demo("--protocol", "rest")
    assert_every_record_arrived(last)
    asked = last["netsuite_requests"]
    assert {"rest.suiteql", "rest.token"} <= set(asked)
    assert not any(kind.startswith("soap.") for kind in asked)


@pytest.mark.full
@pytest.mark.requirement("demo-02", "up-01", "account-01")
def test_it_stays_until_ctrl_c_says_how_to_sign_in_and_leaves_nothing() -> None:
    mark, environment = marked()
    demo = subprocess.Popen(
        COMMAND,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert demo.stdout is not None
    said = []
    with demo.stdout:
        for line in demo.stdout:
            said.append(line)
            if "Ctrl-C ends everything" in line:
                break
        text = "".join(said)
        assert demo.poll() is None, text
        assert all(
            part in text for part in ("notice", "imported", "http://127.0.0.1", "admin@landbridge.example")
        )
        demo.send_signal(signal.SIGINT)
        demo.stdout.read()
    assert demo.wait(40) == 0
    eventually(lambda: not processes_marked(mark), 10, "the end of every process")

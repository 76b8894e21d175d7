"""`landbridge connection test` on the demo's connection, by SOAP and by REST: all green, or exactly what is missing."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from landbridge.demo.commands import run_command
from landbridge.demo.credentials import credentials
from landbridge.demo.processes import COMMAND
from landbridge.netsuite.protocols import Protocol
from tests.acceptance.conftest import System

pytestmark = pytest.mark.full

ROLE = "customrole_oa_integration"
BY_REST = "Demo by REST"


@pytest.fixture(scope="module")
def both(system: System) -> System:
    """The demo, its account connected a second time by SuiteQL and OAuth 2.0."""
    stack = system.stack
    [demo] = system.observer.get("/connections")
    entered = {
        "name": BY_REST,
        "netsuite_account": demo["netsuite_account"],
        "spp_database_id": "4712",
        "connect_to": demo["connect_to"],
        "ca_file": stack.addresses["ca"],
        **credentials(stack.control, stack.token, Protocol.REST),
    }
    run_command("connection", "add", "--file", "-", environment=stack.environment, stdin=json.dumps(entered))
    return system


def report_of(system: System, name: str) -> tuple[int, dict[str, Any]]:
    """Run the command; return its exit status and what it said."""
    done = subprocess.run(
        [*COMMAND, "connection", "test", name, "--json"],
        env={**os.environ, **system.stack.environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, told


@pytest.mark.requirement("check-03", "check-04")
@pytest.mark.parametrize(
    ("name", "service"), [("Demo", "ADMI_WEBSERVICES"), (BY_REST, "ADMI_RESTWEBSERVICES")]
)
def test_every_line_is_passed(both: System, name: str, service: str) -> None:
    status, told = report_of(both, name)
    assert (status, told["ok"]) == (0, True)
    assert [line for line in told["lines"] if line["state"] != "passed"] == []
    keys = {line["key"] for line in told["lines"]}
    assert {"host", "version", "sign_in", "clock", f"permission_{service}", "suiteapp", "limits"} <= keys


@pytest.mark.requirement("check-02", "check-03")
@pytest.mark.parametrize(
    ("name", "taken", "path"),
    [("Demo", "LIST_FIND", "Lists > Perform Search"), (BY_REST, "LIST_JOB", "Lists > Jobs")],
    ids=["soap", "rest"],
)
def test_a_permission_taken_away_is_named(both: System, name: str, taken: str, path: str) -> None:
    control = both.stack.control
    control.call("POST", f"/access/roles/{ROLE}", {"permission": taken, "level": "NONE"})
    try:
        status, told = report_of(both, name)
    finally:
        control.call("POST", f"/access/roles/{ROLE}", {"permission": taken, "level": "FULL"})
    assert (status, told["ok"]) == (1, False)
    [line] = [line for line in told["lines"] if line["state"] != "passed"]
    assert (line["key"], line["state"]) == (f"permission_{taken}", "failed")
    assert line["message"] == f"The role lacks {path} (View)."
    assert "Setup > Users/Roles > Manage Roles" in line["advice"]

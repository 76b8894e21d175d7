"""`landbridge setup`, from nothing on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.testing import RunningAccount
from landbridge.service.connections.models import Connection
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.models import Workflow
from tests.component.service_setup.conftest import Commands

PUBLISHERS = ("shared_record", "shared_record_enabled", "shared_record_token")
"""Steps of an installation whose publisher has an integration record; this one's has none."""


def states(found: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["state"] for one in found["steps"]}


@pytest.mark.requirement("setup-01")
def test_without_a_connection_the_first_step_is_to_make_one(command: Commands) -> None:
    found = command.json("setup", code=1)
    assert found["next"] == "connection"
    assert states(found).pop("connection") == "missing"
    later = states(found)
    assert {later.pop(name) for name in PUBLISHERS} == {"optional"}
    del later["connection"]
    assert set(later.values()) == {"not_yet"}
    assert not any(one["can_do"] for one in found["steps"])


ADA = ("user", "add", "ada@example.test", "--role", "administrator", "--password-stdin")
SPP_URL = "https://acme.app.netsuitesuiteprojectspro.com"


@pytest.mark.requirement("setup-02")
def test_what_an_api_allows_is_done_and_the_rest_is_said_with_its_place(
    command: Commands, connection_file: Callable[..., Path], netsuite: RunningAccount
) -> None:
    command("connection", "add", "--file", str(connection_file(spp_database_id="4711")))
    command(*ADA, stdin="a long enough password\n")

    told = command("setup", "--do", code=1)
    assert "Stopped: Say what is to be imported, with --workflow: " in told

    chosen = ("--workflow", "customers", "--workflow", "projects")
    found = command.json("setup", "--do", *chosen, code=1)
    assert [one["name"] for one in found["done"]] == ["workflows"]
    assert found["next"] == "order"
    assert "Customization > Scripting > Scripted Records" in found["refused"]

    told = command("setup", "--do", "--order-verified-by", "ada@example.test", code=1)
    assert "done  Verify that the trigger runs last: " in told
    assert "Email address to send errors" in told.partition("Stopped: ")[2].replace("email", "Email")
    assert settings_of(netsuite).get("custrecord_oa_db_id", "") != "4711"  # nothing was written by halves

    said = ("--notices-url", "https://notices.example.test", "--spp-url", SPP_URL)
    told = command("setup", "--do", *said, "--error-email", "it@example.test", code=1)
    announced = told.index("now   Fill the settings record: ")
    assert "SuiteProjects Pro Database ID: empty becomes 4711" in told[announced:].splitlines()[0]
    done = [line.split(":")[0] for line in told.splitlines() if line.startswith("done  ")]
    assert done == [
        "done  Fill the settings record",
        "done  Generate the certificate",
        "done  Switch real time on",
    ]
    assert told.index("done  Fill the settings record: ") > announced
    assert settings_of(netsuite)["custrecord_oa_db_id"] == "4711"
    assert [one.script_id for one in netsuite.account.certificates.listing()] == [
        "custcertificate_oa_realtime"
    ]
    assert "Next: Import the first record. NetSuite: Lists > Relationships > Customers > New." in told

    found = command.json("setup", code=1)
    assert found["next"] == "first_record"
    assert states(found)["real_time"] == "done"
    assert "done" not in found

    told = command("setup", "--do", "--error-email", "ops@example.test", code=1)
    assert "Email address to send errors: it@example.test becomes ops@example.test" in told
    assert settings_of(netsuite)["custrecord_oa_realtime_email"] == "ops@example.test"

    again = ("--workflow", "employees", "--order-verified-by", "ada@example.test")
    found = command.json("setup", "--do", *again, code=1)
    assert [one["name"] for one in found["done"]] == ["workflows"]
    assert "This command has just made employee live" in found["refused"]


@pytest.mark.requirement("setup-02")
def test_of_several_active_workflows_none_becomes_live_unasked(
    command: Commands, connection_file: Callable[..., Path]
) -> None:
    command("connection", "add", "--file", str(connection_file()))
    activate(Connection.objects.get(), "employees", by=None)
    activate(Connection.objects.get(), "customers", by=None)
    told = command("setup", "--do", code=1)
    assert "Stopped: Several workflows are active" in told
    assert not Workflow.objects.filter(real_time=True).exists()
    Workflow.objects.exclude(key="customers").update(active=False)
    told = command("setup", "--do", code=1)
    assert "now   Choose what is imported: Imported in real time from now on: Customers (Customers)" in told
    assert list(Workflow.objects.filter(real_time=True).values_list("key", flat=True)) == ["customers"]


def settings_of(netsuite: RunningAccount) -> dict[str, Any]:
    """The values of the one settings record."""
    records = netsuite.account.records
    (number,) = records.search("customrecord_oa_srp_integration_settings", [])
    found = records.get("customrecord_oa_srp_integration_settings", number)
    assert found is not None
    return dict(found.values)


def test_with_several_connections_one_must_be_named(
    command: Commands, connection_file: Callable[..., Path]
) -> None:
    for name in ("One", "Two"):
        values = {"name": name, "spp_database_id": name.lower()}
        command("connection", "add", "--file", str(connection_file(**values)))
    assert "say which with --connection" in command("setup", code=2)
    assert command.json("setup", "--connection", "Two", code=1)["next"] == "workflows"


def test_nobody_unknown_confirms_the_order(command: Commands, connection_file: Callable[..., Path]) -> None:
    command("connection", "add", "--file", str(connection_file()))
    assert "there is no user" in command("setup", "--do", "--order-verified-by", "x@example.test", code=1)


@pytest.mark.requirement("setup-02")
def test_a_connection_is_tested_again_and_the_first_refusal_ends_it(
    command: Commands, connection_file: Callable[..., Path], netsuite: RunningAccount
) -> None:
    command("connection", "add", "--file", str(connection_file()))
    Connection.objects.update(tested_at=None)
    found = command.json("setup", "--do", code=1)
    assert [one["name"] for one in found["done"]] == ["connection"]
    assert states(found)["connection"] == "done"

    (token,) = netsuite.account.access.tokens()
    netsuite.account.access.token_records.set_inactive(token.id, inactive=True)
    try:
        Connection.objects.update(tested_at=None)
        found = command.json("setup", "--do", "--workflow", "customers", code=1)
    finally:
        netsuite.account.access.token_records.set_inactive(token.id, inactive=False)
    assert found["done"] == []
    assert found["refused"]
    assert (states(found)["connection"], found["next"]) == ("wrong", "connection")
    assert states(found)["workflows"] == "not_yet"


@pytest.mark.requirement("setup-01")
def test_a_connection_saved_for_a_reason_is_not_in_the_way(
    command: Commands, connection_file: Callable[..., Path]
) -> None:
    path = str(connection_file(token_secret="0" * 64))
    command("connection", "add", "--file", path, "--force", "the token comes on Monday")
    steps = command.json("setup", code=1)["steps"]
    connection = next(one for one in steps if one["name"] == "connection")
    assert connection["state"] == "done"
    assert "the token comes on Monday" in connection["message"]

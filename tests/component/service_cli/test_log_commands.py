"""The run log at the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landbridge.service.runs.models import Attention, Lane, RunItem, RunRequest
from tests.component.service_cli.conftest import Commands
from tests.component.service_runs.conftest import Stand, make_stand

SECRET = "+49 151 5550199"


@pytest.fixture
def filled(command: Commands) -> Stand:
    """A run with a record that arrived and two that failed by one cause."""
    stand = make_stand()
    stand.clock.at = datetime.now(UTC)
    stand.customer("20", "Acme", phone=SECRET)
    stand.customer("21", "Beta", email="nowhere")
    stand.customer("22", "Gamma", email="nobody")
    stand.run()
    return stand


@pytest.mark.requirement("log-05")
def test_runs_and_records_are_found(filled: Stand, command: Commands) -> None:
    assert len(command.json("runs", "list", "--kind", "manual", "--owner", "admin@example.com")["runs"]) == 1
    assert command.json("runs", "list", "--state", "failed")["runs"] == []
    found = command.json("runs", "records", "--text", "gam", "--outcome", "failed")["records"]
    assert [(one["name"], one["code"], one["field"]) for one in found] == [("Gamma", "unmappable", "email")]
    assert command.json("runs", "records", "--until", "2020-01-01")["records"] == []
    assert "Acme" in command("runs", "records", "--workflow", "customers")
    assert "there is no user" in command("runs", "list", "--owner", "nobody@example.com", code=1)
    shown = command.json("runs", "show", str(RunItem.objects.earliest("pk").run_id))
    assert [item["attempts"] for item in shown["items"]] == [1, 1, 1]


@pytest.mark.requirement("log-06")
def test_the_log_is_written_to_a_file_with_every_value(
    filled: Stand, command: Commands, tmp_path: Path
) -> None:
    target = tmp_path / "records.json"
    command("runs", "export", "--format", "json", "--output", str(target), "--outcome", "created")
    rows = json.loads(target.read_text(encoding="utf-8"))
    assert [row["name"] for row in rows] == ["Acme"]
    assert SECRET in str(rows)
    assert "cannot be written" in command("runs", "export", "--output", str(target), code=1)
    command("runs", "export", "runs", "--output", str(tmp_path / "runs.csv"))
    assert (tmp_path / "runs.csv").read_text(encoding="utf-8-sig").startswith("id,connection,kind,state")


@pytest.mark.requirement("log-04", "log-07")
def test_causes_are_listed_retried_and_dismissed(filled: Stand, command: Commands) -> None:
    cause = command.json("attention", "causes")["causes"][0]
    assert (cause["count"], cause["field"]) == (2, "email")
    assert cause["advice"] in command("attention", "causes")
    assert "2 records are asked for again." in command("attention", "retry", "--cause", cause["cause"])
    assert RunRequest.objects.count() == 2
    row = Attention.objects.get(internal_id="21")
    assert "Dismissed: 1" in command("attention", "dismiss", str(row.pk), "--note", "gone")
    listed = command.json("attention", "list", "--dismissed", "--text", "Beta")["records"]
    assert [(one["note"], one["dismissed_at"] is not None) for one in listed] == [("gone", True)]
    assert len(command.json("attention", "list")["records"]) == 1
    assert "Dismissed: 1" in command("attention", "dismiss", "--cause", cause["cause"])
    assert command.json("attention", "causes")["causes"] == []
    assert "name the records" in command("attention", "retry", code=2)
    assert "not on the list: 9999" in command("attention", "retry", "9999", code=1)
    assert "names no cause" in command("attention", "dismiss", "--cause", "nothing", code=1)


@pytest.mark.requirement("log-08")
def test_how_long_the_log_is_kept_is_set(filled: Stand, command: Commands) -> None:
    assert "for 90 days" in command("runs", "keep", "90")
    assert Lane.objects.get(connection=filled.connection).keep_log_days == 90
    assert "1 to 36500" in command("runs", "keep", "0", code=1)
    assert "no number of days" in command("runs", "keep", "long", code=1)
    command("runs", "keep", "forever")
    assert Lane.objects.get(connection=filled.connection).keep_log_days is None

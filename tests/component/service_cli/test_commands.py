"""What an administrator does at the command line, from an empty system to a live one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cyclopts import CycloptsError
from django.db import connection

from landbridge.local.testing import RunningAccount
from landbridge.service.connections.models import Connection
from landbridge.service.realtime.models import Certificate
from tests.component.service_cli.conftest import Commands
from tests.netsuite_side import fill_settings

Writing = Callable[..., Path]


def test_people_are_added_with_a_password_that_is_shown_once_or_given_on_stdin(command: Commands) -> None:
    made = command.json("user", "add", "Ada@Example.com", "--role", "administrator", "--name", "Ada")
    assert (made["email"], made["role"], len(made["password"]) >= 16) == (
        "ada@example.com",
        "administrator",
        True,
    )
    given = command("user", "add", "bob@example.com", "--password-stdin", stdin="a long enough phrase\n")
    assert "Password" not in given
    assert [user["email"] for user in command.json("user", "list")["users"]] == [
        "ada@example.com",
        "bob@example.com",
    ]
    command("user", "password", "bob@example.com", stdin="another long phrase\n")
    assert "there is a user" in command("user", "add", "ada@example.com", code=1)
    assert "there is no role" in command("user", "add", "eve@example.com", "--role", "king", code=1)
    assert "no password" in command("user", "add", "eve@example.com", "--password-stdin", code=1)
    assert "there is no user" in command("user", "password", "eve@example.com", code=1)


@pytest.mark.requirement("spp-02")
def test_roles_and_access_change_but_the_last_administrator_stays(command: Commands) -> None:
    for email in ("ada@example.com", "bob@example.com"):
        command("user", "add", email, "--role", "administrator")
    assert "Viewer" in command("user", "role", "bob@example.com", "viewer")
    assert "is inactive" in command("user", "inactivate", "bob@example.com")
    people = {user["email"]: user for user in command.json("user", "list")["users"]}
    assert (people["bob@example.com"]["role"], people["bob@example.com"]["active"]) == ("viewer", False)
    assert "may sign in" in command("user", "activate", "bob@example.com")
    assert "administrator" in command("user", "inactivate", "ada@example.com", code=1)
    assert "administrator" in command("user", "role", "ada@example.com", "viewer", code=1)
    assert "there is no role" in command("user", "role", "ada@example.com", "king", code=2)


def test_a_connection_is_tested_saved_and_listed_without_its_secrets(
    command: Commands, connection_file: Writing, netsuite: RunningAccount
) -> None:
    saved = command.json("connection", "add", "--file", str(connection_file()))
    assert (saved["ok"], saved["name"]) == (True, "Demo")
    listed = command("connection", "list", "--json")
    assert netsuite.secrets.token_secret not in listed
    assert netsuite.secrets.consumer_secret not in listed
    assert command.json("connection", "test")["ok"] is True
    again = connection_file(name="Again")
    assert "connected already" in command("connection", "add", "--file", str(again), code=1)


def test_a_connection_that_fails_its_test_is_saved_only_with_a_reason(
    command: Commands, connection_file: Writing
) -> None:
    wrong = connection_file(token_secret="0" * 64)
    report = command.json("connection", "add", "--file", str(wrong), code=1)
    assert (report["ok"], report["id"]) == (False, None)
    assert "failed" in {line["state"] for line in report["lines"]}
    assert command.json("connection", "list") == {"connections": []}
    forced = command.json(
        "connection", "add", "--file", "-", "--force", "token follows", stdin=wrong.read_text("utf-8")
    )
    assert forced["ok"] is True


def test_secrets_come_from_private_files_or_the_environment(
    command: Commands, connection_file: Writing, monkeypatch: pytest.MonkeyPatch, netsuite: RunningAccount
) -> None:
    open_to_all = connection_file()
    open_to_all.chmod(0o644)
    assert "chmod 600" in command("connection", "add", "--file", str(open_to_all), code=2)
    assert "unknown surprise" in command(
        "connection", "add", "--file", str(connection_file(surprise="x")), code=2
    )
    without = connection_file(token_secret="")
    assert "LANDBRIDGE_NETSUITE_TOKEN_SECRET" in command("connection", "add", "--file", str(without), code=2)
    monkeypatch.setenv("LANDBRIDGE_NETSUITE_TOKEN_SECRET", netsuite.secrets.token_secret)
    assert command.json("connection", "add", "--file", str(without))["ok"] is True


def test_workflows_schedules_and_runs(connected: Commands) -> None:
    assert "needs" in connected("workflow", "activate", "projects", code=1)
    connected("workflow", "activate", "employees", "customers", "projects", "--real-time")
    live = [one["name"] for one in connected.json("workflow", "list") if one["live"]]
    assert live == ["employees", "customers", "projects"]
    assert "there is no workflow" in connected("workflow", "activate", "poems", code=1).lower()
    connected("workflow", "deactivate", "projects")

    connected("schedule", "add", "wed", "1", "--time-zone", "Europe/Berlin")
    assert "no weekday" in connected("schedule", "add", "someday", "1", code=2)
    (schedule,) = connected.json("schedule", "list")["schedules"]
    assert (schedule["weekday"], schedule["hour"], schedule["time_zone"]) == ("wednesday", 1, "Europe/Berlin")
    connected("schedule", "remove", str(schedule["id"]))
    assert "no schedule" in connected("schedule", "remove", str(schedule["id"]), code=1)

    run = connected.json("run", "customers")
    assert (run["kind"], run["state"], run["workflows"]) == ("manual", "queued", ["customers"])
    assert [one["id"] for one in connected.json("runs", "list")["runs"]] == [run["id"]]
    assert connected.json("runs", "show", str(run["id"]))["items"] == []
    assert "state: queued" in connected("runs", "show", str(run["id"]))
    assert "no run 999" in connected("runs", "show", "999", code=1)
    assert "after 0 s" in connected("run", "customers", "--wait", "--timeout", "0", code=4)
    assert "not active" in connected("run", "projects", code=1)
    assert connected.json("records", "list") == {"records": []}
    assert "no record 1" in connected("records", "show", "1", code=1)


@pytest.mark.requirement("cert-01", "renew-05")
def test_real_time_goes_live_once_the_certificate_is_in_netsuite(
    connected: Commands, netsuite: RunningAccount
) -> None:
    said = connected("realtime", "enable", code=1)
    assert "certificate: No valid certificate available for real-time import." in said
    assert "workflows: No workflow is in real time. Activate a workflow" in said
    assert "settings: The SuiteProjects Pro Database ID is empty" in said

    first = connected.json("certificate", "rotate")
    assert first["state"] == "current"
    assert certificate_in(netsuite) == pem_of(first)
    fill_settings(netsuite, "spp-demo")
    connected("workflow", "activate", "employees", "customers", "projects", "--real-time")
    assert "order: Nobody confirmed" in connected("realtime", "enable", code=1)
    connected("user", "add", "ada@example.com", "--name", "Ada")
    assert "Ada confirmed" in connected("realtime", "confirm-order", "--by", "ada@example.com")
    connected("realtime", "enable")
    status = connected.json("realtime", "status")
    assert status["enabled"] is True
    assert {one["state"] for one in status["prerequisites"]} == {"ok"}

    second = connected.json("certificate", "rotate")
    assert certificate_in(netsuite) == pem_of(second)
    listed = connected.json("certificate", "list")["certificates"]
    assert [(one["id"], one["state"]) for one in listed] == [
        (second["id"], "current"),
        (first["id"], "previous"),
    ]
    connected("realtime", "disable")
    assert connected.json("realtime", "status")["enabled"] is False
    assert connected.json("realtime", "notices") == {"notices": []}
    assert connected.json("realtime", "refused") == {"refused": []}


@pytest.mark.requirement("pref-05")
def test_monitored_fields_are_written_into_netsuite_at_once(
    connected: Commands, netsuite: RunningAccount
) -> None:
    Connection.objects.update(spp_database_id="4711")  # the settings record takes digits only
    fill_settings(netsuite, "4711", custrecord_landbridge_record_types="")
    assert "no workflow that was ever activated" in connected("workflow", "monitor", "customers", code=1)
    connected("workflow", "activate", "customers")
    assert connected("workflow", "monitor", "customers") == "customers: every save is sent\n"
    said = connected("workflow", "monitor", "customers", "companyName", "email")
    assert said == "customers: companyName, email\n"
    assert "or --default, or --off" in connected(
        "workflow", "monitor", "customers", "--default", "--off", code=2
    )
    assert "no field of customer" in connected("workflow", "monitor", "customers", "nonsense", code=1)
    assert "entityId" in connected("workflow", "monitor", "customers", "--default")
    fill_settings(netsuite, "4711", isInactive=True)
    try:
        refused = connected("workflow", "monitor", "customers", "--off", code=1)
    finally:
        fill_settings(netsuite, "4711", isInactive=False)
    assert "every save is sent" in refused
    assert "stored here, and not written into NetSuite yet: NetSuite refused: there must be one" in refused


@pytest.mark.requirement("cert-01")
def test_a_certificate_is_prepared_for_upload_by_hand(
    connected: Commands, netsuite: RunningAccount, tmp_path: Path
) -> None:
    out = tmp_path / "certificate.p12"
    said = connected("certificate", "prepare", str(out))
    password = next(
        line.removeprefix("Password: ") for line in said.splitlines() if line.startswith("Password: ")
    )
    assert out.stat().st_mode & 0o077 == 0
    loaded = load_pkcs12(out.read_bytes(), password.encode())
    assert loaded.key is not None
    (listed,) = connected.json("certificate", "list")["certificates"]
    assert listed["state"] == "pending"
    refused = connected("certificate", "confirm", str(listed["id"]), code=1)
    assert f"upload this one under its name {listed['name']!r}" in refused
    account = netsuite.account
    account.certificates.upload(
        account.access.system_session(),
        "custcertificate_oa_realtime",
        listed["name"],
        "realtime.p12",
        out.read_bytes(),
        password=password,
    )
    connected("certificate", "confirm", str(listed["id"]))
    assert "the certificate is current" in connected("certificate", "confirm", str(listed["id"]), code=1)
    assert Certificate.objects.get().sealed is None
    assert "no certificate 999" in connected("certificate", "confirm", "999", code=1)


def test_several_connections_must_be_named(connected: Commands, connection_file: Writing) -> None:
    connected("connection", "add", "--file", str(connection_file(name="Second", spp_database_id="spp-2")))
    assert "say which" in connected("workflow", "list", code=2)
    assert not any(one["added"] for one in connected.json("workflow", "list", "--connection", "Second"))
    assert "no connection 'Third'" in connected("workflow", "list", "--connection", "Third", code=1)


def test_nothing_running_and_no_database_exit_3(
    command: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    assert "nothing is running" in command("runs", "list", "--data", str(tmp_path / "empty"), code=3)
    assert "there is no connection yet" in _with_database(command, monkeypatch)


def test_wrong_use_is_told_apart(command: Commands) -> None:
    with pytest.raises(CycloptsError):
        command("user", "add")


def test_help_is_fast_and_loads_no_part(command: Commands) -> None:
    """The help of everything must not cost Django's or aiohttp's import."""
    script = "import sys, landbridge.cli; print([name for name in ('django', 'aiohttp', 'psycopg') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _with_database(command: Commands, monkeypatch: pytest.MonkeyPatch) -> str:
    settings = connection.settings_dict
    monkeypatch.setenv(
        "DATABASE_URL", f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    )
    return command("group", "list", code=1)


def certificate_in(netsuite: RunningAccount) -> x509.Certificate:
    """The certificate that the local account signs notices with."""
    (stored,) = netsuite.account.certificates.listing()
    assert stored.script_id == "custcertificate_oa_realtime"
    return x509.load_pem_x509_certificate(stored.pem.encode())


def pem_of(row: dict[str, Any]) -> x509.Certificate:
    """The certificate of a listed row, as the service keeps it."""
    return x509.load_pem_x509_certificate(Certificate.objects.get(pk=row["id"]).pem.encode())

"""Integration records by the control plane: command, HTTP and Python, judged as at the pages."""

from __future__ import annotations

import json

import pytest

from landbridge.local.access.model import ADMINISTRATOR, Level
from landbridge.local.control.cli import VARIABLE, app
from landbridge.local.control.client import ControlError
from landbridge.local.testing import RunningAccount


def command(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    """Run a command and return what it prints."""
    with pytest.raises(SystemExit) as ended:
        app(words)
    assert ended.value.code == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.requirement("record-01")
@pytest.mark.requirement("record-02")
def test_a_record_lives_and_ends_by_command(
    running: RunningAccount, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, running.control.url)
    made = command(
        capsys,
        *("create-integration", "By command", "--note", "first", "--concurrency-limit", "2"),
        *("--boxes", "TOKEN_BASED_AUTHENTICATION", "--boxes", "CLIENT_CREDENTIALS_GRANT"),
        *("--scopes", "restlets", "--refresh-token-hours", "24"),
    )
    assert isinstance(made, dict)
    pair = (made.pop("consumer_key"), made.pop("consumer_secret"))
    known = running.account.access.applications.integration(made["id"])
    assert known is not None
    assert pair == (known.consumer_key, known.consumer_secret)
    assert (made["state"], made["concurrency_limit"], made["refresh_token_hours"]) == ("ENABLED", 2, 24)
    assert command(capsys, "integration", made["id"]) == made
    changed = command(
        capsys, "change-integration", made["id"], "--name", "Renamed", "--concurrency-limit", "0"
    )
    assert isinstance(changed, dict)
    assert (changed["name"], changed["note"], changed["concurrency_limit"]) == ("Renamed", "first", None)
    renewed = command(capsys, "reset-credentials", made["id"])
    assert isinstance(renewed, dict)
    assert renewed["consumer_key"] != pair[0]
    notes = command(capsys, "system-notes", made["id"])
    assert "Renamed" in json.dumps(notes)
    everything = json.dumps(
        [notes, command(capsys, "integrations"), command(capsys, "integration", made["id"])]
    )
    assert not {*pair, renewed["consumer_key"], renewed["consumer_secret"]} & set(everything.split('"'))
    assert command(capsys, "delete-integration", made["id"]) == {"id": made["id"], "deleted": True}
    assert running.account.access.applications.integration(made["id"]) is None


@pytest.mark.requirement("record-01")
@pytest.mark.requirement("record-07")
def test_refusals_name_the_field_and_change_nothing(running: RunningAccount) -> None:
    control, before = running.control, running.account.access.integrations()
    for arguments, status, words in (
        ({"name": ""}, 400, "name: Enter a value"),
        ({"callback_url": "http://example.com", "note": "x"}, 400, "callback_url: Enter an address"),
        ({"concurrency_limit": 1000, "state": "BLOCKED"}, 400, "concurrency_limit: The integration's limit"),
        ({"scopes": ["mcp", "restlets"]}, 400, "scopes: The scope of the AI connector"),
        ({"state": "OPEN"}, 400, "state: Choose one of"),
        ({"note": "x", "user": "anna@demo.example"}, 403, "ADMI_INTEGRAPP"),
        ({"note": "x", "user": "nobody@demo.example"}, 400, "there is no user"),
    ):
        with pytest.raises(ControlError, match=words) as refused:
            control.change_integration(id="1", **arguments)
        assert refused.value.status == status
    with pytest.raises(ControlError, match="LIST_INTEGRAPP") as hidden:
        control.integrations(user="anna@demo.example")
    assert hidden.value.status == 403
    with pytest.raises(ControlError, match="there is no integration 99"):
        control.reset_credentials(id="99")
    assert running.account.access.integrations() == before


@pytest.mark.requirement("record-05")
def test_notes_name_the_user_a_control_acts_as(running: RunningAccount) -> None:
    access = running.account.access
    anna = access.user_by_email("anna@demo.example")
    assert anna is not None
    role = access.role(anna.role_ids[0])
    assert role is not None
    access.set_permission(role.script_id, "ADMI_INTEGRAPP", Level.FULL)
    changed = running.control.change_integration(id="1", state="BLOCKED", user="anna@demo.example")
    assert changed["state_changed_by"] == anna.id
    newest = running.control.system_notes(id="1")[0]
    assert (newest["user_id"], newest["field"], newest["type"]) == (anna.id, "Last State Change By", "Change")


def test_nobody_acts_who_is_inactive(running: RunningAccount) -> None:
    control, access = running.control, running.account.access
    first = next(user for user in access.users() if ADMINISTRATOR in user.role_ids)
    second = access.user_by_email("anna@demo.example")
    assert second is not None
    access.give_access(second.id, (ADMINISTRATOR,))
    control.change_user(id=first.id, inactive=True)
    for control_of, arguments in (
        (control.create_integration, {"name": "By nobody"}),
        (control.integrations, {}),
        (control.save, {"type": "customer", "values": {"companyName": "By nobody"}}),
    ):
        with pytest.raises(ControlError, match="is inactive"):
            control_of(**arguments, user=first.id)
    assert control.tokens(owner=first.id, user=second.id) == control.tokens(owner=first.email)
    made = control.create_integration(name="By the next administrator")
    assert made["created_by"] == second.id
    control.change_user(id=second.id, inactive=True)
    with pytest.raises(ControlError, match="there is no active user with the Administrator role"):
        control.create_integration(name="By nobody")
    control.change_user(id=first.email, inactive=False)
    assert control.create_integration(name="By the first again")["created_by"] == first.id

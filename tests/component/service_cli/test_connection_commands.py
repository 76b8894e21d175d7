"""A connection changed, compared and switched at the command line, on an account that really runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from landbridge.local.access.model import Level
from landbridge.local.testing import RunningAccount
from landbridge.recordtypes import RECORD_TYPES
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import KEY, SECRET
from tests.component.service_cli.conftest import Commands
from tests.component.service_connections.machines import oauth2_parts

Writing = Callable[..., Path]
TOKEN = ("consumer_key", "consumer_secret", "token_id", "token_secret")


def given(netsuite: RunningAccount) -> str:
    """OAuth 2.0 credentials as `--file -` takes them."""
    return json.dumps({name: value for name, value in asdict(oauth2_parts(netsuite)).items() if value})


@pytest.mark.requirement("reach-07")
def test_what_ends_is_told_when_a_connection_is_saved_and_listed(
    command: Commands, connection_file: Writing
) -> None:
    assert "NetSuite removes SOAP with 2028.2" in command(
        "connection", "add", "--file", str(connection_file())
    )
    assert "Demo: NetSuite removes SOAP with 2028.2" in command("connection", "list")
    (listed,) = command.json("connection", "list")["connections"]
    assert {one["code"] for one in listed["notices"]} == {"new_refused", "soap_removed", "tokens_removed"}


def test_a_connection_is_edited_by_what_is_given_alone(connected: Commands) -> None:
    before = ConnectionDraft.of(Connection.objects.get())
    connected("connection", "edit", "Demo", "--rename", "Main", "--retries", "3", "--max-concurrency", "2")
    after = ConnectionDraft.of(Connection.objects.get())
    assert (after.name, after.retries, after.max_concurrency) == ("Main", 3, 2)
    assert after.credentials == before.credentials
    assert "0 to 10" in connected("connection", "edit", "Main", "--retries", "11", code=1)
    assert "disabled" in connected("connection", "edit", "--soap-version", "2017_1", code=1)
    wrong = json.dumps({"retries": "many"})
    assert "not a number" in connected("connection", "edit", "--file", "-", code=2, stdin=wrong)
    for entered, said in (
        ({"retries": True}, "not a number"),
        ({"use_publisher_record": 1}, "not a truth value"),
    ):
        wrong = json.dumps(entered)
        assert said in connected("connection", "edit", "--file", "-", code=2, stdin=wrong)
    refused = connected.json("connection", "edit", "--connect-to", "127.0.0.1:1", code=1)
    assert refused["ok"] is False
    assert ConnectionDraft.of(Connection.objects.get()) == after


@pytest.mark.requirement("reach-08")
def test_oauth2_credentials_make_a_new_connection_read_by_suiteql(
    command: Commands, connection_file: Writing, netsuite: RunningAccount, tmp_path: Path
) -> None:
    parts = oauth2_parts(netsuite)
    key = tmp_path / "key.pem"
    key.write_text(parts.private_key, encoding="ascii")
    key.chmod(0o600)
    file = connection_file(
        client_id=parts.client_id, certificate_id=parts.certificate_id, **dict.fromkeys(TOKEN, "")
    )
    saved = command.json("connection", "add", "--file", str(file), "--private-key-file", str(key))
    assert (saved["ok"], saved["notices"]) == (True, [])
    assert [one.protocol for one in Connection.objects.all()] == ["rest"]


@pytest.mark.requirement("cred-06")
def test_the_publishers_record_is_used_or_said_to_be_missing(
    command: Commands, connection_file: Writing, netsuite: RunningAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(connection_file(consumer_key="", consumer_secret=""))
    arguments = ("connection", "add", "--file", file, "--use-publisher-record")
    assert "the publisher has no integration record configured" in command(*arguments, code=1)
    monkeypatch.setenv(KEY, netsuite.secrets.consumer_key)
    monkeypatch.setenv(SECRET, netsuite.secrets.consumer_secret)
    assert command.json(*arguments)["ok"] is True
    monkeypatch.delenv(KEY)
    report = command.json("connection", "test", code=1)
    assert "publisher" in json.dumps(report)


@pytest.mark.requirement("shape-02")
def test_compare_prints_that_there_is_no_difference(connected: Commands, netsuite: RunningAccount) -> None:
    text = connected("connection", "compare", "--type", "employee", "--file", "-", stdin=given(netsuite))
    assert "records read both ways: no difference." in text
    assert "cannot be read both ways" in connected("connection", "compare", "--type", "unicorn", code=2)
    assert ConnectionDraft.of(Connection.objects.get()).credentials.private_key == ""


@pytest.mark.requirement("shape-02")
def test_compare_prints_a_field_that_queries_do_not_read(
    connected: Commands, netsuite: RunningAccount
) -> None:
    ask = ("connection", "compare", "--type", "expenseCategory", "--file", "-")
    netsuite.account.access.set_permission(
        "customrole_oa_integration", RECORD_TYPES["expenseCategory"].permission, Level.VIEW
    )
    text = connected(*ask, stdin=given(netsuite))
    (told,) = [one for one in text.splitlines() if "subsidiaryList" in one]
    assert "expenseCategory" in told


@pytest.mark.requirement("shape-03", "cred-03")
def test_the_guided_switch_and_a_rotation(connected: Commands, netsuite: RunningAccount) -> None:
    nothing = connected("connection", "switch", "--to", "soap", "--yes", code=1)
    assert "already" in nothing
    to_rest = ("connection", "switch", "Demo", "--to", "rest", "--file", "-")
    for json_too in ((), ("--json",)):
        assert "--yes" in connected(*to_rest, *json_too, code=2, stdin=given(netsuite))
    assert Connection.objects.get().protocol == "soap"
    switched = connected.json(*to_rest, "--yes", stdin=given(netsuite))
    assert (switched["ok"], switched["protocol"], switched["comparison"]["differences"]) == (True, "rest", [])
    netsuite.account.access.set_permission(
        "customrole_oa_integration", "ADMI_MANAGE_OWN_OAUTH2_CERTS", Level.FULL
    )
    rotated = connected.json("connection", "rotate-oauth2-certificate")
    assert (
        rotated["certificate_id"] == ConnectionDraft.of(Connection.objects.get()).credentials.certificate_id
    )
    assert connected.json("connection", "test")["ok"] is True
    back = connected("connection", "switch", "--to", "soap", "--yes")
    assert "Demo uses SOAP now." in back
    assert "Signs in by: OAuth 2.0 -> Access token" in back

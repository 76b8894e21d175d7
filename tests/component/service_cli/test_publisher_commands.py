"""`landbridge publisher` on an account that really runs: the demo's own record stands for the publisher's."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.local.testing import RunningAccount
from landbridge.service.connections.publisher import KEY, SECRET
from tests.component.service_cli.conftest import Commands

pytestmark = pytest.mark.requirement("publisher-02")


def pair(netsuite: RunningAccount, **changed: str) -> str:
    """What `--file -` takes."""
    secrets = netsuite.secrets
    return json.dumps(
        {"consumer_key": secrets.consumer_key, "consumer_secret": secrets.consumer_secret} | changed
    )


@pytest.mark.requirement("publisher-01")
def test_a_connection_needs_account_and_token_alone_once_the_record_is_set(
    command: Commands, connection_file: Callable[..., Path], netsuite: RunningAccount
) -> None:
    token = connection_file(consumer_key="", consumer_secret="", use_publisher_record=True)
    assert "no integration record configured" in command("connection", "add", "--file", str(token), code=1)
    told = command("publisher", "set", "--file", "-", "--name", "Landbridge", stdin=pair(netsuite))
    ending = netsuite.secrets.consumer_key[-4:]
    assert f"ends with {ending}" in told
    assert "No connection uses the record." in command("publisher", "check")
    command("connection", "add", "--file", str(token))
    shown = command.json("publisher", "show")
    assert (shown["source"], shown["name"], shown["key_ending"]) == ("database", "Landbridge", ending)
    assert [one["name"] for one in shown["connections"]] == ["Demo"]
    (checked,) = command.json("publisher", "check", "Demo")["connections"]
    assert checked["ok"]
    for text in (told, json.dumps(shown), command("publisher", "show")):
        assert netsuite.secrets.consumer_key not in text
        assert netsuite.secrets.consumer_secret not in text


@pytest.mark.requirement("publisher-03")
def test_a_regeneration_waits_for_a_pair_that_netsuite_takes(
    command: Commands, connection_file: Callable[..., Path], netsuite: RunningAccount
) -> None:
    command("publisher", "set", "--file", "-", stdin=pair(netsuite))
    token = connection_file(consumer_key="", consumer_secret="", use_publisher_record=True)
    command("connection", "add", "--file", str(token))
    assert "Reset Credentials" in command("publisher", "regenerate")
    assert command.json("publisher", "show")["connections"][0]["waits"]
    wrong = command("publisher", "set", "--file", "-", code=1, stdin=pair(netsuite, consumer_key="f" * 64))
    assert "The one before stays in use" in wrong
    assert command.json("publisher", "show")["regenerating_since"]
    assert "go on with the pair that is set" in command("publisher", "regenerate", "--abandon")
    assert "None was under way" in command("publisher", "regenerate", "--abandon")
    command("publisher", "regenerate")
    assert command.json("publisher", "set", "--file", "-", stdin=pair(netsuite))["ok"]
    assert not command.json("publisher", "show")["connections"][0]["waits"]


def test_what_is_refused_says_what_to_do(
    command: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "missing consumer_key, consumer_secret" in command("publisher", "set", code=2)
    path = tmp_path / "pair.json"
    path.write_text(json.dumps({"consumer_key": "k", "consumer_secret": "hush"}), encoding="utf-8")
    path.chmod(0o644)
    assert "chmod 600" in command("publisher", "set", "--file", str(path), code=2)
    path.chmod(0o600)
    monkeypatch.setenv(KEY, "key")
    monkeypatch.setenv(SECRET, "secret")
    told = command("publisher", "set", "--file", str(path), code=1)
    assert "the environment sets the publisher's record" in told
    assert "hush" not in told


class Terminal(io.StringIO):
    """A stdin at which a person sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person answers to the prompts, in order; at its end the person closes the terminal."""
    answers: list[str] = []

    def ask(_: str) -> str:
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr("tests.component.service_cli.conftest.io.StringIO", Terminal)
    monkeypatch.setattr("getpass.getpass", ask)
    return answers


@pytest.mark.requirement("publisher-03")
def test_a_slip_at_the_prompt_asks_again_and_leaves_the_runs_waiting(
    command: Commands, connection_file: Callable[..., Path], netsuite: RunningAccount, typed: list[str]
) -> None:
    command("publisher", "set", "--file", "-", stdin=pair(netsuite))
    token = connection_file(consumer_key="", consumer_secret="", use_publisher_record=True)
    command("connection", "add", "--file", str(token))
    typed += ["", "", "no key at all", "hush hush"]
    told = command("publisher", "regenerate", code=1)
    assert told.count("Not set: the consumer key") == 2
    assert "Runs go on waiting" in told
    assert "hush" not in told
    assert command.json("publisher", "show")["regenerating_since"]
    typed += ["", "", netsuite.secrets.consumer_key, netsuite.secrets.consumer_secret]
    told = command("publisher", "regenerate")
    assert "Runs that waited for it go on by themselves." in told
    assert not command.json("publisher", "show")["regenerating_since"]


@pytest.mark.requirement("publisher-03")
def test_no_run_waits_for_a_regeneration_whose_connection_is_not_there(
    command: Commands, netsuite: RunningAccount
) -> None:
    command("publisher", "set", "--file", "-", stdin=pair(netsuite))
    told = command("publisher", "regenerate", "--connection", "Nobody's", code=1)
    assert "there is no connection" in told
    assert command.json("publisher", "show")["regenerating_since"] is None


@pytest.mark.requirement("publisher-03")
def test_a_pair_is_stored_untried_where_somebody_says_so(
    command: Commands, connection_file: Callable[..., Path], netsuite: RunningAccount
) -> None:
    command("publisher", "set", "--file", "-", stdin=pair(netsuite))
    token = connection_file(consumer_key="", consumer_secret="", use_publisher_record=True)
    command("connection", "add", "--file", str(token))
    unknown = pair(netsuite, consumer_key="f" * 64)
    assert "--untried" in command("publisher", "set", "--file", "-", code=1, stdin=unknown)
    told = command("publisher", "set", "--file", "-", "--untried", stdin=unknown)
    assert "Neither key nor secret was tried." in told
    assert command.json("publisher", "show")["key_ending"] == "ffff"
    told = command("publisher", "check", code=1)
    assert "Demo:" in told

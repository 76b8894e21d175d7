"""`landbridge config`: export, diff and apply as somebody types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Commands


@pytest.fixture
def two_connections(command: Commands, connection_file: Callable[..., Path]) -> None:
    command("connection", "add", "--file", str(connection_file(name="Sandbox")))
    command("connection", "add", "--file", str(connection_file(name="Production", spp_database_id="spp-2")))
    command("workflow", "activate", "--connection", "Sandbox")


@pytest.mark.requirement("promote-01", "promote-02", "promote-03")
def test_a_configuration_goes_from_one_connection_to_another(
    command: Commands, two_connections: None, tmp_path: Path
) -> None:
    file = tmp_path / "sandbox.yaml"
    command("config", "export", "Sandbox", "--output", str(file))
    assert "customers:" in file.read_text(encoding="utf-8")

    foretold = command.json("config", "diff", str(file), "--as", "Sandbox=Production", code=1)
    assert foretold["problems"] == []
    assert "connection Production, workflow customers" in {one["where"] for one in foretold["differences"]}

    done = command("config", "apply", str(file), "--as", "Sandbox=Production")
    assert done.endswith("Applied.\n")
    assert command("config", "diff", str(file), "--as", "Sandbox=Production") == "Nothing differs.\n"
    states = command.json("workflow", "list", "--connection", "Production")
    assert {one["active"] for one in states if one["added"]} == {True}


@pytest.mark.requirement("promote-01", "cred-07")
def test_the_exported_file_holds_no_secret(
    command: Commands, two_connections: None, connection_file: Callable[..., Path]
) -> None:
    exported = command("config", "export")
    secrets = json.loads(connection_file().read_text(encoding="utf-8"))
    for name in ("consumer_key", "consumer_secret", "token_id", "token_secret"):
        assert secrets[name] not in exported


@pytest.mark.requirement("promote-04")
@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("connections: [", (), "line 1, column"),
        ("landbridge_configuration: 1\nconnections:\n- name: Nowhere\n", (), "there is no connection 'Nowhere' here"),
        ("landbridge_configuration: 1\n", ("--as", "Sandbox=Production"), "the file has no connection 'Sandbox'"),
    ],
    ids=["yaml", "unknown connection", "unknown name"],
)  # fmt: skip
def test_what_cannot_be_applied_is_said_in_one_line(
    command: Commands, text: str, arguments: tuple[str, ...], said: str
) -> None:
    printed = command("config", "apply", "-", *arguments, stdin=text, code=1)
    assert said in printed
    assert printed.count("\n") == 1


def test_a_file_that_is_not_there_and_a_malformed_name_are_wrong_use(
    command: Commands, tmp_path: Path
) -> None:
    assert "No such file" in command("config", "diff", str(tmp_path / "none.yaml"), code=2)
    given = "landbridge_configuration: 1\n"
    assert "THEIRS=OURS" in command("config", "diff", "-", "--as", "Sandbox", stdin=given, code=2)

"""`landbridge setup`, from nothing on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.component.service_setup.conftest import Commands


def states(found: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["state"] for one in found["steps"]}


@pytest.mark.requirement("setup-01")
def test_without_a_connection_the_first_step_is_to_make_one(command: Commands) -> None:
    found = command.json("setup", code=1)
    assert found["next"] == "connection"
    assert states(found).pop("connection") == "missing"
    assert {state for name, state in states(found).items() if name != "connection"} == {"not_yet"}
    assert not any(one["can_do"] for one in found["steps"])


def test_workflows_are_chosen_before_anything_is_done(
    command: Commands, connection_file: Callable[..., Path]
) -> None:
    command("connection", "add", "--file", str(connection_file()))
    told = command("setup", "--do", code=1)
    assert "Stopped: Say what is to be imported, with --workflow: " in told
    found = command.json("setup", "--do", "--workflow", "customers", "--workflow", "projects", code=1)
    assert [one["name"] for one in found["done"]] == ["workflows"]
    assert states(found)["workflows"] == "done"
    assert found["next"] == "suiteapp"

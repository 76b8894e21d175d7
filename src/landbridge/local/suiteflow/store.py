"""``account.workflows``: the account's workflows, kept in its tables."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, replace
from typing import Any

from landbridge.local.storage import Database
from landbridge.local.suiteflow.model import Condition, SetFieldValue, Workflow


class UnknownWorkflow(LookupError):  # noqa: N818 - named for what happened, as everywhere in the project
    """There is no such workflow."""


class Workflows:
    """All workflows. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._found: dict[str, Workflow] = {}
        self.load()

    def load(self) -> None:
        """Read the workflows anew: the account's tables have been replaced."""
        rows = self._database.rows("SELECT document FROM customization WHERE kind = 'workflow'")
        found = [_workflow_of(json.loads(row["document"])) for row in rows]
        with self._lock:
            self._found = {one.script_id: one for one in found}

    def all(self) -> list[Workflow]:
        """Return every workflow, by internal id."""
        return sorted(self._found.values(), key=lambda one: one.number)

    def get(self, script_id: str) -> Workflow:
        """Return one workflow. Raises :class:`UnknownWorkflow`."""
        if script_id not in self._found:
            raise UnknownWorkflow(script_id)
        return self._found[script_id]

    def define(self, workflow: Workflow) -> Workflow:
        """Keep a workflow, in place of an earlier one of the same script id, whose internal id it takes over."""
        with self._lock:
            known = self._found.get(workflow.script_id)
            highest = max((one.number for one in self._found.values()), default=0)
            workflow = replace(workflow, number=known.number if known else highest + 1)
            with self._database.transaction() as connection:
                connection.execute(
                    "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('workflow', ?, ?)",
                    (workflow.script_id, json.dumps(asdict(workflow))),
                )
            self._found = {**self._found, workflow.script_id: workflow}
        return workflow


def _workflow_of(document: dict[str, Any]) -> Workflow:
    condition = document["condition"]
    return Workflow(
        **{
            **document,
            "record_types": tuple(document["record_types"]),
            "contexts": tuple(document["contexts"]),
            "actions": tuple(SetFieldValue(**action) for action in document["actions"]),
            "condition": Condition(**condition) if condition else None,
        }
    )

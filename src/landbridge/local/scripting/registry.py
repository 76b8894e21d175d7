"""Script and deployment records: kept in the account's tables, so that a restart finds what was switched off."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from typing import Any

from landbridge.local.scripting.model import RESTLET, USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.storage import Database


class UnknownScript(LookupError):  # noqa: N818 - named for what happened, as everywhere in the project
    """There is no such script or deployment."""


class Registry:
    """All scripts and deployments of the account. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._scripts: dict[str, Script] = {}
        self._deployments: dict[str, Deployment] = {}
        self.load()

    def load(self) -> None:
        """Read all scripts and deployments from the account's tables."""
        scripts = [Script(**document) for document in self._documents("script")]
        deployments = [_deployment_of(document) for document in self._documents("deployment")]
        with self._lock:
            self._scripts = {script.script_id: script for script in scripts}
            self._deployments = {deployment.script_id: deployment for deployment in deployments}

    def scripts(self) -> list[Script]:
        """Return all scripts by internal id."""
        return sorted(self._scripts.values(), key=lambda script: script.number)

    def deployments(self) -> list[Deployment]:
        """Return all deployments: by record type, in the order in which they run there."""
        return sorted(
            self._deployments.values(), key=lambda found: (found.record_type, found.position, found.number)
        )

    def script(self, script_id: str) -> Script:
        """Return a script by script id. Raises :class:`UnknownScript`."""
        if script_id not in self._scripts:
            raise UnknownScript(script_id)
        return self._scripts[script_id]

    def deployment(self, script_id: str) -> Deployment:
        """Return a deployment by script id. Raises :class:`UnknownScript`."""
        if script_id not in self._deployments:
            raise UnknownScript(script_id)
        return self._deployments[script_id]

    def addressed(self, script: str, deployment: str) -> tuple[Script, Deployment]:
        """Return what `script=` and `deploy=` of an address name, by id or by number. Raises :class:`UnknownScript`."""
        found = next(
            (one for one in self._scripts.values() if script in (one.script_id, str(one.number))), None
        )
        if found is None:
            raise UnknownScript(script)
        for one in self._deployments.values():
            if one.script == found.script_id and deployment in (one.script_id, str(one.number)):
                return found, one
        raise UnknownScript(deployment)

    def user_events(self, record_type: str) -> list[tuple[Script, Deployment]]:
        """Return the user event scripts on a SuiteScript record type, in list order, deployed or not."""
        wanted = record_type.lower()
        return [
            (self._scripts[one.script], one)
            for one in self.deployments()
            if one.record_type == wanted and self._scripts[one.script].kind == USER_EVENT
        ]

    def restlet(self, script: str, deployment: str) -> tuple[Script, Deployment]:
        """Return a RESTlet and its deployment. Raises :class:`UnknownScript`."""
        found, deployed = self.addressed(script, deployment)
        if found.kind != RESTLET:
            raise UnknownScript(script)
        return found, deployed

    def define(self, script: Script, deployments: Iterable[Deployment]) -> Script:
        """Install a script with its deployments, or install it anew: numbers and places in the order are kept.

        A new script keeps the number that it brings, or gets the next one when that is 0. What a bundle brought remains the
        bundle's, and a bundle leaves deployments that are there as they are.
        """
        with self._changing():
            known = self._scripts.get(script.script_id)
            number = known.number if known else script.number or self._next_number()
            bundle = script.bundle or (known.bundle if known else "")
            keeps_deployments = bool(script.bundle)
            script = replace(script, number=number, bundle=bundle)
            self._scripts = {**self._scripts, script.script_id: script}
            self._keep("script", script.script_id, asdict(script))
            for index, deployment in enumerate(deployments, start=1):
                if not (keeps_deployments and deployment.script_id in self._deployments):
                    self._install(replace(deployment, number=index))
        return script

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change what is known and what is kept together: the tables first, for an installation holds them all along."""
        with self._database.transaction(), self._lock:
            yield

    def _next_number(self) -> int:
        return max((one.number for one in self._scripts.values()), default=0) + 1

    def _install(self, deployment: Deployment) -> None:
        """Take over a project's deployment. Installed again unchanged, it keeps what an administrator changed since."""
        before = self._deployments.get(deployment.script_id)
        document = json.dumps(_document_of(deployment))
        row = self._database.row(
            "SELECT document FROM customization WHERE kind = 'deployment as installed' AND script_id = ?",
            (deployment.script_id,),
        )
        if before is not None and row is not None and row["document"] == document:
            return
        self._put(replace(deployment, position=before.position if before else self._next_place(deployment)))
        self._keep("deployment as installed", deployment.script_id, _document_of(deployment))

    def change(self, script_id: str, **changes: Any) -> Deployment:
        """Change fields of a deployment. Raises :class:`UnknownScript`, `TypeError` for an unknown field."""
        with self._changing():
            changed = replace(self.deployment(script_id), **changes)
            self._put(changed)
        return changed

    def reorder(self, record_type: str, scripts: Sequence[str]) -> None:
        """Give the user event scripts of a record type another order: those named, then the others as they stand."""
        ranks = {script: place for place, script in enumerate(scripts)}
        with self._changing():
            listed = [one for one in self.deployments() if one.record_type == record_type]
            listed.sort(key=lambda one: ranks.get(one.script, len(ranks)))
            for place, deployment in enumerate(listed, start=1):
                if deployment.position != place:
                    self._put(replace(deployment, position=place))

    def _next_place(self, deployment: Deployment) -> int:
        places = [
            one.position for one in self._deployments.values() if one.record_type == deployment.record_type
        ]
        return max(places, default=0) + 1

    def _put(self, deployment: Deployment) -> None:
        self._deployments = {**self._deployments, deployment.script_id: deployment}
        self._keep("deployment", deployment.script_id, _document_of(deployment))

    def _keep(self, kind: str, script_id: str, document: dict[str, Any]) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES (?, ?, ?)",
                (kind, script_id, json.dumps(document)),
            )

    def _documents(self, kind: str) -> list[dict[str, Any]]:
        rows = self._database.rows("SELECT document FROM customization WHERE kind = ?", (kind,))
        return [json.loads(row["document"]) for row in rows]


def _document_of(deployment: Deployment) -> dict[str, Any]:
    return {**asdict(deployment), "status": deployment.status.value}


def _deployment_of(document: dict[str, Any]) -> Deployment:
    values = {field.name: document[field.name] for field in fields(Deployment) if field.name in document}
    return Deployment(
        **{
            **values,
            "status": DeploymentStatus(document["status"]),
            "roles": tuple(document["roles"]),
            "contexts": tuple(document["contexts"]),
        }
    )

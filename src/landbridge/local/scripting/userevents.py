"""Running user event scripts around a save or a page."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from landbridge.local.access.model import Context, Session
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.records.hooks import PageEffects, PageMessage
from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.scripting import deploying, fieldvalues
from landbridge.local.scripting.deploying import Deployed
from landbridge.local.scripting.facilities import Facilities

if TYPE_CHECKING:
    from landbridge.local.account import Account

PROBE = "?"
"""An entry point that no script has: the engine answers which ones there are."""


class UserEventRunner:
    """The three entry points. What scripts save while one of these runs fires no user events (documented, 6.3)."""

    def __init__(self, account: Account, scripting: Facilities) -> None:
        self._account = account
        self._scripting = scripting
        self._entries: dict[tuple[str, str], frozenset[str]] = {}

    def before_load(
        self, session: Session, event: str, script_type: str, record: Record | None
    ) -> PageEffects:
        """Run beforeLoad. Raises `ScriptFailure` of the first script that failed, after the others."""
        definition = self._definition(script_type)
        state = (
            fieldvalues.stored_state(definition, record)
            if record is not None
            else fieldvalues.record_state(definition, script_type, None, definition.defaults)
        )
        request = _page_request(session, event, record)
        messages: list[PageMessage] = []
        failure: ScriptFailure | None = None
        for deployed in self._chosen("beforeLoad", session, event, script_type):
            try:
                result = self._run(
                    deployed, session, "beforeLoad", event, {"newRecord": state, "request": request}
                )
                messages += [PageMessage(**message) for message in result["messages"]]
            except ScriptFailure as thrown:
                failure = failure or thrown
        if failure is not None:
            raise failure
        return PageEffects(tuple(messages))

    def before_submit(
        self,
        session: Session,
        event: str,
        script_type: str,
        new_values: dict[str, Any],
        old: Record | None,
    ) -> dict[str, Any]:
        """Run beforeSubmit and return `new_values` with what the scripts changed. Raises `ScriptFailure` at the first."""
        records = self._account.records
        definition = records.definition(old.type) if old else self._definition(script_type)
        values = dict(new_values)
        for deployed in self._chosen("beforeSubmit", session, event, script_type):
            whole = values if event == "xedit" or old is None else {**old.values, **values}
            new_state = fieldvalues.record_state(
                definition, script_type, old.id if old else None, whole, partial=event == "xedit"
            )
            context = {"newRecord": new_state, "oldRecord": _old_state(definition, old)}
            result = self._run(deployed, session, "beforeSubmit", event, context)
            values |= fieldvalues.values_from_wire(definition, result["changes"])
        return values

    def after_submit(
        self, session: Session, event: str, script_type: str, new: Record, old: Record | None
    ) -> ScriptFailure | None:
        """Run afterSubmit. One script's failure does not stop the others (assumed); the first is returned."""
        chosen = self._chosen("afterSubmit", session, event, script_type)
        if not chosen:
            return None
        definition = self._account.records.definition(new.type)
        context = {
            "newRecord": self._new_state(definition, event, script_type, new, old),
            "oldRecord": _old_state(definition, old),
        }
        failure: ScriptFailure | None = None
        for deployed in chosen:
            try:
                self._run(deployed, session, "afterSubmit", event, context)
            except ScriptFailure as thrown:
                failure = failure or thrown
        return failure

    def _new_state(
        self, definition: TypeDefinition, event: str, script_type: str, new: Record, old: Record | None
    ) -> dict[str, Any]:
        if event != "xedit" or old is None:
            return {**fieldvalues.stored_state(definition, new), "type": script_type}
        computed = {field.name for field in definition.fields.values() if field.computed}
        edited = {
            name: new.values.get(name)
            for name in {**old.values, **new.values}
            if name not in computed and old.values.get(name) != new.values.get(name)
        }
        return fieldvalues.record_state(definition, script_type, new.id, edited, partial=True)

    def _definition(self, script_type: str) -> TypeDefinition:
        records = self._account.records
        return records.definition(fieldvalues.type_name(records, script_type))

    def _chosen(self, entry: str, session: Session, event: str, script_type: str) -> list[Deployed]:
        access = self._account.access
        running = [
            (script, deployment)
            for script, deployment in self._scripting.registry.user_events(script_type)
            if deploying.runs_for(access, session, script, deployment)
            and deploying.concerns(deployment, event, session)
        ]
        return deploying.in_order(entry, running, self._entries_of) if running else []

    def _entries_of(self, deployed: Deployed) -> frozenset[str]:
        """Return which entry points a script defines: it is loaded once to see, and again when its file changes."""
        script, deployment = deployed
        source = self._scripting.script_files.text(script.file) or ""
        key = script.script_id, hashlib.sha256(source.encode()).hexdigest()
        if key not in self._entries:
            system = self._account.access.system_session()
            try:
                result = self._scripting.execute(
                    script, deployment, system, {"kind": "userevent", "entry": PROBE}
                )
            except ScriptFailure:
                # It cannot be loaded: let every entry point run into the error, where the user sees it.
                return frozenset({"beforeLoad", "beforeSubmit", "afterSubmit"})
            self._entries[key] = frozenset(result["entries"])
        return self._entries[key]

    def _run(
        self, deployed: Deployed, session: Session, entry: str, event: str, context: dict[str, Any]
    ) -> dict[str, Any]:
        script, deployment = deployed
        return self._scripting.execute(
            script,
            deployment,
            replace(session, fires_user_events=False),
            {"kind": "userevent", "entry": entry, "context": {"type": event, **context}},
        )


def _page_request(session: Session, event: str, record: Record | None) -> dict[str, Any] | None:
    """Return the request of a record page; there is none outside of the user interface (documented: beforeLoad)."""
    if session.context is not Context.USERINTERFACE:
        return None
    parameters = {} if record is None else {"id": record.id}
    return {"parameters": {**parameters, "e": "T"} if event == "edit" else parameters}


def _old_state(definition: TypeDefinition, old: Record | None) -> dict[str, Any] | None:
    return fieldvalues.stored_state(definition, old) if old is not None else None

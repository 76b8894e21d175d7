"""Running workflows: after the user event scripts of a save, or on their schedule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.fieldtexts import FieldTexts
from landbridge.local.records.entities import script_type_of, type_name
from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.records.model import Record
from landbridge.local.suiteflow.model import EMPTY, EQUAL, NOT_EMPTY, NOT_EQUAL, Condition, Workflow
from landbridge.recordtypes import Field

if TYPE_CHECKING:
    from landbridge.local.account import Account

ORIGIN = "workflow"
SYSTEM = Session("-4", ADMINISTRATOR, Context.WORKFLOW, ORIGIN)
"""Who runs a scheduled workflow: NetSuite's own user, System (assumed)."""

_MEETS: Mapping[str, Callable[[Any, Any], bool]] = {
    EQUAL: lambda value, wanted: value == wanted,
    NOT_EQUAL: lambda value, wanted: value != wanted,
    EMPTY: lambda value, _wanted: value is None,
    NOT_EMPTY: lambda value, _wanted: value is not None,
}


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a scheduled workflow did to one record: saved it, or the error that refused that."""

    type: str
    id: str
    code: str = ""
    message: str = ""


class SuiteFlow:
    """Runs the account's workflows."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def after_submit(
        self, session: Session, event: str, script_type: str, record: Record
    ) -> ScriptFailure | None:
        """Run what a save begins, and return the first failure.

        What a workflow saves here fires no user events and begins no workflow (documented, fact sheet 6.3).
        """
        saving = replace(session, context=Context.WORKFLOW, origin=ORIGIN, fires_user_events=False)
        failure: ScriptFailure | None = None
        for workflow in self._account.workflows.all():
            if workflow.begins(script_type, event, session.context):
                failed = self._run(saving, workflow, record)
                failure = failure or failed
        return failure

    def run_scheduled(self, script_id: str) -> list[RunResult]:
        """Run a scheduled workflow now, as System: these saves fire user events, in the context WORKFLOW (documented).

        Raises ``UnknownWorkflow``.
        """
        workflow = self._account.workflows.get(script_id)
        results = []
        for record in self._records(workflow):
            if self._meets(workflow, record):
                failed = self._run(SYSTEM, workflow, record)
                results.append(
                    RunResult(record.type, record.id, failed.code, failed.message)
                    if failed
                    else RunResult(record.type, record.id)
                )
        return results

    def _records(self, workflow: Workflow) -> list[Record]:
        """Return the records of the workflow's types; of customers those of its stages."""
        records = self._account.records
        names = {type_name(script_type): None for script_type in workflow.record_types}
        found: list[Record] = []
        for name in names:
            ids = sorted(records.search(name, []), key=int)
            found += records.get_many(name, ids).values()
        return [
            record for record in found if script_type_of(record.type, record.values) in workflow.record_types
        ]

    def _run(self, session: Session, workflow: Workflow, record: Record) -> ScriptFailure | None:
        try:
            if self._meets(workflow, record):
                self._account.records.save(session, record.type, self._values(workflow, record), id=record.id)
        except RecordError as error:
            return ScriptFailure(error.code, error.message, script=workflow.script_id)
        return None

    def _meets(self, workflow: Workflow, record: Record) -> bool:
        condition = workflow.condition
        if condition is None:
            return True
        field = self._account.records.definition(record.type).field_of(condition.field)
        return field is not None and _MEETS[condition.operator](
            record.values.get(field.name), self._wanted(field, condition)
        )

    def _wanted(self, field: Field, condition: Condition) -> Any:
        return FieldTexts(self._account).value(field, condition.text)

    def _values(self, workflow: Workflow, record: Record) -> dict[str, Any]:
        definition, texts = self._account.records.definition(record.type), FieldTexts(self._account)
        fields = {action.field: definition.field_of(action.field) for action in workflow.actions}
        return {
            field.name: texts.value(field, action.text)
            for action in workflow.actions
            if (field := fields[action.field]) is not None
        }

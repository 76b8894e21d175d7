"""Controls that save records as a user of the account would, each in its own execution context."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.control.people import User, session_of
from landbridge.local.importing.csvfile import ImportRefused
from landbridge.local.importing.running import DataHandling, import_csv
from landbridge.local.massupdates import MassUpdateRefused
from landbridge.local.massupdates import mass_update as updated
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.registry import UnknownScript
from landbridge.local.scripting.scheduled import USER_INTERFACE, NotRunnable
from landbridge.local.suiteflow.store import UnknownWorkflow

controls = Controls()

ScriptType = Annotated[str, "SuiteScript type, such as lead, or the id of a custom record type."]


def _scripting(account: Account) -> Scripting:
    if not isinstance(account.scripting, Scripting):
        raise ControlRefusal("this account runs no scripts", status=409)
    return account.scripting


@controls.declare("POST", "/csv_import")
def csv_import(
    account: Account,
    *,
    type: ScriptType,  # noqa: A002 - as it is typed
    csv: Annotated[str, "The file's text: a header of field ids or labels, then the rows."],
    handling: Annotated[str, "ADD, UPDATE or ADDUPDATE."] = DataHandling.ADD.value,
    run_scripts: Annotated[bool, "Run Server SuiteScript and Trigger Workflows."] = True,
    user: User = None,
) -> list[dict[str, Any]]:
    """Import CSV records in the context CSVIMPORT; answers what became of each row."""
    if handling not in DataHandling.__members__:
        raise ControlRefusal(f"handling is one of {', '.join(DataHandling)}")
    try:
        rows = import_csv(
            account, session_of(account, user), type, csv, DataHandling(handling), run_scripts=run_scripts
        )
    except (ImportRefused, PermissionMissing) as error:
        raise ControlRefusal(str(error)) from error
    return [asdict(row) for row in rows]


@controls.declare("POST", "/mass_update")
def mass_update(
    account: Account,
    *,
    type: ScriptType,  # noqa: A002 - as it is typed
    field: Annotated[str, "SuiteScript id of the field."],
    value: Annotated[str, "Its new value, as a person writes it; empty clears."],
    ids: Annotated[list[str] | None, "Internal ids of the records."] = None,
    search: Annotated[str, "Saved search that finds them, by script id or internal id."] = "",
    user: User = None,
) -> list[dict[str, Any]]:
    """Give one field of many records a value, in the context CUSTOMMASSUPDATE with the event xedit."""
    try:
        results = updated(
            account, session_of(account, user), type, field, value, ids=ids or (), search=search
        )
    except (MassUpdateRefused, PermissionMissing) as error:
        raise ControlRefusal(str(error)) from error
    return [asdict(one) for one in results]


@controls.declare("POST", "/run_script")
def run_script(
    account: Account,
    *,
    deployment: Annotated[str, "Script id of a scheduled script's deployment."],
    invocation: Annotated[str, "What context.type says."] = USER_INTERFACE,
) -> dict[str, Any]:
    """Run a scheduled script now, to its end, in the context SCHEDULED; answers what it threw."""
    try:
        _scripting(account).run_scheduled_script(deployment, invocation)
    except UnknownScript as error:
        raise ControlRefusal(f"there is no deployment {deployment}", status=404) from error
    except NotRunnable as error:
        raise ControlRefusal(str(error)) from error
    except ScriptFailure as failure:
        return {"error": {"code": failure.code, "message": failure.message}}
    return {"error": None}


@controls.declare("GET", "/workflows")
def workflows(account: Account) -> list[dict[str, Any]]:
    """The SuiteFlow workflows that are installed."""
    return [asdict(one) for one in account.workflows.all()]


@controls.declare("POST", "/run_workflow")
def run_workflow(
    account: Account, *, workflow: Annotated[str, "Script id of a workflow."]
) -> list[dict[str, Any]]:
    """Run a workflow now for every record that meets its condition, in the context WORKFLOW, as its schedule would."""
    try:
        return [asdict(one) for one in _scripting(account).run_workflow(workflow)]
    except UnknownWorkflow as error:
        raise ControlRefusal(f"there is no workflow {workflow}", status=404) from error

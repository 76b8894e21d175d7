"""Script records, their deployments and roles, as N/search shows them.

Names of types and columns as public scripts use them (observed), among them `recordtype` in capitals, `scripttype` USEREVENT, and
a deployment's `scriptid` in capitals. Assumed: a deployment's internal id, the role's `scriptid`, and that a search of any of these
asks for the SuiteScript permission.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.local.scripting.host.summaries import Cell
from landbridge.local.scripting.model import Deployment, Script
from landbridge.recordtypes import SCRIPT_TYPES

if TYPE_CHECKING:
    from landbridge.local.scripting.execution import Execution

PERMISSION = "ADMI_CUSTOMSCRIPT"

KINDS = {
    "usereventscript": ("USEREVENT", "User Event"),
    "restlet": ("RESTLET", "RESTlet"),
    "scheduledscript": ("SCHEDULED", "Scheduled"),
}
"""SDF object type -> value and text of `scripttype`."""

DEPLOYMENTS_OF_A_SCRIPT = 1000
"""Internal ids of deployments are made of the script's and of the deployment's number within it."""

Columns = Mapping[str, Cell]


def text(value: str) -> Cell:
    """Return the cell of a text column."""
    return Cell(value, None, value or None)


def flag(value: bool) -> Cell:
    """Return the cell of a check box."""
    return Cell(value, None, value)


def choice(value: str, shown: str) -> Cell:
    """Return the cell of a select column."""
    return Cell(value, shown, shown or None)


def _script_columns(execution: Execution, script: Script) -> Columns:
    kind, shown = KINDS.get(script.kind, (script.kind.upper(), script.kind))
    owner = execution.account.records.display("employee", script.owner) if script.owner else ""
    return {
        "internalid": choice(str(script.number), str(script.number)),
        "scriptid": text(script.script_id),
        "name": text(script.name),
        "description": text(script.description),
        "scripttype": choice(kind, shown),
        "apiversion": choice(script.api_version, script.api_version),
        "scriptfile": text(script.file.rpartition("/")[2]),
        "owner": choice(script.owner, owner),
        "isinactive": flag(script.is_inactive),
    }


def _record_type(execution: Execution, deployment: Deployment) -> Cell:
    name = deployment.record_type
    custom = execution.account.records.custom_record_type(name)
    known = SCRIPT_TYPES.get(name)
    shown = custom.name if custom else known.label if known else name
    return choice(name.upper(), shown)


def _deployment_columns(execution: Execution, deployment: Deployment, script: Script) -> Columns:
    role = execution.account.access.role_by_script_id(deployment.run_as_role)
    of_script = _script_columns(execution, script)
    return {
        "internalid": choice(deployment_id(deployment, script), deployment_id(deployment, script)),
        "scriptid": text(deployment.script_id.upper()),
        "deploymentid": text(str(deployment.number)),
        "title": text(deployment.title or deployment.script_id),
        "script": choice(str(script.number), script.name),
        "scripttype": of_script["scripttype"],
        "recordtype": _record_type(execution, deployment),
        "isdeployed": flag(deployment.is_deployed),
        "isinactive": flag(script.is_inactive),
        "status": choice(deployment.status.value, deployment.status.label),
        "runasrole": choice(role.id, role.name) if role else choice("", ""),
        "allroles": flag(deployment.all_roles),
        "allemployees": flag(deployment.all_employees),
        "eventtype": choice(deployment.event_type.upper(), deployment.event_type.capitalize()),
        "loglevel": choice(deployment.log_level, deployment.log_level.capitalize()),
        **{f"script.{name}": cell for name, cell in of_script.items()},
    }


def deployment_id(deployment: Deployment, script: Script) -> str:
    """Return the internal id of a deployment (assumed; NetSuite numbers all deployments together)."""
    return str(script.number * DEPLOYMENTS_OF_A_SCRIPT + deployment.number)


def _deployments(execution: Execution) -> Iterator[tuple[str, Columns]]:
    registry = execution.scripting.registry
    for deployment in registry.deployments():
        script = registry.script(deployment.script)
        yield deployment_id(deployment, script), _deployment_columns(execution, deployment, script)


def _scripts(kind: str = "") -> Callable[[Execution], Iterator[tuple[str, Columns]]]:
    def rows(execution: Execution) -> Iterator[tuple[str, Columns]]:
        for script in execution.scripting.registry.scripts():
            if kind in ("", script.kind):
                yield str(script.number), _script_columns(execution, script)

    return rows


def _roles(execution: Execution) -> Iterator[tuple[str, Columns]]:
    for role in execution.account.access.roles():
        yield (
            role.id,
            {
                "internalid": choice(role.id, role.id),
                "name": text(role.name),
                "scriptid": text(role.script_id),
                "isinactive": flag(role.inactive),
            },
        )


TYPES: Mapping[str, Callable[[Execution], Iterator[tuple[str, Columns]]]] = {
    "script": _scripts(),
    **{kind: _scripts(kind) for kind in KINDS},
    "scriptdeployment": _deployments,
    "role": _roles,
}
"""Search type -> all its rows: internal id and columns by name."""

"""Scripts, their deployments and the execution log; a deployment's settings can be changed."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages import places
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import (
    LOG_LEVELS,
    RESTLET,
    USER_EVENT,
    Deployment,
    DeploymentStatus,
)

LOG_ROWS = 200
KINDS = {USER_EVENT: "User Event", RESTLET: "RESTlet"}


def _scripting(visit: Visit) -> Scripting | None:
    """Return the account's scripts; ``None`` for an account without SuiteScript."""
    scripting = visit.account.scripting
    return scripting if isinstance(scripting, Scripting) else None


def scripts(visit: Visit) -> Response:
    """List the script records."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = _scripting(visit)
    found = scripting.scripts() if scripting else []
    counted = [one.script for one in scripting.deployments()] if scripting else []
    rows = [
        (script, counted.count(script.script_id))
        for script in sorted(found, key=lambda script: script.number)
    ]
    return visit.page("scripts.html", title="Scripts", rows=rows, kinds=KINDS)


def deployments(visit: Visit) -> Response:
    """List the deployments, of one script with ``?script=``."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = _scripting(visit)
    wanted = visit.query.get("script", "")
    rows = [one for one in (scripting.deployments() if scripting else []) if wanted in ("", one.script)]
    return visit.page(
        "deployments.html",
        title="Script Deployments",
        rows=rows,
        names={script.script_id: script.name for script in (scripting.scripts() if scripting else [])},
        roles={role.script_id: role.name for role in visit.account.access.roles()},
    )


def deployment(visit: Visit) -> Response:
    """View a deployment and change Deployed, Status, Execute as Role and Log Level."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = _scripting(visit)
    script_id = visit.query.get("id", "")
    found = next(
        (one for one in (scripting.deployments() if scripting else []) if one.script_id == script_id), None
    )
    if scripting is None or found is None:
        raise NotFoundError("There is no such script deployment.")
    if visit.method == "GET":
        return _deployment_page(visit, scripting, found)
    visit.require(places.SCRIPTS_PERMISSION, Level.EDIT)
    try:
        changes = _changes(visit, found)
    except ValueError as error:
        return _deployment_page(visit, scripting, found, str(error))
    scripting.set_deployment(script_id, **changes)
    visit.page_session.flash("confirmation", "Confirmation", "Script Deployment successfully saved.")
    return visit.redirect(f"{places.DEPLOYMENT}?id={script_id}")


def _changes(visit: Visit, found: Deployment) -> dict[str, Any]:
    status = visit.form.get("status", found.status.value)
    role = visit.form.get("runasrole", found.run_as_role)
    level = visit.form.get("loglevel", found.log_level)
    if status not in {one.value for one in DeploymentStatus}:
        raise ValueError("Choose a status of the list.")
    if level not in LOG_LEVELS:
        raise ValueError("Choose a log level of the list.")
    if role and visit.account.access.role_by_script_id(role) is None:
        raise ValueError("Choose a role of the list.")
    return {
        "is_deployed": visit.form.get("isdeployed", "T" if found.is_deployed else "F") == "T",
        "status": DeploymentStatus(status),
        "run_as_role": role,
        "log_level": level,
    }


def _deployment_page(visit: Visit, scripting: Scripting, found: Deployment, error: str = "") -> Response:
    script = next((one for one in scripting.scripts() if one.script_id == found.script), None)
    return visit.page(
        "deployment.html",
        title=found.script_id,
        status=422 if error else 200,
        deployment=found,
        script_name=script.name if script else found.script,
        # RESTlets run in the caller's role (documented).
        may_run_as=script is not None and script.kind == USER_EVENT,
        statuses=[one.value for one in DeploymentStatus],
        log_levels=LOG_LEVELS,
        roles=visit.account.access.roles(),
        may_edit=visit.may(places.SCRIPTS_PERMISSION, Level.EDIT),
        error=error,
    )


def log(visit: Visit) -> Response:
    """Show the newest entries of the script execution log."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = _scripting(visit)
    return visit.page(
        "scriptlog.html",
        title="Script Execution Log",
        entries=scripting.log(LOG_ROWS) if scripting else [],
        users={user.id: user.name for user in visit.account.access.users()},
    )

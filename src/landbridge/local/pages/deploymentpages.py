"""Script deployments: the list with its boxes, and one deployment to view and to edit."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages import places
from landbridge.local.pages.bundlefilter import bundle_filter
from landbridge.local.pages.scriptpages import chosen_script, role_names, scripting_of, type_label
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import (
    LOG_LEVELS,
    SCHEDULED,
    USER_EVENT,
    Deployment,
    DeploymentStatus,
    Script,
    statuses_of,
)
from landbridge.local.scripting.scheduled import NotRunnable

EVENT_TYPES = ("CREATE", "EDIT", "XEDIT", "DELETE", "VIEW", "COPY", "APPROVE", "REJECT", "CANCEL")
"""Event types that a deployment can be restricted to here; NetSuite has more of them."""

SAVED = "Script Deployment successfully saved."


def _listed(visit: Visit) -> list[Deployment]:
    scripting = scripting_of(visit)
    if scripting is None:
        return []
    wanted = visit.query.get("script", "")
    script = chosen_script(visit, wanted).script_id if wanted else ""
    bundles = bundle_filter(visit)
    of_bundle = {one.script_id for one in scripting.scripts() if bundles.chosen in ("", one.bundle)}
    return [one for one in scripting.deployments() if one.script in of_bundle and script in ("", one.script)]


def deployments(visit: Visit) -> Response:
    """List the deployments, of one script with ``?script=`` (id or internal id), of one bundle with ``?bundlefilter=``."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = scripting_of(visit)
    rows = [(one, type_label(visit, one.record_type) if one.record_type else "") for one in _listed(visit)]
    return visit.page(
        "deployments.html",
        title="Script Deployments",
        rows=rows,
        scripts={script.script_id: script for script in (scripting.scripts() if scripting else [])},
        script=visit.query.get("script", ""),
        bundles=bundle_filter(visit),
        roles=role_names(visit),
        may_edit=visit.may(places.SCRIPTS_PERMISSION, Level.EDIT),
    )


def switch(visit: Visit) -> Response:
    """Take the boxes under Deployed of the list; a row that was not sent stays as it is."""
    visit.require(places.SCRIPTS_PERMISSION, Level.EDIT)
    scripting = scripting_of(visit)
    for one in _listed(visit):
        sent = visit.form.get(f"isdeployed_{one.script_id}")
        if scripting and sent is not None and (sent == "T") != one.is_deployed:
            scripting.set_deployment(one.script_id, is_deployed=sent == "T")
    visit.page_session.flash("confirmation", "Confirmation", "Script Deployments successfully saved.")
    query = urlencode({name: value for name, value in visit.query.items() if value})
    return visit.redirect(f"{places.DEPLOYMENTS}?{query}" if query else places.DEPLOYMENTS)


def deployment(visit: Visit) -> Response:
    """View a deployment, edit it with ``e=T``; the form posts to its own address."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting, found = _chosen(visit)
    if visit.method == "GET":
        return _page(visit, scripting, found)
    visit.require(places.SCRIPTS_PERMISSION, Level.EDIT)
    try:
        changes = _changes(visit, scripting.registry.script(found.script), found)
    except ValueError as error:
        return _page(visit, scripting, found, str(error))
    scripting.set_deployment(found.script_id, **changes)
    visit.page_session.flash("confirmation", "Confirmation", SAVED)
    if visit.form.get("execute") == "T":
        _execute(visit, scripting, found.script_id)
    return visit.redirect(f"{places.DEPLOYMENT}?id={found.script_id}")


def _execute(visit: Visit, scripting: Scripting, script_id: str) -> None:
    """Run a scheduled script (the button Save and Execute) and say how it ended."""
    try:
        scripting.run_scheduled_script(script_id)
    except NotRunnable as error:
        visit.page_session.flash("error", "The script was not executed", str(error))
    except ScriptFailure as failure:
        visit.page_session.flash("error", "The script failed", f"{failure.code}: {failure.message}")
    else:
        visit.page_session.flash("confirmation", "Confirmation", "The script was executed.")


def _chosen(visit: Visit) -> tuple[Scripting, Deployment]:
    scripting, script_id = scripting_of(visit), visit.query.get("id", "")
    for one in scripting.deployments() if scripting else []:
        if one.script_id == script_id and scripting is not None:
            return scripting, one
    raise NotFoundError("There is no such script deployment.")


def _changes(visit: Visit, script: Script, found: Deployment) -> dict[str, Any]:
    statuses = [one.value for one in statuses_of(script.kind)]
    return {
        "is_deployed": _box(visit, "isdeployed", before=found.is_deployed),
        "status": DeploymentStatus(_of_list(visit, "status", found.status.value, statuses, "status")),
        "event_type": _of_list(visit, "eventtype", found.event_type, ["", *EVENT_TYPES], "event type"),
        "run_as_role": _of_list(
            visit, "runasrole", found.run_as_role, ["", *role_names(visit)], "role to execute as"
        ),
        "log_level": _of_list(visit, "loglevel", found.log_level, list(LOG_LEVELS), "log level"),
        "all_roles": _box(visit, "allroles", before=found.all_roles),
        "all_employees": _box(visit, "allemployees", before=found.all_employees),
        "roles": tuple(
            script_id
            for script_id in role_names(visit)
            if _box(visit, f"audslctrole_{script_id}", before=script_id in found.roles)
        ),
    }


def _box(visit: Visit, name: str, *, before: bool) -> bool:
    return visit.form.get(name, "T" if before else "F") == "T"


def _of_list(visit: Visit, name: str, before: str, choices: list[str], what: str) -> str:
    chosen = visit.form.get(name, before)
    if chosen not in choices and chosen != before:
        raise ValueError(f"Choose one of the list as {what}.")
    return chosen


def _page(visit: Visit, scripting: Scripting, found: Deployment, error: str = "") -> Response:
    script = scripting.registry.script(found.script)
    may_edit = visit.may(places.SCRIPTS_PERMISSION, Level.EDIT)
    return visit.page(
        "deployment.html",
        title=found.title or found.script_id,
        status=422 if error else 200,
        deployment=found,
        script=script,
        record_type=type_label(visit, found.record_type) if found.record_type else "",
        # RESTlets run in the caller's role (documented).
        is_user_event=script.kind == USER_EVENT,
        is_scheduled=script.kind == SCHEDULED,
        statuses=statuses_of(script.kind),
        event_types=EVENT_TYPES,
        log_levels=LOG_LEVELS,
        roles=role_names(visit),
        may_edit=may_edit,
        editing=may_edit and (visit.query.get("e") == "T" or bool(error)),
        error=error,
    )

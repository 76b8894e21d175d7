"""Scripts: the list with its filters, the script record, the execution log."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.pages import places
from landbridge.local.pages.bundlefilter import bundle_filter
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import API_1, RESTLET, USER_EVENT, Script
from landbridge.recordtypes import SCRIPT_TYPES

LOG_ROWS = 200
KINDS = {USER_EVENT: "User Event", RESTLET: "RESTlet", "scheduledscript": "Scheduled"}


def scripting_of(visit: Visit) -> Scripting | None:
    """Return the account's scripts; ``None`` for an account without SuiteScript."""
    scripting = visit.account.scripting
    return scripting if isinstance(scripting, Scripting) else None


def type_label(visit: Visit, script_type: str) -> str:
    """Return the name of a record type as scripts know it: ``lead`` is a Lead, a custom one has its own name."""
    custom = visit.account.records.custom_record_type(script_type)
    known = SCRIPT_TYPES.get(script_type)
    if custom is not None:
        return custom.name
    if known is None or script_type in {"lead", "prospect"}:
        return script_type.capitalize()
    return known.label.replace(" for Sale", "")  # scripts do not tell the subtypes of items apart


def role_names(visit: Visit) -> dict[str, str]:
    """Return the names of the account's roles by script id."""
    return {role.script_id: role.name for role in visit.account.access.roles()}


def scripts(visit: Visit) -> Response:
    """List the script records, of one type with ``?scripttype=``, of one bundle with ``?bundlefilter=``."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = scripting_of(visit)
    bundles = bundle_filter(visit)
    kind = visit.query.get("scripttype", "")
    found = [
        script
        for script in (scripting.scripts() if scripting else [])
        if kind in ("", script.kind) and bundles.chosen in ("", script.bundle)
    ]
    counted = [one.script for one in scripting.deployments()] if scripting else []
    rows = [(script, counted.count(script.script_id)) for script in found]
    return visit.page("scripts.html", title="Scripts", rows=rows, kinds=KINDS, kind=kind, bundles=bundles)


def script(visit: Visit) -> Response:
    """Show a script record with its deployments."""
    visit.require(places.SCRIPTS_PERMISSION)
    found = chosen_script(visit, visit.query.get("id", ""))
    scripting = scripting_of(visit)
    deployments = [
        (one, type_label(visit, one.record_type) if one.record_type else one.title or one.script_id)
        for one in (scripting.deployments() if scripting else [])
        if one.script == found.script_id
    ]
    bundle = visit.account.bundles.get(found.bundle) if visit.account.bundles else None
    return visit.page(
        "script.html",
        title=found.name,
        script=found,
        kind=KINDS.get(found.kind, found.kind),
        bundle=bundle,
        owner=visit.account.records.display("employee", found.owner) if found.owner else "",
        is_version_1=found.api_version == API_1,
        deployments=deployments,
        roles=role_names(visit),
    )


def chosen_script(visit: Visit, named: str) -> Script:
    """Return the script with an internal id or script id. Raises ``NotFoundError``."""
    scripting = scripting_of(visit)
    for one in scripting.scripts() if scripting else []:
        if named in (one.script_id, str(one.number)):
            return one
    raise NotFoundError("There is no such script.")


def log(visit: Visit) -> Response:
    """Show the newest entries of the script execution log."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = scripting_of(visit)
    return visit.page(
        "scriptlog.html",
        title="Script Execution Log",
        entries=scripting.log(LOG_ROWS) if scripting else [],
        users={user.id: user.name for user in visit.account.access.users()},
    )

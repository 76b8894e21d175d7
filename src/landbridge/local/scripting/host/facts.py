"""N/runtime, N/url, N/config: facts about the account, its users and addresses."""

from __future__ import annotations

from typing import Any

from landbridge.local.access.model import Level
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler
from landbridge.local.scripting.host.bundles import bundle_ids
from landbridge.recordtypes import SCRIPT_TYPES
from landbridge.recordtypes.forms import FORMS

FEATURES = frozenset(
    {
        "CUSTOMRECORDS",
        "SERVERSIDESCRIPTING",
        "CLIENTSIDESCRIPTING",
        "RESTLETS",
        "TBA",
        "JOBS",
        "CRM",
        "SUBSIDIARIES",
    }
)
"""Features that a local account has switched on."""


def _facts(execution: Execution, _arguments: dict[str, Any]) -> dict[str, Any]:
    settings = execution.account.settings
    sandbox = "_SB" in settings.account_id
    return {
        "accountId": settings.account_id,
        "envType": "SANDBOX" if sandbox else "PRODUCTION",
        "executionContext": execution.session.context.value,
        "version": settings.release,
        "user": _user(execution),
        "script": {
            "id": execution.script.script_id,
            "deploymentId": execution.deployment.script_id,
            "logLevel": execution.deployment.log_level,
            "bundleIds": bundle_ids(execution),
        },
    }


def _user(execution: Execution) -> dict[str, Any]:
    session = execution.session
    role = execution.account.access.role(session.role_id)
    record = execution.account.records.get("employee", session.user_id)
    values = record.values if record else {}
    return {
        "id": int(session.user_id) if session.user_id.isdigit() else -4,  # -4 is NetSuite's own user, System
        "name": str(values.get("altName", "-System-")),
        "email": str(values.get("email", "")),
        "role": int(session.role_id),
        "roleId": role.script_id if role else "",
        "roleCenter": "BASIC",
        "subsidiary": int(values.get("subsidiary", "1")),
        "department": int(values.get("department", "0")),
        "location": int(values.get("location", "0")),
        "contact": 0,
    }


def _permission(execution: Execution, arguments: dict[str, Any]) -> int:
    return int(execution.account.access.level(execution.session, str(arguments["name"])))


def _preference(execution: Execution, arguments: dict[str, Any]) -> str | None:
    settings = execution.account.settings
    known = {
        "TIMEZONE": settings.time_zone,
        "DATEFORMAT": settings.date_format,
        "TIMEFORMAT": settings.time_format,
    }
    return known.get(str(arguments["name"]).upper())


def _parameter(_execution: Execution, _arguments: dict[str, Any]) -> None:
    """Script parameters are not installed by the local account: every one is empty, as one without a value is."""
    return


def _remaining_usage(execution: Execution, _arguments: dict[str, Any]) -> int:
    return execution.units_left


def _session_get(execution: Execution, arguments: dict[str, Any]) -> str | None:
    return execution.scripting.session_values.get((execution.session.user_id, arguments["name"]))


def _session_set(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.scripting.session_values[execution.session.user_id, arguments["name"]] = arguments["value"]


def _feature(_execution: Execution, arguments: dict[str, Any]) -> bool:
    return arguments["feature"].upper() in FEATURES


def _domain(execution: Execution, arguments: dict[str, Any]) -> str:
    urls = execution.account.settings.data_centre_urls()
    known = {"APPLICATION": "systemDomain", "RESTLET": "restDomain", "SUITETALK": "webservicesDomain"}
    if arguments["hostType"] not in known:
        raise ScriptError(
            "UNSUPPORTED_BY_LOCAL_ACCOUNT",
            f"The host type {arguments['hostType']} is not supported by the local account.",
        )
    return urls[known[arguments["hostType"]]].removeprefix("https://")


def _record_url(_execution: Execution, arguments: dict[str, Any]) -> str:
    record_type = arguments["type"].lower()
    if record_type.startswith("customrecord"):
        page = f"/app/common/custom/custrecordentry.nl?rectype={record_type}"
        return (
            page
            + (f"&id={arguments['id']}" if arguments["id"] else "")
            + ("&e=T" if arguments["edit"] else "")
        )
    kind = SCRIPT_TYPES.get(record_type)
    if kind is None or kind.name not in FORMS:
        raise ScriptError("INVALID_RCRD_TYPE", f"The record type [{record_type.upper()}] is invalid.")
    query = [f"id={arguments['id']}"] if arguments["id"] else []
    if arguments["edit"]:
        query.append("e=T")
    if record_type in ("lead", "prospect", "customer") and not arguments["id"]:
        query.append(f"stage={record_type}")
    return f"{FORMS[kind.name]}?{'&'.join(query)}"


def _script_url(execution: Execution, arguments: dict[str, Any]) -> str:
    script, deployment = execution.scripting.registry.addressed(
        arguments["scriptId"], arguments["deploymentId"]
    )
    path = f"/app/site/hosting/restlet.nl?script={script.number}&deploy={deployment.number}"
    return (
        execution.account.settings.data_centre_urls()["restDomain"] + path if arguments["external"] else path
    )


def _config(execution: Execution, arguments: dict[str, Any]) -> dict[str, Any]:
    execution.charge(10)
    execution.account.access.require(execution.session, "ADMI_COMPANY", Level.VIEW)
    if arguments["type"].lower() != "companyinformation":
        raise ScriptError(
            "UNSUPPORTED_BY_LOCAL_ACCOUNT",
            f"The configuration {arguments['type']} is not supported by the local account.",
        )
    settings = execution.account.settings
    values = {
        "companyname": settings.company_name,
        "companyid": settings.account_id,
        "timezone": settings.time_zone,
        "appurl": settings.data_centre_urls()["systemDomain"],
    }
    fields = {name: {"type": "text", "label": name, "mandatory": False, "computed": True} for name in values}
    return {"type": "companyinformation", "id": None, "fields": fields, "values": values, "partial": False}


HANDLERS: dict[str, Handler] = {
    "runtime.facts": _facts,
    "runtime.permission": _permission,
    "runtime.preference": _preference,
    "runtime.parameter": _parameter,
    "runtime.remainingUsage": _remaining_usage,
    "runtime.sessionGet": _session_get,
    "runtime.sessionSet": _session_set,
    "runtime.feature": _feature,
    "url.domain": _domain,
    "url.record": _record_url,
    "url.script": _script_url,
    "config.load": _config,
}

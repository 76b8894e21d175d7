"""The objects of an SDF project, one installer each (help: SDF XML reference; fact sheet 6.6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from landbridge.local.access.model import Context, Level
from landbridge.local.records.customizing import CustomizationError
from landbridge.local.records.errors import RecordError
from landbridge.local.records.fieldtypes import FILES, KINDS, FieldType
from landbridge.local.records.model import (
    EDITABLE,
    AccessType,
    CustomField,
    CustomList,
    CustomRecordType,
)
from landbridge.local.records.types import TypeDefinition
from landbridge.local.scripting import sdfworkflows
from landbridge.local.scripting.errors import InstallError
from landbridge.local.scripting.fieldplaces import APPLIES_TO, STANDARD_LISTS
from landbridge.local.scripting.model import (
    API_1,
    LOG_LEVELS,
    Deployment,
    DeploymentStatus,
    Script,
    statuses_of,
)
from landbridge.local.scripting.sdfxml import Element, pipe_list, reference
from landbridge.recordtypes import SCRIPT_TYPES, Kind

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.registry import Registry


@dataclass(frozen=True, slots=True)
class Project:
    """Where to install. `files` are the File Cabinet paths that come with the project, `bundle` the id of the bundle that brings it."""

    account: Account
    registry: Registry
    files: frozenset[str]
    bundle: str = ""


FUNCTION_TAGS = {
    "beforeLoad": "beforeloadfunction",
    "beforeSubmit": "beforesubmitfunction",
    "afterSubmit": "aftersubmitfunction",
}
"""Entry point -> the element that names the function of a SuiteScript 1.0 script."""


def _level(element: Element, name: str) -> Level:
    text = element.required(name)
    if text not in Level.__members__:
        raise element.error(f"<{name}> is one of {', '.join(Level.__members__)}, not {text!r}")
    return Level[text]


def _role(project: Project, element: Element) -> None:
    permissions = {
        permission.required("permkey"): _level(permission, "permlevel")
        for permission in element.each("permissions/permission")
    }
    project.account.access.define_role(
        element.script_id,
        element.required("name"),
        permissions,
        inactive=element.flag("isinactive"),
        web_services_only=element.flag("iswebserviceonlyrole"),
    )


def _custom_field(project: Project, element: Element, applies_to: frozenset[str]) -> CustomField:
    name = element.required("fieldtype")
    if name not in FieldType.__members__:
        raise element.error(f"<fieldtype> {name} is not supported by the local account")
    field_type = FieldType(name)
    kind = KINDS[field_type]
    default = element.flag("defaultchecked") if kind is Kind.BOOLEAN else None
    return CustomField(
        script_id=element.script_id,
        kind=kind,
        label=element.required("label"),
        applies_to=applies_to,
        refers_to=_selected(project, element, field_type, applies_to),
        default=default,
        help=element.text("help"),
        mandatory=element.flag("ismandatory"),
        type=field_type,
        display=element.text("displaytype", EDITABLE),
    )


def _selected(project: Project, element: Element, field_type: FieldType, applies_to: frozenset[str]) -> str:
    """Return what a field of choices offers, or an empty text."""
    if field_type in (FieldType.IMAGE, FieldType.DOCUMENT):
        return FILES
    if field_type not in (FieldType.SELECT, FieldType.MULTISELECT):
        return ""
    target = reference(element.required("selectrecordtype"))
    refers_to = STANDARD_LISTS.get(target, target)
    if not (project.account.records.types.members(refers_to) or refers_to in applies_to):
        raise element.error(f"<selectrecordtype> {target} is not a record type of the local account")
    return refers_to


def _field_of_records(project: Project, element: Element) -> None:
    """Define a field of standard records; flags of the object say of which."""
    applies_to = frozenset(
        place for flag, places in APPLIES_TO[element.tag].items() if element.flag(flag) for place in places
    )
    _define(
        element, lambda: project.account.records.fields.define(_custom_field(project, element, applies_to))
    )


def _custom_list(project: Project, element: Element) -> None:
    """Define a custom list with its values; a value that is there already keeps its id (documented: by script id)."""
    records = project.account.records
    found = CustomList(element.script_id, element.required("name"), element.text("description"))
    _define(element, lambda: records.fields.define_list(found))
    session = project.account.access.system_session(Context.SDFINSTALLATION)
    for value in element.each("customvalues/customvalue"):
        known = records.by_external_id(found.script_id, value.script_id)
        values = {"name": value.required("value"), "isInactive": value.flag("isinactive")}
        try:
            records.save(
                session,
                found.script_id,
                values,
                id=known.id if known else None,
                external_id=value.script_id,
            )
        except RecordError as error:
            raise value.error(f"cannot be saved: {error.message}") from error


def _define(element: Element, action: Callable[[], Any]) -> None:
    try:
        action()
    except CustomizationError as error:
        raise element.error(str(error)) from error


def _record_type(project: Project, element: Element) -> None:
    script_id = element.script_id
    granted = {
        reference(permission.required("permittedrole")): _level(permission, "permittedlevel")
        for permission in element.each("permissions/permission")
    }
    kind = CustomRecordType(
        script_id=script_id,
        name=element.required("recordname"),
        include_name=element.flag("includename"),
        description=element.text("description"),
        permissions={role: level.name for role, level in granted.items()},
        access_type=_access_type(element),
    )
    applies_to = frozenset({script_id})
    fields = [
        _custom_field(project, field, applies_to)
        for field in element.each("customrecordcustomfields/customrecordcustomfield")
    ]
    _define(element, lambda: project.account.records.define_type(kind, fields))
    _grant(project, script_id, granted)
    for instance in element.each("instances/instance"):
        _instance(project, instance, project.account.records.definition(script_id))


def _access_type(element: Element) -> AccessType:
    rule = element.text("accesstype", AccessType.ENTRIES)
    try:
        return AccessType(rule)
    except ValueError:
        raise element.error(f"<accesstype> {rule} is not one of {', '.join(AccessType)}") from None


def _grant(project: Project, script_id: str, granted: dict[str, Level]) -> None:
    """Write the type's permission list into the roles: screens show it on both sides."""
    access = project.account.access
    for role_script_id, level in granted.items():
        role = access.role_by_script_id(role_script_id)
        if role is not None and not role.administrator:
            access.set_permission(role.script_id, script_id, level)


def _instance(project: Project, element: Element, definition: TypeDefinition) -> None:
    records = project.account.records
    if records.by_external_id(definition.name, element.script_id) is not None:
        return  # an administrator has filled it in since
    values: dict[str, Any] = {}
    for child in element.children():
        name = {"isinactive": "isInactive"}.get(child.tag, child.tag)
        field = definition.fields.get(name)
        if field is None:
            raise element.error(f"sets <{child.tag}>, which the type does not have")
        text = (child.node.text or "").strip()
        if text:
            values[name] = _instance_value(element, child.tag, field.kind, text)
    session = project.account.access.system_session(Context.SDFINSTALLATION)
    try:
        records.save(session, definition.name, values, external_id=element.script_id)
    except RecordError as error:
        raise element.error(f"cannot be saved: {error.message}") from error


def _instance_value(element: Element, name: str, kind: Kind, text: str) -> Any:
    converters: dict[Kind, Callable[[str], Any]] = {
        Kind.BOOLEAN: lambda value: {"T": True, "F": False}[value],
        Kind.INTEGER: int,
        Kind.DOUBLE: float,
        Kind.DATE: date.fromisoformat,
    }
    try:
        return converters.get(kind, str)(text)
    except (KeyError, ValueError) as error:
        raise element.error(f"<{name}> cannot hold {text!r}") from error


def _script(project: Project, element: Element) -> None:
    file = reference(element.required("scriptfile"))
    if file not in project.files:
        raise element.error(f"<scriptfile> names {file}, which the project does not have")
    script = Script(
        script_id=element.script_id,
        number=0,
        kind=element.tag,
        name=element.required("name"),
        file=file,
        description=element.text("description"),
        is_inactive=element.flag("isinactive"),
        owner=_owner(project),
        bundle=project.bundle,
        api_version=_api_version(project, element, file),
        functions=_functions(element),
    )
    deployments = [
        _deployment(project, deployment, script)
        for deployment in element.each("scriptdeployments/scriptdeployment")
    ]
    project.registry.define(script, deployments)


def _functions(element: Element) -> dict[str, str]:
    """Return the functions of a SuiteScript 1.0 script by entry point; a script of version 2 names none (help: SDF `usereventscript`)."""
    return {entry: element.text(tag) for entry, tag in FUNCTION_TAGS.items() if element.text(tag)}


def _api_version(project: Project, element: Element, file: str) -> str:
    """Return what the file says in `@NApiVersion`; `1.0` where the object names functions, `2.1` where neither says anything."""
    if _functions(element):
        return API_1
    content = project.account.files.load(project.account.access.system_session(), file).content
    found = re.search(rb"@NApiVersion\s+([0-9][0-9.xX]*)", content)
    return found[1].decode().lower() if found else "2.1"


def _owner(project: Project) -> str:
    """Return the user who owns what is installed: the first administrator (assumed; in NetSuite whoever deploys)."""
    for user in project.account.access.users():
        roles = (project.account.access.role(role_id) for role_id in user.role_ids)
        if any(role is not None and role.administrator for role in roles):
            return user.id
    return ""


def _deployment(project: Project, element: Element, script: Script) -> Deployment:
    status = element.text("status", DeploymentStatus.TESTING.value)
    statuses = [one.value for one in statuses_of(script.kind)]
    if status not in statuses:
        raise element.error(f"<status> is {' or '.join(statuses)}, not {status!r}")
    log_level = element.text("loglevel", LOG_LEVELS[0])
    if log_level not in LOG_LEVELS:
        raise element.error(f"<loglevel> is one of {', '.join(LOG_LEVELS)}, not {log_level!r}")
    run_as_role = reference(element.text("runasrole"))
    if run_as_role and project.account.access.role_by_script_id(run_as_role) is None:
        raise element.error(f"<runasrole> {run_as_role} is no role of the account")
    return Deployment(
        script_id=element.script_id,
        script=script.script_id,
        number=0,
        record_type=_record_type_of(project, element) if script.kind == "usereventscript" else "",
        title=element.text("title"),
        is_deployed=element.flag("isdeployed", default=True),
        status=DeploymentStatus(status),
        all_roles=element.flag("allroles"),
        all_employees=element.flag("allemployees"),
        roles=pipe_list(element.text("audslctrole")),
        event_type=element.text("eventtype"),
        log_level=log_level,
        run_as_role=run_as_role,
        contexts=pipe_list(element.text("executioncontext")),
    )


def _record_type_of(project: Project, element: Element) -> str:
    """Return the SuiteScript type: `CUSTOMER` -> `customer`, `[scriptid=customrecord_x]` -> `customrecord_x`."""
    name = reference(element.required("recordtype")).lower()
    if name not in SCRIPT_TYPES and not project.account.records.types.known(name):
        raise InstallError(
            f"{element.file.name}: <recordtype> {name.upper()} is not a record type of the local account"
        )
    return name


INSTALLERS: dict[str, Callable[[Project, Element], None]] = {
    "role": _role,
    "customlist": _custom_list,
    "customrecordtype": _record_type,
    **dict.fromkeys(APPLIES_TO, _field_of_records),
    "usereventscript": _script,
    "restlet": _script,
    "scheduledscript": _script,
    "workflow": lambda project, element: sdfworkflows.workflow(project.account, element),
}
INSTALL_ORDER = tuple(INSTALLERS)
"""Object types, those first that others refer to."""

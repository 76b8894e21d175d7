"""The settings record type: scripts and object mean the same fields, of the same types, and the integration's role may read it."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project, SdfObject, reference
from landbridge.sdf.rules.deployments import trigger_of
from landbridge.sdf.scriptfile import ScriptFile
from landbridge.sdf.xmltree import Node

IDS_FILE = "ids.js"
_FIELDS = "customrecordcustomfields/customrecordcustomfield"

MEMBERS = {
    "serviceUrl": (("landbridge_url",), "URL"),
    "account": (("_account",), "TEXT"),
    "url": (("oa_url", "spp_url"), "URL"),
    "databaseId": (("_db_id",), "TEXT"),
    "realTime": (("_enable",), "CHECKBOX"),
    "email": (("_email",), "EMAIL"),
    "includeLeads": (("_include_lead",), "CHECKBOX"),
    "includeProspects": (("_include_prospect",), "CHECKBOX"),
    "soapCustomer": (("_soap_customer",), "CHECKBOX"),
    "soapProject": (("_soap_project",), "CHECKBOX"),
    "soapUser": (("_soap_user",), "CHECKBOX"),
    "restletCustomer": (("_restlet_customer",), "CHECKBOX"),
    "restletProject": (("_restlet_project",), "CHECKBOX"),
    "restletUser": (("_restlet_user",), "CHECKBOX"),
    "recordTypes": (("_record_types",), "CLOBTEXT"),
    "suiteSignOn": (("_sso_record",), "TEXT"),
}
"""What scripts call a setting -> how its id ends, in either form, and the field type whose values the scripts expect."""


def fields(project: Project) -> Iterator[Finding]:
    """The scripts' list of ids has every field of the settings record type, which comes with its one record."""
    ids = project.script_named(IDS_FILE)
    if ids is None:
        yield Finding("FileCabinet", 0, IDS_FILE, "the scripts' list of ids is missing", "Put the file back")
        return
    for record_type in _settings_types(project, ids):
        yield from _unnamed(record_type, ids)
        yield from _not_one(record_type)
        yield from _of_another_kind(record_type, ids)


def access(project: Project) -> Iterator[Finding]:
    """The settings are for the roles of their permission list, and the role in which the trigger runs is one of them."""
    ids, trigger = project.script_named(IDS_FILE), trigger_of(project)
    if ids is None or trigger is None:
        return
    runs_as = {
        reference(node.value("runasrole")) for node in trigger.root.each("scriptdeployments/scriptdeployment")
    }
    for record_type in _settings_types(project, ids):
        if record_type.root.value("accesstype") != "USEPERMISSIONLIST":
            yield Finding(
                record_type.file,
                record_type.root.line,
                "<accesstype>",
                "the settings are not for the roles of their permission list alone",
                "Set USEPERMISSIONLIST",
            )
        permitted = {
            reference(node.value("permittedrole")) for node in record_type.root.each("permissions/permission")
        }
        for role in sorted(runs_as - permitted - {""}):
            yield Finding(
                record_type.file,
                record_type.root.line,
                "<permissions>",
                f"{role}, in which the trigger runs, may not read the settings",
                "Add a <permission> for it",
            )


def _settings_types(project: Project, ids: ScriptFile) -> Iterator[SdfObject]:
    named = {one.text for one in ids.ids()}
    return (one for one in project.of_type("customrecordtype") if one.script_id in named)


def _fields(record_type: SdfObject) -> dict[str, Node]:
    return {node.script_id: node for node in record_type.root.each(_FIELDS)}


def _unnamed(record_type: SdfObject, ids: ScriptFile) -> Iterator[Finding]:
    named = {one.text for one in ids.ids()}
    for script_id, node in _fields(record_type).items():
        if script_id not in named:
            yield Finding(
                record_type.file,
                node.line,
                script_id,
                f"{ids.file} does not name this field",
                "Name it there or take the field out",
            )


def _of_another_kind(record_type: SdfObject, ids: ScriptFile) -> Iterator[Finding]:
    found = _fields(record_type)
    for member, named in ids.members():
        ending, field_type = MEMBERS.get(member, (("",), ""))
        if not named.text.endswith(ending):
            yield Finding(
                ids.file,
                named.line,
                member,
                f"{named.text} is the id of another setting",
                "Name the field that the setting is kept in",
            )
        field = found.get(named.text)
        if field is not None and field_type and field.value("fieldtype") != field_type:
            yield Finding(
                record_type.file,
                field.line,
                field.label,
                f"the scripts read {member} as {field_type}, the field is {field.value('fieldtype')}",
                f"Set <fieldtype> to {field_type}",
            )


def _not_one(record_type: SdfObject) -> Iterator[Finding]:
    records = list(record_type.root.each("instances/instance"))
    if len(records) != 1:
        yield Finding(
            record_type.file,
            record_type.root.line,
            "<instances>",
            f"the settings come with {len(records)} records, there must be one",
            "Keep exactly one <instance>",
        )


RULES = (fields, access)

"""Custom record types, custom fields and roles."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.recordtypes.permissions import PERMISSIONS
from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project
from landbridge.sdf.suitescript import FIELD_TYPES, LEVELS

FIELD_TAGS = (
    "crmcustomfield",
    "entitycustomfield",
    "itemcustomfield",
    "transactionbodycustomfield",
    "transactioncolumncustomfield",
)
"""Object types that are custom fields of standard records."""

_OF_EVERY_RECORD = frozenset({"isinactive", "name", "externalid", "altname"})


def field_types(project: Project) -> Iterator[Finding]:
    """Custom fields have a type that NetSuite knows, and a label."""
    for one in project.objects:
        for node in one.root.walk():
            if node.tag not in (*FIELD_TAGS, "customrecordcustomfield"):
                continue
            if node.value("fieldtype") not in FIELD_TYPES:
                yield Finding(
                    one.file,
                    node.line,
                    node.label,
                    f"{node.value('fieldtype') or 'an empty text'} is no field type",
                    f"Use one of {', '.join(sorted(FIELD_TYPES))}",
                )
            if not node.value("label"):
                yield Finding(one.file, node.line, node.label, "the field has no label", "Add <label>")


def instances(project: Project) -> Iterator[Finding]:
    """Records that come with a custom record type set only fields that the type has."""
    for one in project.of_type("customrecordtype"):
        fields = {
            node.script_id for node in one.root.each("customrecordcustomfields/customrecordcustomfield")
        }
        for instance in one.root.each("instances/instance"):
            for node in instance.children:
                if node.tag not in fields | _OF_EVERY_RECORD:
                    yield Finding(
                        one.file,
                        node.line,
                        f"<{node.tag}>",
                        f"{instance.label} sets a field that the type does not have",
                        "Correct its name or take it out",
                    )


def permissions(project: Project) -> Iterator[Finding]:
    """Roles are given permissions that there are, once each, at a level that there is."""
    for one in project.of_type("role"):
        seen: set[str] = set()
        for node in one.root.each("permissions/permission"):
            key, level = node.value("permkey"), node.value("permlevel")
            if key not in PERMISSIONS and key.strip("[]").removeprefix("scriptid=") not in project.script_ids:
                yield Finding(
                    one.file,
                    node.line,
                    key or "<permkey>",
                    "it is no known permission",
                    "Correct the id; known ones stand in recordtypes/permissions.py",
                )
            if level not in LEVELS:
                yield Finding(
                    one.file,
                    node.line,
                    key,
                    f"{level or 'an empty text'} is no level",
                    f"Use one of {', '.join(LEVELS)}",
                )
            if key in seen:
                yield Finding(
                    one.file, node.line, key, "the permission is given twice", "Take one of them out"
                )
            seen.add(key)


def record_permissions(project: Project) -> Iterator[Finding]:
    """Who may do what with a custom record type is said at a level that there is."""
    for one in project.of_type("customrecordtype"):
        for node in one.root.each("permissions/permission"):
            level = node.value("permittedlevel")
            if level not in LEVELS:
                yield Finding(
                    one.file,
                    node.line,
                    "<permittedlevel>",
                    f"{level or 'an empty text'} is no level",
                    f"Use one of {', '.join(LEVELS)}",
                )


RULES = (field_types, instances, permissions, record_permissions)

"""Permissions that the scripts say they need, and the role that calls them."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project, SdfObject, reference
from landbridge.sdf.suitescript import LEVELS

PERMISSIONS_FILE = "permissions.js"


def callers(project: Project) -> Iterator[Finding]:
    """A role that RESTlets are open to has every permission of the scripts' list, at its level or above."""
    listed = project.script_named(PERMISSIONS_FILE)
    if listed is None:
        return
    needed = {key: named.text for key, named in listed.members() if named.text in LEVELS}
    for role in _callers(project):
        given = {
            node.value("permkey"): node.value("permlevel")
            for node in role.root.each("permissions/permission")
        }
        for key, level in needed.items():
            if _rank(given.get(key, "NONE")) < _rank(level):
                yield Finding(
                    role.file,
                    role.root.line,
                    key,
                    f"{role.script_id} lacks what {listed.file} asks for: {level}",
                    f"Give the role the permission at {level}",
                )


def _callers(project: Project) -> list[SdfObject]:
    named = {
        reference(role)
        for one in project.of_type("restlet")
        for node in one.root.each("scriptdeployments/scriptdeployment")
        for role in node.value("audslctrole").split("|")
    }
    return [role for role in project.of_type("role") if role.script_id in named]


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else 0


RULES = (callers,)

"""Script objects and their files: annotations, names."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project
from landbridge.sdf.suitescript import API_VERSIONS, ENTRY_POINTS, SCRIPT_TYPES

LONGEST_NAME = 40
LONGEST_DESCRIPTION = 999


def headers(project: Project) -> Iterator[Finding]:
    """A script's file says which SuiteScript it is and the script type that its object is of."""
    for one in project.of_type(*SCRIPT_TYPES):
        script = project.script_of(one)
        if script is None:
            continue
        wanted = SCRIPT_TYPES[one.root.tag]
        if script.header.get("NApiVersion") not in API_VERSIONS:
            yield Finding(
                script.file,
                1,
                "@NApiVersion",
                "the first comment names no SuiteScript version",
                f"Name one of {', '.join(API_VERSIONS)}",
            )
        if script.header.get("NScriptType") != wanted:
            yield Finding(
                script.file,
                1,
                "@NScriptType",
                f"{one.script_id} is a {one.root.tag}, the file says {script.header.get('NScriptType', 'nothing')}",
                f"Say {wanted}",
            )


def script_files(project: Project) -> Iterator[Finding]:
    """Every script object names its file."""
    for one in project.of_type(*SCRIPT_TYPES):
        if not one.root.value("scriptfile"):
            yield Finding(
                one.file, one.root.line, one.script_id, "the script names no file", "Add <scriptfile>"
            )


def names(project: Project) -> Iterator[Finding]:
    """Names and descriptions fit (documented: 40 and 999 characters)."""
    for one in project.of_type(*SCRIPT_TYPES):
        for tag, longest in (("name", LONGEST_NAME), ("description", LONGEST_DESCRIPTION)):
            if len(one.root.value(tag)) > longest:
                yield Finding(
                    one.file,
                    one.root.line,
                    f"<{tag}>",
                    f"it is longer than {longest} characters",
                    "Shorten it",
                )
        if not one.root.value("name"):
            yield Finding(one.file, one.root.line, "<name>", "the script has no name", "Name it")


def used(project: Project) -> Iterator[Finding]:
    """A file that says which script type it is has an object that names it: without one NetSuite never runs it."""
    named = {one.root.value("scriptfile").strip("[]") for one in project.of_type(*SCRIPT_TYPES)}
    for path, script in project.scripts.items():
        kind = script.header.get("NScriptType")
        if kind and path not in named:
            yield Finding(
                script.file,
                1,
                "@NScriptType",
                f"the file is a {kind} and no object names it",
                "Put its object back",
            )


def restlets_are_for_roles(project: Project) -> Iterator[Finding]:
    """RESTlets are open to the roles that they name, never to all."""
    for one in project.of_type("restlet"):
        for node in one.root.each("scriptdeployments/scriptdeployment"):
            if "T" in (node.value("allroles"), node.value("allemployees")) or not node.value("audslctrole"):
                yield Finding(
                    one.file,
                    node.line,
                    node.label,
                    "the RESTlet is open to everybody, or to nobody",
                    "Set <allroles> and <allemployees> to F and name the role in <audslctrole>",
                )


def modules(project: Project) -> Iterator[Finding]:
    """Every script is a module: what only ``require`` runs gives others nothing, and NetSuite no entry point."""
    for script in project.scripts.values():
        if not script.is_module:
            yield Finding(script.file, 1, "define", "the script defines no module", "Begin it with define(")


def entry_points(project: Project) -> Iterator[Finding]:
    """A script's file returns a function that NetSuite calls for its type."""
    for one in project.of_type(*SCRIPT_TYPES):
        script, wanted = project.script_of(one), ENTRY_POINTS[one.root.tag]
        if script is not None and not script.returns(*wanted):
            yield Finding(
                script.file,
                1,
                one.script_id,
                f"the file returns no entry point of a {one.root.tag}",
                f"Return one of {', '.join(wanted)}",
            )


RULES = (headers, script_files, names, used, restlets_are_for_roles, modules, entry_points)

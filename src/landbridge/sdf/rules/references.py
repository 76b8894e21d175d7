"""What objects refer to by brackets (help: Specifying an SDF Custom Object Reference), and what scripts ask for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project, reference
from landbridge.sdf.scriptfile import Named, ScriptFile
from landbridge.sdf.suitescript import MODULES

_OBJECT = re.compile(r"\[scriptid=([^\]]*)\]")
_FILE = re.compile(r"\[(/[^\]]*)\]")
_ROLES = ("audslctrole", "permittedrole", "runasrole")
_STANDARD_ROLE = re.compile(r"[A-Z_]+")


def between_objects(project: Project) -> Iterator[Finding]:
    """``[scriptid=...]`` names an object of the project, or one that the manifest expects in the account."""
    known = project.script_ids | project.expected_ids
    for one in project.objects:
        for node in one.root.walk():
            for name in _OBJECT.findall(node.text):
                if name.rpartition(".")[2] not in known:
                    yield Finding(
                        one.file,
                        node.line,
                        f"[scriptid={name}]",
                        "it refers to an object that is not there",
                        "Correct the reference, or name the object in the manifest's <objects>",
                    )


def to_roles(project: Project) -> Iterator[Finding]:
    """Roles are named by brackets, NetSuite's own in capitals (``ADMINISTRATOR``)."""
    for one in project.objects:
        for node in one.root.walk():
            for role in node.text.split("|") if node.tag in _ROLES else ():
                if role.strip() and not reference(role) and not _STANDARD_ROLE.fullmatch(role.strip()):
                    yield Finding(
                        one.file,
                        node.line,
                        f"<{node.tag}>",
                        f"{role.strip()} is no role",
                        "Write [scriptid=customrole_...]",
                    )


def to_files(project: Project) -> Iterator[Finding]:
    """``[/SuiteScripts/...]`` names a file of the project."""
    for one in project.objects:
        for node in one.root.walk():
            for path in _FILE.findall(node.text):
                if path not in project.files:
                    yield Finding(
                        one.file,
                        node.line,
                        f"[{path}]",
                        "it refers to a file that is not there",
                        "Correct the path or put the file back",
                    )


def between_scripts(project: Project) -> Iterator[Finding]:
    """What ``define`` asks for is a module of NetSuite's or a file of the project."""
    for script in project.scripts.values():
        for module in script.dependencies:
            wrong = _unknown(project, script, module)
            if wrong:
                yield Finding(
                    script.file, module.line, module.text, wrong, "Correct the name or put the module back"
                )


def _unknown(project: Project, script: ScriptFile, module: Named) -> str:
    if module.text.startswith("N/") or module.text == "N":
        return "" if module.text in MODULES else "NetSuite has no such module"
    path = module.text
    if path.startswith("."):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(script.path), path))
    return (
        "" if path in project.scripts or f"{path}.js" in project.scripts else "the project has no such script"
    )


RULES = (between_objects, to_roles, to_files, between_scripts)

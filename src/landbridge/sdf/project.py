"""An SDF account customization project, read from its folder (help: SDF project structure; fact sheet 6.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from landbridge.sdf.findings import Finding
from landbridge.sdf.scriptfile import ScriptFile
from landbridge.sdf.xmltree import Node, UnreadableXml, read

MANIFEST, DEPLOY = "manifest.xml", "deploy.xml"
OBJECTS, CABINET = "Objects", "FileCabinet"
_REFERENCE = re.compile(r"\[scriptid=([^\]]+)\]")


@dataclass(frozen=True)
class SdfObject:
    """One object: ``file`` relative to the project, ``root`` its XML."""

    file: str
    root: Node

    @property
    def script_id(self) -> str:
        """The object's script id."""
        return self.root.script_id


@dataclass
class Project:
    """What a folder holds. ``unreadable`` tells which files could not be read; the rules go by the others."""

    folder: Path
    manifest: Node | None = None
    deploy: Node | None = None
    objects: list[SdfObject] = field(default_factory=list)
    scripts: dict[str, ScriptFile] = field(default_factory=dict)
    """By File Cabinet path: ``/SuiteScripts/landbridge/rules.js``."""
    files: dict[str, str] = field(default_factory=dict)
    """Every file of the File Cabinet: its path there, and its path in the project."""
    unreadable: list[Finding] = field(default_factory=list)

    @cached_property
    def script_ids(self) -> frozenset[str]:
        """Every script id that the project brings."""
        return frozenset(node.script_id for one in self.objects for node in one.root.walk() if node.script_id)

    @cached_property
    def expected_ids(self) -> frozenset[str]:
        """Script ids that the manifest expects in the account."""
        found = self.manifest.each("dependencies/objects/object") if self.manifest else ()
        return frozenset(node.text.strip() for node in found)

    def of_type(self, *tags: str) -> Iterator[SdfObject]:
        """Return the objects of some object types."""
        return (one for one in self.objects if one.root.tag in tags)

    def script_named(self, name: str) -> ScriptFile | None:
        """Return the script of a file name, whatever its folder."""
        return next((script for path, script in self.scripts.items() if path.endswith(f"/{name}")), None)

    def script_of(self, script: SdfObject) -> ScriptFile | None:
        """Return the file that a script object names, when the project has it."""
        return self.scripts.get(script.root.value("scriptfile").strip("[]"))


def reference(text: str) -> str:
    """Return the script id that a bracketed reference names, or an empty text: ``[scriptid=customrole_x]``."""
    found = _REFERENCE.fullmatch(text.strip())
    return found.group(1) if found else ""


def read_project(folder: Path) -> Project:
    """Read a project. Never raises for what is wrong with it: that stands in ``unreadable``."""
    project = Project(folder)
    project.manifest = _xml(project, folder / MANIFEST)
    project.deploy = _xml(project, folder / DEPLOY)
    for path in sorted((folder / OBJECTS).rglob("*.xml")):
        root = _xml(project, path)
        if root is not None:
            project.objects.append(SdfObject(_relative(folder, path), root))
    for path in sorted(one for one in (folder / CABINET).rglob("*") if one.is_file()):
        name = _relative(folder, path)
        cabinet_path = name.removeprefix(CABINET)
        project.files[cabinet_path] = name
        if path.suffix == ".js":
            project.scripts[cabinet_path] = ScriptFile(
                name, cabinet_path, path.read_text(encoding="utf-8", errors="replace")
            )
    return project


def _relative(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _xml(project: Project, path: Path) -> Node | None:
    try:
        return read(path)
    except UnreadableXml as error:
        file = _relative(project.folder, path)
        project.unreadable.append(
            Finding(file, error.line, file, str(error), "Correct the file or put it back")
        )
        return None

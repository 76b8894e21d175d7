"""Building a project that can be deployed: what NetSuite installs and nothing else, in one of two forms."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path

from landbridge.sdf import beside
from landbridge.sdf.project import CABINET, DEPLOY, MANIFEST, Project, read_project

CLI_CONFIGURATION = "suitecloud.config.js"
"""Tells Oracle's command line where the project is."""


class Form(StrEnum):
    """STANDALONE has the specification's ids; BESIDE_NATIVE ids of its own, for accounts with the native connector."""

    STANDALONE = "standalone"
    BESIDE_NATIVE = "beside-native"


class BuildError(Exception):
    """A project cannot be built; the text says why and what to do."""


def build(source: Path, form: Form, out: Path) -> None:
    """Write the project of ``source`` into the folder ``out``, which is made, or is there and empty.

    Raises :class:`BuildError`: ``out`` is in use, or ``source`` is no readable project.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BuildError(f"{out} is not an empty folder; name one that is, or one that does not exist yet")
    project = read_project(source)
    if project.unreadable:
        raise BuildError(f"the project cannot be read: {project.unreadable[0]}")
    for name, content in _contents(project, form).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    configuration = source / CLI_CONFIGURATION
    if configuration.is_file():
        shutil.copyfile(configuration, out / CLI_CONFIGURATION)


def _contents(project: Project, form: Form) -> dict[str, bytes]:
    """Return what to write: path in the project -> content."""
    names = [MANIFEST, DEPLOY, *(one.file for one in project.objects), *project.files.values()]
    contents = {name: (project.folder / name).read_bytes() for name in names}
    return contents if form is Form.STANDALONE else _beside_native(project, contents)


def _beside_native(project: Project, contents: dict[str, bytes]) -> dict[str, bytes]:
    renaming = beside.Renaming(project)
    made = {
        MANIFEST: renaming.manifest(contents[MANIFEST].decode()).encode(),
        DEPLOY: contents[DEPLOY],
    }
    for one in project.objects:
        if not beside.is_native(one):
            name = one.file.replace(one.script_id, renaming.id(one.script_id))
            made[name] = renaming.object(contents[one.file].decode()).encode()
    for path, name in project.files.items():
        if name.rpartition("/")[2] not in beside.BUNDLE_FILES:
            content = contents[name]
            if path in project.scripts:
                content = renaming.script(path, content.decode()).encode()
            made[CABINET + beside.path_of(path)] = content
    return made

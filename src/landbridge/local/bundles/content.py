"""A version's content as an SDF project: what the versions up to it add, without what later ones do.

Files below a bundle's own ``Objects`` and ``FileCabinet`` come in the place of the project's; those below ``<version>/``
replace or add for that version alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from landbridge.local.bundles.errors import CatalogueError
from landbridge.local.bundles.offered import Bundle, Version
from landbridge.local.scripting import sdfxml
from landbridge.local.scripting.errors import InstallError

OBJECTS, FILES = "Objects", "FileCabinet"


def lay_out(bundle: Bundle, own: Path, version: Version, project: Path, target: Path) -> None:
    """Write the SDF project of a version into the empty folder ``target``; ``own`` is the bundle's folder. Raises ``CatalogueError``."""
    for name in ("manifest.xml", "deploy.xml"):
        shutil.copyfile(project / name, target / name)
    for folder in (OBJECTS, FILES):
        (target / folder).mkdir()
    for place, source in _sources(bundle, own, version, project).items():
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / place)
    later = _children(bundle, version)
    for file in sorted((target / OBJECTS).glob("*.xml")):
        _adapt(file, later.get(file.stem, frozenset()), left_alone=file.stem in bundle.about.not_deployed)


def _sources(bundle: Bundle, own: Path, version: Version, project: Path) -> dict[str, Path]:
    """Return where each file of the version is read from, by its place in the SDF project."""
    found = {}
    for place in _places(bundle, version):
        source = next((one for one in (own / place, project / place) if one.is_file()), None)
        if source is None:
            raise CatalogueError(f"{bundle.id} {version.version}: there is no {place}")
        found[place] = source
    return found | _of_version_alone(own / version.version)


def _places(bundle: Bundle, version: Version) -> Iterator[str]:
    for one in bundle.up_to(version):
        yield from (f"{OBJECTS}/{script_id}.xml" for script_id in one.objects)
        yield from (f"{FILES}/{path}" for path in one.files)


def _of_version_alone(layer: Path) -> dict[str, Path]:
    return {
        file.relative_to(layer).as_posix(): file
        for folder in (OBJECTS, FILES)
        for file in sorted((layer / folder).rglob("*"))
        if file.is_file()
    }


def _children(bundle: Bundle, version: Version) -> dict[str, frozenset[str]]:
    """Return the fields and permissions that later versions add, by object."""
    found: dict[str, frozenset[str]] = {}
    for later in bundle.after(version):
        for children in (later.fields, later.permissions):
            for script_id, names in children.items():
                found[script_id] = found.get(script_id, frozenset()) | set(names)
    return found


def _adapt(file: Path, later: frozenset[str], *, left_alone: bool) -> None:
    """Take out of an object what comes later; deployments that the administrator makes are switched off and open to nobody."""
    try:
        root = sdfxml.read(file).node
    except InstallError as error:
        raise CatalogueError(str(error)) from error
    for parent in list(root.iter()):
        for child in list(parent):
            names = {child.get("scriptid"), child.findtext("permkey"), child.tag}
            if names & later or (left_alone and child.tag == "runasrole"):
                parent.remove(child)
    if left_alone:
        for deployment in root.iter("scriptdeployment"):
            for flag in deployment.iter():
                if flag.tag in {"isdeployed", "allroles"}:
                    flag.text = "F"
    ET.ElementTree(root).write(file, encoding="unicode")

"""Installing an SDF project (account customization) into the local account.

Read are `manifest.xml`, `deploy.xml`, the files below `FileCabinet/` and the objects usereventscript, restlet, scheduledscript,
workflow, customrecordtype,
customlist, role and the custom fields of entities, CRM, items and transactions. Installing again changes what is there in place: deployments that were switched off are as the
project says again, instances of custom record types keep the values that they have (assumed; NetSuite asks).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.scripting import sdfobjects, sdfxml
from landbridge.local.scripting.errors import InstallError
from landbridge.local.scripting.registry import Registry
from landbridge.local.scripting.sdfobjects import INSTALL_ORDER, Project
from landbridge.local.scripting.sdfxml import Element

if TYPE_CHECKING:
    from landbridge.local.account import Account

PROJECT_TYPES = ("ACCOUNTCUSTOMIZATION", "SUITEAPP")


@dataclass(frozen=True, slots=True)
class Installed:
    """What a project brought: script ids with the tag of each (objects, their fields and deployments), and File Cabinet paths."""

    script_ids: Mapping[str, str]
    files: tuple[str, ...]


def install(account: Account, folder: Path, registry: Registry, *, bundle: str = "") -> Installed:
    """Install the project in `folder`. Raises :class:`InstallError`, which names the file and the element; it may then be
    installed in part, as in NetSuite an account customization project may. ``bundle`` is the id of the bundle that brings it."""
    manifest = sdfxml.read(folder / "manifest.xml")
    if manifest.node.get("projecttype") not in PROJECT_TYPES:
        raise manifest.error(f"projecttype is one of {', '.join(PROJECT_TYPES)}")
    deploy = sdfxml.read(folder / "deploy.xml")
    files = list(_listed(folder, deploy, "files/path"))
    objects = [sdfxml.read(path) for path in _listed(folder, deploy, "objects/path") if path.suffix == ".xml"]
    _check(objects)
    paths = tuple(_cabinet_path(folder, path) for path in files)
    project = Project(account, registry, frozenset(paths), bundle)
    session = account.access.system_session()
    for path in files:
        cabinet_path = _cabinet_path(folder, path)
        account.files.save(session, cabinet_path.rpartition("/")[0], path.name, path.read_bytes())
    for tag in INSTALL_ORDER:
        for element in objects:
            if element.tag == tag:
                sdfobjects.INSTALLERS[tag](project, element)
    return Installed(dict(pair for element in objects for pair in element.script_ids()), paths)


def _check(objects: list[Element]) -> None:
    seen: set[str] = set()
    for element in objects:
        if element.tag not in INSTALL_ORDER:
            raise element.error(
                f"is not supported by the local account, which installs {', '.join(INSTALL_ORDER)}"
            )
        if element.script_id != element.file.stem:
            raise element.error(f"must be in a file named {element.script_id}.xml")
        if element.script_id in seen:
            raise element.error("is there twice")
        seen.add(element.script_id)


def _listed(folder: Path, deploy: Element, path: str) -> Iterator[Path]:
    """Return the files that deploy.xml names: `~/Objects/*` is everything below `Objects`."""
    patterns = []
    for element in deploy.each(path):
        pattern = (element.node.text or "").strip()
        if not pattern.startswith("~/"):
            raise element.error(f"must begin with ~/, not {pattern!r}")
        patterns.append(pattern.removeprefix("~/"))
    # Only the folders that are named: beside them lie development files by the thousand.
    for top in sorted({pattern.partition("/")[0] for pattern in patterns}):
        for file in sorted((folder / top).rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and any(fnmatch(name, pattern) for pattern in patterns):
                yield file


def _cabinet_path(folder: Path, file: Path) -> str:
    parts = file.relative_to(folder).parts
    if len(parts) < 3 or parts[0] != "FileCabinet":
        raise InstallError(f"{file.name}: files belong into a folder below FileCabinet/")
    return "/" + "/".join(parts[1:])

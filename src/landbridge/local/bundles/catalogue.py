"""What bundles there are to install: a folder with a folder for each, described by its ``bundle.toml``.

The format is in docs/reference/bundles.md. Ids, versions and what each adds are the specification's; the content is ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from landbridge.local.bundles import versions
from landbridge.local.bundles.errors import CatalogueError
from landbridge.local.bundles.offered import Description
from landbridge.local.bundles.projects import ProjectBundle

DESCRIPTION = "bundle.toml"


class Catalogue:
    """The bundles of a folder, read at the first use, which raises ``CatalogueError`` for what cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _bundles(self) -> dict[str, ProjectBundle]:
        return {bundle.id: bundle for bundle in _read(self._folder)}

    def bundles(self) -> list[ProjectBundle]:
        """Return every bundle, by name."""
        return sorted(self._bundles.values(), key=lambda bundle: bundle.name)

    def name(self, bundle_id: str) -> str:
        """Return the name of a bundle, or its id when it is not offered."""
        found = self._bundles.get(bundle_id)
        return found.name if found else bundle_id


def _read(folder: Path) -> Iterator[ProjectBundle]:
    return (_bundle(file) for file in sorted(folder.glob(f"*/{DESCRIPTION}")))


def _bundle(file: Path) -> ProjectBundle:
    place = f"{file.parent.name}/{file.name}"
    try:
        about = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Description)
        order = [versions.key(one.version) for one in about.versions]
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{place}: {error}") from error
    if about.id != file.parent.name:
        raise CatalogueError(f"{place}: the folder of {about.id} must be named {about.id}")
    if not order or order != sorted(set(order)):
        raise CatalogueError(f"{place}: versions stand from the oldest to the newest, each once")
    return ProjectBundle(about, file.parent)

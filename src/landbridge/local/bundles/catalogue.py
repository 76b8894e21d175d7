"""What bundles there are to install: a folder with a folder for each, described by its ``bundle.toml``.

The format is in docs/reference/bundles.md. Ids, versions and what each adds are the specification's; the content is ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from landbridge.local.bundles import versions
from landbridge.local.bundles.errors import BundleRefused, CatalogueError

DESCRIPTION = "bundle.toml"


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one version adds to those before it.

    ``requires`` are other bundles with the version that each must have at least; ``objects`` script ids, ``files`` paths below
    ``FileCabinet``; ``fields`` and ``permissions`` are children that an object of an earlier version gets, by object;
    ``certificates`` certificate records with the file, beside ``bundle.toml``, that each begins with.
    """

    version: str
    adds: tuple[str, ...]
    requires: Mapping[str, str] = {}
    objects: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = {}
    permissions: Mapping[str, tuple[str, ...]] = {}
    certificates: Mapping[str, str] = {}


class ScriptPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A script for SuiteScript 1.0 and the one for SuiteScript 2 that takes its place: script ids."""

    api_1: str
    api_2: str


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A bundle as its ``bundle.toml`` has it, versions from the oldest. Scripts of ``not_deployed`` are left to the administrator."""

    id: str
    name: str
    description: str
    versions: tuple[Version, ...]
    former_names: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    not_deployed: tuple[str, ...] = ()
    script_pairs: tuple[ScriptPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that can be installed, and the folder with what it brings."""

    about: Description
    folder: Path

    @property
    def id(self) -> str:
        """The bundle's id."""
        return self.about.id

    @property
    def name(self) -> str:
        """The bundle's name of today."""
        return self.about.name

    @property
    def title(self) -> str:
        """Name and id, as refusals say it."""
        return f"{self.name} ({self.id})"

    @property
    def newest(self) -> Version:
        """The version that is installed unless another one is asked for."""
        return self.about.versions[-1]

    def version(self, wanted: str) -> Version:
        """Return a version. Raises ``BundleRefused`` when there is none such."""
        for one in self.about.versions:
            if one.version == wanted:
                return one
        offered = ", ".join(one.version for one in self.about.versions)
        raise BundleRefused(f"{self.title} has no version {wanted!r}; there are {offered}.")

    def up_to(self, wanted: Version) -> tuple[Version, ...]:
        """Return the versions whose additions a version has: those before it and itself."""
        return self.about.versions[: self.about.versions.index(wanted) + 1]

    def after(self, wanted: Version) -> tuple[Version, ...]:
        """Return the versions that came later."""
        return self.about.versions[self.about.versions.index(wanted) + 1 :]

    def answers_to(self, text: str) -> bool:
        """Say whether a search for ``text`` finds the bundle: in its id and name, those of before included."""
        about = self.about
        known = (about.id, about.name, *about.former_ids, *about.former_names)
        return any(text.strip().casefold() in name.casefold() for name in known)


class Catalogue:
    """The bundles of a folder, read at the first use, which raises ``CatalogueError`` for what cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _bundles(self) -> dict[str, Bundle]:
        return {bundle.id: bundle for bundle in _read(self._folder)}

    def bundles(self) -> list[Bundle]:
        """Return every bundle, by name."""
        return sorted(self._bundles.values(), key=lambda bundle: bundle.name)

    def find(self, text: str) -> list[Bundle]:
        """Return the bundles whose id or name, of today or of before, contains ``text``."""
        return [bundle for bundle in self.bundles() if bundle.answers_to(text)]

    def get(self, bundle_id: str) -> Bundle:
        """Return a bundle. Raises ``BundleRefused`` when there is none such."""
        if bundle_id not in self._bundles:
            raise BundleRefused(f"There is no bundle {bundle_id!r} to install.")
        return self._bundles[bundle_id]

    def name(self, bundle_id: str) -> str:
        """Return the name of a bundle, or its id when it is not offered."""
        found = self._bundles.get(bundle_id)
        return found.name if found else bundle_id


def _read(folder: Path) -> Iterator[Bundle]:
    return (_bundle(file) for file in sorted(folder.glob(f"*/{DESCRIPTION}")))


def _bundle(file: Path) -> Bundle:
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
    return Bundle(about, file.parent)

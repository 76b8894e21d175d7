"""A bundle that can be installed, wherever it comes from, and what installing one of its versions would mean."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.store import Contents, Installed

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting


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
    """What a bundle says of itself, versions from the oldest. Scripts of ``not_deployed`` are left to the administrator."""

    id: str
    name: str
    description: str
    versions: tuple[Version, ...]
    former_names: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    not_deployed: tuple[str, ...] = ()
    script_pairs: tuple[ScriptPair, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """One object of a preview: the version it is of, its id or path, what it is, and what happens to it."""

    since: str
    id: str
    what: str
    action: str = "Add"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a bundle is installed. ``project`` is the SDF project of which bundles take parts; ``others`` are installed too."""

    account: Account
    scripting: Scripting
    project: Path
    others: tuple[Installed, ...]
    user: str


@dataclass(frozen=True, slots=True)
class Bundle(ABC):
    """A bundle that can be installed. What its versions hold, and how that comes into an account, is the kind's own."""

    about: Description

    @property
    @abstractmethod
    def has_scripts(self) -> bool:
        """Whether there are scripts in it, whose deployments want looking after."""

    @abstractmethod
    def components(self, brings: Sequence[Version], before: Contents, site: Site) -> Iterator[Component]:
        """Return what the versions that come would change in an account that has ``before`` of the bundle, object by object."""

    @abstractmethod
    def bring(self, preview: Preview, site: Site) -> Contents:
        """Bring a version into an account, inside one transaction of it; return all that the account has of the bundle then.

        Raises ``BundleRefused``, ``CatalogueError``, ``InstallError``.
        """

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


@dataclass(frozen=True, slots=True)
class Preview:
    """What installing a version would mean. ``brings`` are what the versions between say they add."""

    bundle: Bundle
    version: Version
    installed: Installed | None
    brings: tuple[Version, ...]
    components: tuple[Component, ...]
    refusal: str

    @property
    def is_update(self) -> bool:
        """Whether an earlier version is installed."""
        return self.installed is not None

    @property
    def before(self) -> Contents:
        """What the account has of the bundle."""
        return self.installed.contents if self.installed else Contents()

"""``account.bundles``: looking for bundles, installing and updating them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from landbridge.local.access.model import Context
from landbridge.local.bundles import content, deployments, versions
from landbridge.local.bundles.catalogue import Bundle, Catalogue, ScriptPair, Version
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.store import Installation, Installed, InstalledBundles
from landbridge.local.scripting.sdf import Installed as Brought

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

INTEGRATION = "369637"
"""The bundle whose updates deploy the SuiteScript 1.0 versions of both bundles' scripts."""

FILES = "/SuiteScripts/landbridge"
"""Where a bundle leaves word of its version, for scripts: ``bundle_369637.json``."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What installing a version would mean. ``brings`` are what the versions between say they add."""

    bundle: Bundle
    version: Version
    installed: Installed | None
    brings: tuple[Version, ...]
    refusal: str

    @property
    def is_update(self) -> bool:
        """Whether an earlier version is installed."""
        return self.installed is not None


class Bundles:
    """The bundles of one account. ``project`` is the SDF project of which bundles take their parts. Thread-safe."""

    def __init__(self, account: Account, scripting: Scripting, catalogue: Catalogue, project: Path) -> None:
        self._account = account
        self._scripting = scripting
        self._project = project
        self._installed = InstalledBundles(account.database)
        self._changing = threading.Lock()
        self.catalogue = catalogue

    def installed(self) -> list[Installed]:
        """Return the installed bundles, by name."""
        return self._installed.all()

    def get(self, bundle_id: str) -> Installed | None:
        """Return an installed bundle, or ``None``."""
        return self._installed.get(bundle_id)

    def brought(self) -> dict[str, str]:
        """Return the bundle id of everything that a bundle brought, by script id."""
        return {script_id: one.id for one in self.installed() for script_id in one.script_ids}

    def preview(self, bundle_id: str, version: str = "") -> Preview:
        """Return what installing a version (the newest without one) would change. Raises ``BundleRefused`` for one that is not offered."""
        bundle = self.catalogue.get(bundle_id)
        wanted = bundle.version(version) if version else bundle.newest
        installed = self.get(bundle_id)
        brings = tuple(
            one
            for one in bundle.up_to(wanted)
            if installed is None or not versions.at_least(installed.version, one.version)
        )
        return Preview(bundle, wanted, installed, brings, self._refusal(bundle, wanted, installed))

    def install(self, bundle_id: str, version: str = "", *, user: str = "0") -> Installed:
        """Install a version, or update to it; the newest without one. ``user`` is who does it.

        Raises ``BundleRefused``, ``CatalogueError``, ``InstallError``; the account is then as it was.
        """
        with self._changing:
            preview = self.preview(bundle_id, version)
            if preview.refusal:
                raise BundleRefused(preview.refusal)
            try:
                with self._account.database.transaction():
                    return self._install(preview, user)
            except BaseException:
                self._account.forget()
                raise

    def _refusal(self, bundle: Bundle, wanted: Version, installed: Installed | None) -> str:
        if installed and versions.at_least(installed.version, wanted.version):
            return f"{bundle.title} is installed at version {installed.version} already."
        for required, least in wanted.requires.items():
            there = self.get(required)
            if there is None or not versions.at_least(there.version, least):
                other = f"{self.catalogue.name(required)} ({required})"
                found = f"version {there.version} is installed" if there else "it is not installed"
                step = "Update" if there else "Install"
                return (
                    f"{bundle.title} {wanted.version} needs {other} {least} or later; {found}. "
                    f"{step} {other} first."
                )
        return ""

    def _install(self, preview: Preview, user: str) -> Installed:
        bundle, version, before = preview.bundle, preview.version, preview.installed
        with TemporaryDirectory(prefix="landbridge-bundle-") as folder:
            content.lay_out(bundle, version, self._project, Path(folder))
            brought = self._scripting.install(Path(folder), bundle=bundle.id)
        self._certificates(preview)
        self._leave_word(bundle, version)
        installed = self._kept(preview, brought, user)
        self._installed.put(installed)
        if before is not None:
            if bundle.id == INTEGRATION:
                deployments.deploy_suitescript_1(self._scripting.registry, self._pairs())
            deployments.move_to_front(self._scripting.registry, bundle.id)
        return installed

    def _certificates(self, preview: Preview) -> None:
        """Bring placeholders; a certificate record that is there already is left alone."""
        for version in preview.brings:
            for script_id, name in version.certificates.items():
                file = preview.bundle.folder / name
                self._account.certificates.bring(script_id, file.name, file.read_bytes())

    def _leave_word(self, bundle: Bundle, version: Version) -> None:
        session = self._account.access.system_session(Context.BUNDLEINSTALLATION)
        word = json.dumps({"bundle": bundle.id, "version": version.version})
        self._account.files.save(session, FILES, f"bundle_{bundle.id}.json", word.encode())

    def _kept(self, preview: Preview, brought: Brought, user: str) -> Installed:
        step = Installation(preview.version.version, self._account.clock.now(), user)
        before = preview.installed
        certificates = {
            script_id: "certificate" for version in preview.brings for script_id in version.certificates
        }
        return Installed(
            id=preview.bundle.id,
            name=preview.bundle.name,
            history=(*before.history, step) if before else (step,),
            script_ids={**(before.script_ids if before else {}), **brought.script_ids, **certificates},
            files=tuple(sorted({*(before.files if before else ()), *brought.files})),
        )

    def _pairs(self) -> Iterator[ScriptPair]:
        there = {one.id for one in self.installed()}
        return (
            pair
            for bundle in self.catalogue.bundles()
            if bundle.id in there
            for pair in bundle.about.script_pairs
        )

"""``account.bundles``: looking for bundles, installing, updating and uninstalling them; making some for other accounts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.bundles import deployments, records, versions
from landbridge.local.bundles.catalogue import Catalogue
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.offered import Bundle, Preview, ScriptPair, Site, Version
from landbridge.local.bundles.saved import SavedBundles
from landbridge.local.bundles.store import Contents, Installation, Installed, InstalledBundles

if TYPE_CHECKING:
    from landbridge.local.access.integration import Integration
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

INTEGRATION = "369637"
"""The bundle whose updates deploy the SuiteScript 1.0 versions of both bundles' scripts."""


class Bundles:
    """The bundles of one account. ``project`` is the SDF project of which bundles take their parts. Thread-safe.

    Looking for bundles and installing them asks the accounts beside this one: never inside a transaction.
    """

    def __init__(self, account: Account, scripting: Scripting, catalogue: Catalogue, project: Path) -> None:
        self._account = account
        self._scripting = scripting
        self._project = project
        self._installed = InstalledBundles(account.database)
        self._changing = threading.Lock()
        self.catalogue = catalogue
        self.saved = SavedBundles(
            account.database,
            account.access.applications,
            account.settings.account_id,
            account.clock.now,
            taken=self._ids_elsewhere,
        )

    def offered(self) -> list[Bundle]:
        """Return what can be installed, by name: the bundles of the catalogue, and those that other accounts make available."""
        found = [*self.catalogue.bundles(), *records.offered_to(self._account)]
        return sorted(found, key=lambda bundle: bundle.name)

    def find(self, text: str) -> list[Bundle]:
        """Return the bundles whose id or name, of today or of before, contains ``text``."""
        return [bundle for bundle in self.offered() if bundle.answers_to(text)]

    def offer(self, bundle_id: str) -> Bundle:
        """Return a bundle that can be installed. Raises ``BundleRefused`` when there is none such."""
        for bundle in self.offered():
            if bundle.id == bundle_id:
                return bundle
        raise BundleRefused(f"There is no bundle {bundle_id!r} to install.")

    def installed(self) -> list[Installed]:
        """Return the installed bundles, by name."""
        return self._installed.all()

    def get(self, bundle_id: str) -> Installed | None:
        """Return an installed bundle, or ``None``."""
        return self._installed.get(bundle_id)

    def brought(self) -> dict[str, str]:
        """Return the bundle id of everything that a bundle brought, by script id."""
        return {script_id: one.id for one in self.installed() for script_id in one.contents.script_ids}

    def preview(self, bundle_id: str, version: str = "") -> Preview:
        """Return what installing a version (the newest without one) would change. Raises ``BundleRefused`` for one that is not offered."""
        bundle = self.offer(bundle_id)
        return self.plan(bundle, bundle.version(version) if version else bundle.newest)

    def plan(self, bundle: Bundle, wanted: Version) -> Preview:
        """Return what installing a version of an offered bundle would change."""
        installed = self.get(bundle.id)
        brings = tuple(
            one
            for one in bundle.up_to(wanted)
            if installed is None or not versions.at_least(installed.version, one.version)
        )
        before = installed.contents if installed else Contents()
        components = tuple(bundle.components(brings, before, self._site(bundle.id)))
        return Preview(
            bundle, wanted, installed, brings, components, self._refusal(bundle, wanted, installed)
        )

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
                    installed = self._install(preview, user)
            except BaseException:
                self._account.forget()
                raise
            self._account.access.applications.catch_up(installed.contents.integrations)
            return installed

    def going(self, bundle_id: str) -> list[Integration]:
        """Return the integration records that go when a bundle is uninstalled.

        Raises ``BundleRefused`` for one that is not installed, or one of the catalogue: scripts and types are not taken back here.
        """
        installed = self._removable(bundle_id)
        applications = self._account.access.applications
        return records.going(applications, installed.contents.integrations, self._others(bundle_id))

    def uninstall(self, bundle_id: str) -> list[Integration]:
        """Take a bundle away, with the integration records that it brought and their tokens; return those records.

        A record that another bundle has as well is that one's from now on.

        Raises what :meth:`going` raises.
        """
        with self._changing, self._account.database.transaction():
            installed = self._removable(bundle_id)
            applications, others = self._account.access.applications, self._others(bundle_id)
            gone = records.leave(applications, bundle_id, installed.contents.integrations, others)
            self._installed.remove(bundle_id)
        return gone

    def _removable(self, bundle_id: str) -> Installed:
        installed = self.get(bundle_id)
        if installed is None:
            raise BundleRefused(f"Bundle {bundle_id!r} is not installed.")
        if not installed.can_be_uninstalled:
            title = f"{installed.name} ({installed.id})"
            raise BundleRefused(
                f"{title} has brought more than integration records, which is not taken back."
            )
        return installed

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
        bundle = preview.bundle
        installed = self._kept(preview, bundle.bring(preview, self._site(bundle.id, user)), user)
        self._installed.put(installed)
        if preview.is_update:
            if bundle.id == INTEGRATION:
                deployments.deploy_suitescript_1(self._scripting.registry, self._pairs())
            deployments.move_to_front(self._scripting.registry, bundle.id)
        return installed

    def _kept(self, preview: Preview, contents: Contents, user: str) -> Installed:
        step = Installation(preview.version.version, self._account.clock.now(), user)
        before = preview.installed
        return Installed(
            id=preview.bundle.id,
            name=preview.bundle.name,
            history=(*before.history, step) if before else (step,),
            contents=contents,
        )

    def _site(self, bundle_id: str, user: str = "0") -> Site:
        return Site(self._account, self._scripting, self._project, self._others(bundle_id), user)

    def _others(self, bundle_id: str) -> tuple[Installed, ...]:
        return tuple(one for one in self.installed() if one.id != bundle_id)

    def _pairs(self) -> Iterator[ScriptPair]:
        there = {one.id for one in self.installed()}
        return (
            pair
            for bundle in self.catalogue.bundles()
            if bundle.id in there
            for pair in bundle.about.script_pairs
        )

    def _ids_elsewhere(self) -> set[str]:
        """Return the ids of the catalogue's bundles, and of those that other accounts have saved."""
        others = self._account.neighbours.accounts() if self._account.neighbours else ()
        saved = (one.id for other in others if other.bundles for one in other.bundles.saved.all())
        return {INTEGRATION, *(one.id for one in self.catalogue.bundles()), *saved}

"""Bundles whose versions are SDF projects: objects, files and certificate records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from landbridge.local.access.model import Context
from landbridge.local.bundles import content
from landbridge.local.bundles.offered import Bundle, Component, Preview, Site, Version
from landbridge.local.bundles.store import Contents

FILES = "/SuiteScripts/landbridge"
"""Where a bundle leaves word of its version, for scripts: ``bundle_369637.json``."""


@dataclass(frozen=True, slots=True)
class ProjectBundle(Bundle):
    """A bundle of a catalogue, and the folder with what it brings."""

    folder: Path

    @property
    def has_scripts(self) -> bool:
        """Whether there are scripts in it: their deployments want looking after."""
        return True

    def components(self, brings: Sequence[Version], before: Contents, site: Site) -> Iterator[Component]:
        """Return the objects, fields, permissions, certificates and files that the versions add."""
        del before, site
        return (Component(version.version, *one) for version in brings for one in _added(version))

    def bring(self, preview: Preview, site: Site) -> Contents:
        """Install the version's SDF project, and placeholders of certificates that are not there."""
        version = preview.version
        with TemporaryDirectory(prefix="landbridge-bundle-") as folder:
            content.lay_out(self, self.folder, version, site.project, Path(folder))
            brought = site.scripting.install(Path(folder), bundle=self.id)
        certificates = self._certificates(preview, site)
        self._leave_word(version, site)
        before = preview.before
        return Contents(
            script_ids={
                **before.script_ids,
                **brought.script_ids,
                **dict.fromkeys(certificates, "certificate"),
            },
            files=tuple(sorted({*before.files, *brought.files})),
        )

    def _certificates(self, preview: Preview, site: Site) -> list[str]:
        """Bring placeholders; a certificate record that is there already is left alone."""
        found = [one for version in preview.brings for one in version.certificates.items()]
        for script_id, name in found:
            file = self.folder / name
            site.account.certificates.bring(script_id, file.name, file.read_bytes())
        return [script_id for script_id, _ in found]

    def _leave_word(self, version: Version, site: Site) -> None:
        session = site.account.access.system_session(Context.BUNDLEINSTALLATION)
        word = json.dumps({"bundle": self.id, "version": version.version})
        site.account.files.save(session, FILES, f"bundle_{self.id}.json", word.encode())


def _added(version: Version) -> Iterator[tuple[str, str]]:
    """Return what a version adds: ids or paths, and what each is."""
    yield from ((one, "Object") for one in version.objects)
    for owner, ids in version.fields.items():
        yield from ((one, f"Field of {owner}") for one in ids)
    for owner, ids in version.permissions.items():
        yield from ((one, f"Permission of {owner}") for one in ids)
    for one, file in version.certificates.items():
        yield one, f"Certificate, with the placeholder {file}"
    yield from ((one, "File") for one in version.files)

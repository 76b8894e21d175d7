"""Bundles that another account made: the integration records in them, as their owner has them.

Documented: *Bundle Installation of Integration Records* (``section_4431829430``): a record comes Enabled, whatever Require Approval
says, and the owner determines its fields. *Removing Integration Records* (``section_4429221557``): it goes with the bundle, or with an
update after the bundle's owner took it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landbridge.local.access.applications import Applications, ConsumerKeyTaken
from landbridge.local.access.integration import Arrival, Definition, Integration, IntegrationState
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.offered import Bundle, Component, Description, Preview, Site, Version
from landbridge.local.bundles.saved import SavedBundle
from landbridge.local.bundles.store import INTEGRATION, Contents, Installed

if TYPE_CHECKING:
    from landbridge.local.account import Account


@dataclass(frozen=True, slots=True)
class RecordsBundle(Bundle):
    """A bundle of another account, with the records that are in it now."""

    definitions: tuple[Definition, ...]

    @property
    def has_scripts(self) -> bool:
        """Whether there are scripts in it: there are none."""
        return False

    def components(self, brings: Sequence[Version], before: Contents, site: Site) -> Iterator[Component]:
        """Return the records that come or are here already, and those that go; there is one version, the one of now."""
        applications = site.account.access.applications
        here = {one.application_id for one in applications.integrations()}
        for version in brings:
            for one in self.definitions:
                action = "Stays as it is" if one.application_id in here else "Add"
                yield Component(version.version, one.script_id, f"Integration {one.name}", action)
            for gone in going(applications, set(before.integrations) - self._ids(), site.others):
                yield Component(
                    version.version, gone.definition.script_id, f"Integration {gone.name}", "Remove"
                )

    def bring(self, preview: Preview, site: Site) -> Contents:
        """Install the records that are not here yet, Enabled; those that the owner took out go."""
        applications = site.account.access.applications
        try:
            applications.take_in(
                self.definitions,
                state=IntegrationState.ENABLED,
                arrival=Arrival.BUNDLE,
                bundle=self.id,
                by=site.user,
            )
        except ConsumerKeyTaken as taken:
            raise BundleRefused(f"{self.title} cannot be installed: {taken}.") from taken
        leave(applications, self.id, set(preview.before.integrations) - self._ids(), site.others)
        script_ids = dict.fromkeys((one.script_id for one in self.definitions), INTEGRATION)
        return Contents(script_ids, (), tuple(one.application_id for one in self.definitions))

    def _ids(self) -> set[str]:
        return {one.application_id for one in self.definitions}


def going(
    applications: Applications, application_ids: Collection[str], others: Iterable[Installed]
) -> list[Integration]:
    """Return the records that go when a bundle no longer has them: those that a bundle brought and none of the ``others`` has.

    What came by a request stays, though a bundle has it as well (assumed).
    """
    gone = set(application_ids) - {one for other in others for one in other.contents.integrations}
    return [
        one
        for one in applications.integrations()
        if one.arrival is Arrival.BUNDLE and one.application_id in gone
    ]


def leave(
    applications: Applications, bundle: str, application_ids: Collection[str], others: Sequence[Installed]
) -> list[Integration]:
    """Let a bundle go from records that it no longer has; return those that went with it.

    A record that it brought and one of the ``others`` has as well belongs to that one from now on.
    """
    gone = going(applications, application_ids, others)
    for one in gone:
        applications.remove(one.id)
    heirs = {id_: other.id for other in others for id_ in other.contents.integrations}
    for one in applications.integrations():
        if one.bundle == bundle and one.application_id in application_ids:
            applications.hand_over(one.id, heirs[one.application_id])
    return gone


def offered_to(account: Account) -> list[RecordsBundle]:
    """Return the bundles of other accounts that are available to an account. Not inside a transaction: it asks those accounts."""
    others = account.neighbours.accounts() if account.neighbours else ()
    return [
        _offered(saved, definitions)
        for other in others
        if other.bundles is not None
        for saved, definitions in other.bundles.saved.available_to(account.settings.account_id)
    ]


def _offered(saved: SavedBundle, definitions: tuple[Definition, ...]) -> RecordsBundle:
    adds = tuple(f"Integration record {one.name}" for one in definitions)
    about = Description(saved.id, saved.name, saved.description, (Version(saved.version, adds),))
    return RecordsBundle(about, definitions)

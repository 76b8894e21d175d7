"""A publisher's account, a customer's and the customer's sandbox, served side by side, and what happens between them."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.local.access.integration import Integration
from landbridge.local.account import Account
from landbridge.local.bundles.desk import Bundles
from landbridge.local.bundles.saved import Availability, SavedBundle
from landbridge.local.testing import RunningAccount
from tests.component.local_pages.browser import Browser

PUBLISHER, CUSTOMER, SANDBOX = "1111111", "2222222", "2222222_SB1"


@dataclass(frozen=True)
class Side:
    """One of the accounts."""

    running: RunningAccount

    @property
    def account(self) -> Account:
        return self.running.account

    @property
    def bundles(self) -> Bundles:
        assert self.account.bundles is not None
        return self.account.bundles

    def browser(self) -> Browser:
        return Browser(int(self.running.http.rpartition(":")[2])).sign_in("admin@demo.example")

    def record(self, name: str = "Landbridge") -> Integration:
        """Make an integration record."""
        return self.account.access.applications.create_integration(name)

    def has(self, record: Integration) -> Integration:
        """Return another account's record as this one has it."""
        found = self.account.access.applications.by_application_id(record.application_id)
        assert found is not None, f"{record.name} is not in {self.account.settings.account_id}"
        return found

    def lacks(self, record: Integration) -> bool:
        return self.account.access.applications.by_application_id(record.application_id) is None

    def bundled(
        self,
        *records: Integration,
        name: str = "Landbridge bundle",
        level: Availability = Availability.PUBLIC,
    ) -> SavedBundle:
        """Bundle records of this account, for everybody unless ``level`` says otherwise."""
        saved = self.bundles.saved
        made = saved.create(name, "1.0", "", [one.id for one in records])
        return saved.set_availability(made.id, level)

    def rebundled(self, bundle: SavedBundle, version: str, *records: Integration) -> SavedBundle:
        """Save another version of a bundle."""
        return self.bundles.saved.change(bundle.id, bundle.name, version, "", [one.id for one in records])


@dataclass(frozen=True)
class Trio:
    publisher: Side
    customer: Side
    sandbox: Side

    def reset(self) -> None:
        for side in (self.publisher, self.customer, self.sandbox):
            side.running.control.reset()

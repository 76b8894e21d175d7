"""An administrator who works with integration records, bundles and tokens by the pages of a local account."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

INTEGRATIONS = "/app/common/integration/integrapplist.nl"
INTEGRATION = "/app/common/integration/integrapp.nl"
SOAP_PREFERENCES = "/app/webservices/setup/preferences.nl"
CREATE_BUNDLE = "/app/bundler/bundlebuilder.nl"
ACCESS_TOKENS = "/app/setup/accesstokens.nl"
REQUIRE_APPROVAL = "Require Approval during Auto-Installation of Integration"


@dataclass(frozen=True, slots=True)
class Made:
    """What an administrator reads off the confirmation page of a new record."""

    application_id: str
    consumer_key: str
    consumer_secret: str


@dataclass(frozen=True, slots=True)
class Administrator:
    """The administrator's page in one account."""

    page: Page

    def make_record(self, name: str, *boxes: str) -> Made:
        """Setup > Integration > Manage Integrations > New, with boxes checked beside the one that is."""
        self.page.get_by_role("link", name="Manage Integrations").click()
        self.page.get_by_role("link", name="New", exact=True).click()
        self.page.get_by_label("Name *", exact=True).fill(name)
        for box in boxes:
            self.page.get_by_label(box, exact=True).check()
        self._save()
        return Made(self.field("applicationid"), self.field("consumerkey"), self.field("consumersecret"))

    def reset(self, name: str) -> tuple[str, str]:
        """Reset Credentials of a record; return the new pair."""
        self.open_record(name)
        self.page.get_by_role("link", name="Reset Credentials").click()
        self.page.get_by_role("button", name="Reset Credentials").click()
        return self.field("consumerkey"), self.field("consumersecret")

    def open_record(self, name: str) -> None:
        """Manage Integrations, blocked ones too; View."""
        self.page.goto(f"{INTEGRATIONS}?showinactives=T")
        self.page.get_by_role("link", name=f"View {name}", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def records(self) -> list[str]:
        """Return the names of all records."""
        self.page.goto(f"{INTEGRATIONS}?showinactives=T")
        links = self.page.get_by_role("link", name=re.compile("^View "))
        return [text.removeprefix("View ") for text in links.evaluate_all("all => all.map(a => a.ariaLabel)")]

    def state_of(self, name: str) -> str:
        """Return what the record's page says of its state."""
        self.open_record(name)
        return self.field("state")

    def set_state(self, name: str, state: str) -> None:
        """Edit a record and choose its state."""
        self.open_record(name)
        self.page.get_by_role("link", name="Edit", exact=True).click()
        self.page.get_by_label("State", exact=True).select_option(label=state)
        self._save()
        expect(self.page.locator("dd[data-field=state]")).to_have_text(state)

    def require_approval(self, *, required: bool) -> None:
        """Setup > Integration > SOAP Web Services Preferences."""
        self.page.goto(SOAP_PREFERENCES)
        self.page.get_by_label(REQUIRE_APPROVAL).set_checked(required)
        self.page.get_by_role("button", name="Save").first.click()
        expect(self.page.get_by_text("preferences saved")).to_be_visible()
        expect(self.page.get_by_label(REQUIRE_APPROVAL)).to_be_checked(checked=required)

    def make_bundle(
        self, name: str, record: str, at_each_step: Callable[[Page], object] = lambda _: None
    ) -> str:
        """Create Bundle with one record of Integrations > Integrations, for everybody; return the bundle's id."""
        self.page.goto(CREATE_BUNDLE)
        self.page.get_by_label("Name", exact=True).fill(name)
        self._next()
        at_each_step(self.page)
        expect(self.page.get_by_role("cell", name="Integrations > Integrations")).to_be_visible()
        self.page.get_by_label(record, exact=True).check()
        self._next()
        expect(self.page.locator("dd[data-field=integrations]")).to_have_text(record)
        at_each_step(self.page)
        self.page.get_by_role("button", name="Save").click()
        saved = self.page.get_by_role("row").filter(has_text=name)
        bundle = saved.get_by_role("cell").first.inner_text()
        saved.get_by_role("link", name="Set Availability").click()
        self.page.get_by_label("Level").select_option(label="Public")
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_role("row").filter(has_text=name)).to_contain_text("Public")
        return bundle

    def install_bundle(self, bundle: str) -> None:
        """Search & Install Bundles: the newest version."""
        self.page.goto(f"/app/bundler/installbundle.nl?q={bundle}")
        self.page.get_by_role("row").filter(has_text=bundle).get_by_role("link").first.click()
        self.page.locator("tr[data-version]").first.get_by_role("link").click()
        self.page.get_by_role("button", name="Install").click()
        expect(self.page.locator("main")).to_contain_text("successfully")

    def make_token(self, application: str, user: str, role: str) -> tuple[str, str]:
        """Setup > Users/Roles > Access Tokens > New Access Token; return id and secret as the page shows them."""
        self.page.goto(ACCESS_TOKENS)
        self.page.get_by_role("link", name="New Access Token").click()
        self.page.get_by_label("Application Name *").select_option(label=application)
        self.page.get_by_label("User *").select_option(label=user)
        self.page.get_by_role("button", name="Continue").click()
        self.page.get_by_label("Role *").select_option(label=role)
        expect(self.page.get_by_label("Token Name *")).to_have_value(f"{application} - {user}, {role}")
        self._save()
        return self.field("tokenid"), self.field("tokensecret")

    def log_rows(self, name: str, protocol: str) -> list[str]:
        """Return the rows of a record's Execution Log, newest first, as texts."""
        self.open_record(name)
        self.page.get_by_role("link", name="Execution Log", exact=True).click()
        self.page.get_by_label("Execution Log").get_by_role("link", name=protocol).click()
        return self.page.locator("tbody tr[data-id]").all_inner_texts()

    def field(self, name: str) -> str:
        """Return a field of the record that is shown."""
        return self.shown(name).inner_text()

    def shown(self, name: str) -> Locator:
        """Return where a field of the record is shown."""
        return self.page.locator(f"dd[data-field={name}]")

    def _save(self) -> None:
        self.page.get_by_role("button", name="Save").first.click()
        expect(self.page.get_by_text("successfully saved")).to_be_visible()

    def _next(self) -> None:
        self.page.get_by_role("button", name="Next").click()

"""An administrator who sets real time up by the pages: those of a local account with bundles, and those of Landbridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from landbridge.local.access.integration import Box
from landbridge.local.seeds.demo import PASSWORD
from landbridge.local.testing import RunningAccount

INTEGRATION, REAL_TIME = "369637", "369630"
ROLE = "SuiteProjects Pro Integration Administrator"
TRIGGER, OLD_TRIGGER = "customscript_oa_send_to_spp_2", "customscript_oa_send_to_spp"
SPP_DATABASE_ID = "4711"
INTEGRATION_USER = "integration@demo.example"


def row(page: Page | Locator, text: str) -> Locator:
    """The table row that contains a text."""
    return page.get_by_role("row").filter(has_text=text)


def make_token(account: RunningAccount) -> dict[str, str]:
    """Make the integration user, the integration record and the access token; return what a connection signs in with.

    The local account has no pages for these yet, so they are made at its desk.
    """
    access = account.account.access
    role = access.role_by_script_id("customrole_oa_integration")
    assert role is not None, "the bundle brought the role"
    person = {"firstName": "Integration", "lastName": "User", "email": INTEGRATION_USER, "giveAccess": True}
    employee = account.account.records.put("employee", "2", person)
    access.give_access(employee.id, (role.id,), PASSWORD)
    integration = access.applications.create_integration("Landbridge", boxes=Box)
    token = access.token_records.create("Landbridge", integration.id, employee.id, role.id)
    return {
        "Consumer key": integration.consumer_key,
        "Consumer secret": integration.consumer_secret,
        "Token ID": token.token_id,
        "Token secret": token.token_secret,
    }


@dataclass(frozen=True, slots=True)
class Netsuite:
    """The administrator's page in the local account."""

    page: Page

    def install_bundle(self, bundle: str, version: str = "") -> None:
        """Customization > SuiteBundler > Search & Install Bundles: install or update, to the newest version unless another is named."""
        self.page.goto(f"/app/bundler/installbundle.nl?q={bundle}")
        row(self.page, bundle).get_by_role("link").first.click()
        versions = self.page.locator("tr[data-version]")
        chosen = (
            versions.and_(self.page.locator(f"[data-version='{version}']")) if version else versions.first
        )
        chosen.get_by_role("link").click()
        self.page.get_by_role("button", name="Bundle").click()
        expect(self.page.locator("main")).to_contain_text("successfully")

    def bundle_refusal(self, bundle: str, version: str) -> Locator:
        """What the bundle's page says instead of a button."""
        self.page.goto(f"/app/bundler/bundledetails.nl?id={bundle}")
        return self.page.locator(f"tr[data-version='{version}']")

    def open_script(self, script: str) -> None:
        """Customization > Scripting > Scripts, filtered by the bundle; View."""
        self.page.goto("/app/common/scripting/scriptlist.nl")
        self.page.get_by_label("From Bundle").select_option(f"BUNDLE_{REAL_TIME}")
        self.page.get_by_role("button", name="Filter").click()
        found = row(self.page, script).filter(has=self.page.get_by_text(script, exact=True))
        found.get_by_role("link", name="View").click()
        expect(self.page.locator("dd[data-field=scriptid]")).to_have_text(script)

    def deploy(self, record_type: str, script: str = TRIGGER) -> None:
        """Step 3 of the specification for one record type, from the script's Deployments subtab."""
        self.open_script(script)
        self.page.get_by_role("link", name=record_type, exact=True).click()
        self.page.get_by_role("link", name="Edit", exact=True).click()
        self.page.get_by_label("Deployed").check()
        self.page.get_by_label("Execute as Role").select_option(label=ROLE)
        self.page.get_by_label("Roles: Select All").check()
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.locator("dd[data-field=isdeployed]")).to_have_text("Yes")

    def undeploy_everything_of(self, script: str) -> None:
        """Clear every Deployed box on the script's list of deployments, and submit."""
        self.open_script(script)
        self.page.get_by_role("link", name="Deployments", exact=True).click()
        for box in self.page.get_by_role("checkbox").all():
            box.uncheck()
        self.page.get_by_role("button", name="Submit").click()
        for box in self.page.get_by_role("checkbox").all():
            expect(box).not_to_be_checked()

    def drag_trigger_to_the_end(self, record_type: str) -> None:
        """Customization > Scripting > Scripted Records: the trigger last, and saved."""
        self.page.goto(f"/app/common/scripting/scriptedrecord.nl?id={record_type.upper()}&e=T")
        scripts = self.page.locator("tr[data-script]")
        trigger = scripts.and_(self.page.locator(f"[data-script={TRIGGER}]"))
        down = trigger.get_by_role("button", name="down")
        for _ in range(scripts.count()):
            down.click()
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_role("link", name="Edit", exact=True)).to_be_visible()
        expect(scripts.last).to_have_attribute("data-script", TRIGGER)

    def fill_settings_record(self, values: Mapping[str, str], ticked: tuple[str, ...]) -> None:
        """Customization > Lists, Records & Fields > Record Types > List > Edit: the one settings record."""
        self.page.goto("/app/common/custom/custrecords.nl")
        row(self.page, "customrecord_oa_srp_integration_settings").get_by_role(
            "link", name="List", exact=True
        ).click()
        self.page.locator("main tbody").get_by_role("link").first.click()
        self.page.get_by_role("link", name="Edit", exact=True).click()
        for label, value in values.items():
            self.page.get_by_label(label, exact=True).fill(value)
        for label in ticked:
            self.page.get_by_label(label, exact=True).check()
        self.page.get_by_role("button", name="Save").first.click()
        expect(self.page.get_by_role("link", name="Edit", exact=True).first).to_be_visible()

    def save_customer(self, name: str) -> None:
        """Save a new customer that is marked for export, in its form."""
        self.page.goto("/app/common/entity/custjob.nl?stage=customer")
        self.page.get_by_label("Company Name").fill(name)
        self.page.get_by_label("Export to SuiteProjects Pro").check()
        self.page.get_by_role("button", name="Save").first.click()
        expect(self.page.locator("dd[data-field=companyname]")).to_have_text(name)


@dataclass(frozen=True, slots=True)
class Landbridge:
    """The administrator's page in Landbridge."""

    page: Page

    def next_step(self) -> Locator:
        """What the page Setup says is next, after looking at NetSuite where there is a connection."""
        self.page.goto("/setup/")
        look = self.page.get_by_role("button", name="Look at NetSuite now")
        if look.count():
            look.click()
        return self.page.get_by_role("heading", level=2).first

    def connect(self, account: RunningAccount, token: Mapping[str, str]) -> None:
        """Fill the form of a connection by access token, test it, and save it."""
        self.page.goto("/connections/new/")
        entered = {
            "Name": "Sandbox",
            "NetSuite account ID": account.account_id,
            "SuiteProjects Pro database ID": SPP_DATABASE_ID,
            "Connect to": account.connect_to,
            "CA file": str(account.ca_file),
        }
        for label, value in entered.items():
            self.page.get_by_label(label, exact=True).fill(value)
        self.page.get_by_label("Protocol").select_option("soap")
        with self.page.expect_response(lambda answer: "/connections/new/url" in answer.url):
            self.page.get_by_label("SOAP version").select_option(label=account.account.settings.release)
        tokens = self.page.locator("details").filter(has_text="Access token").first
        tokens.locator("summary").click()
        for label, value in token.items():
            tokens.get_by_label(label, exact=True).fill(value)
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("Sandbox is saved.")).to_be_visible()

    def make_live(self, workflow: str) -> None:
        """Activate a workflow and make it live, on the page Workflows."""
        self.page.goto("/workflows/")
        row(self.page, workflow).get_by_role("button", name="Activate").click()
        row(self.page, workflow).get_by_role("button", name="Make live").click()
        expect(row(self.page, workflow)).to_contain_text("live")

    def do(self, step: str, button: str, **boxes: bool) -> None:
        """Press a step's button on the page Setup."""
        self.page.goto("/setup/")
        found = self.page.locator(f"#step-{step}")
        for name in boxes:
            found.locator(f"[name={name}]").check()
        found.get_by_role("button", name=button).click()
        expect(self.page.locator(f"#step-{step}")).to_contain_text("done")

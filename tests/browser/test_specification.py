"""The specification's steps in Chromium: from an empty account with bundles to the first imported record, and the upgrade from SuiteSignOn.

Both administrators act by the pages alone. Only the integration user's record, the integration record and the access token are
made at the local account's desk: their pages come with another issue.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from landbridge.demo.commands import run_command
from landbridge.demo.setup import SERVICE_ADMINISTRATOR, SignIn
from landbridge.demo.stack import Stack
from landbridge.local.settings import RELEASE, AccountSettings
from landbridge.local.testing import RunningAccount, running_account
from tests.browser.conftest import ARGUMENTS
from tests.browser.seats import sign_in_to_account, sign_in_to_landbridge
from tests.browser.specification import (
    INTEGRATION,
    OLD_TRIGGER,
    REAL_TIME,
    SPP_DATABASE_ID,
    Landbridge,
    Netsuite,
    make_token,
    row,
)
from tests.component.suiteapp.service import served_service

SIGN_ON = "customsso_oa_sso"
REAL_TIME_BOX = "Real-time integration with SuiteProjects Pro"
SPP_URL = "https://acme.app.netsuitesuiteprojectspro.com"


@pytest.fixture
def account(request: pytest.FixtureRequest) -> Iterator[RunningAccount]:
    """An account with an administrator and nothing else, of the release in the parameter; the bundles can be installed."""
    release = getattr(request, "param", RELEASE)
    with running_account(AccountSettings(release=release), seed="empty") as running:
        yield running


@pytest.fixture
def service(account: RunningAccount) -> Iterator[Stack]:
    """The service with one worker, and an administrator; no connection."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-specification-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    stack = Stack(folder)
    stack.addresses["control"] = account.control.url
    try:
        stack.start_service()
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sign_in(service: Stack) -> SignIn:
    made = SignIn(SERVICE_ADMINISTRATOR, secrets.token_urlsafe(12))
    run_command(
        *("user", "add", made.email, "--role", "administrator", "--name", "Ada Admin", "--password-stdin"),
        environment=service.environment,
        stdin=made.password + "\n",
    )
    return made


@pytest.fixture
def browser(chromium: str, sign_in: SignIn) -> Iterator[Browser]:
    """Starts after the processes: beside Playwright's plain interface `asyncio.run` does not work."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def netsuite(browser: Browser, account: RunningAccount) -> Netsuite:
    page = _page(browser, account.http)
    sign_in_to_account(page, account.http, "admin@demo.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    return Netsuite(page)


@pytest.fixture
def landbridge(browser: Browser, service: Stack, sign_in: SignIn) -> Landbridge:
    page = _page(browser, service.addresses["service"])
    sign_in_to_landbridge(page, service.addresses["service"], sign_in)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    return Landbridge(page)


def _page(browser: Browser, base: str) -> Page:
    context = browser.new_context(base_url=base)
    context.set_default_timeout(15_000)
    return context.new_page()


def settings_values(account: RunningAccount, service: Stack) -> dict[str, str]:
    """What the specification and we ask to be entered in the settings record."""
    return {
        "SuiteProjects Pro URL": SPP_URL,
        "SuiteProjects Pro Database ID": SPP_DATABASE_ID,
        "Landbridge URL": service.addresses["notices"].replace("127.0.0.1", "localhost"),
        "NetSuite Account ID": account.account_id,
        "Email address to send errors": "it@demo.example",
    }


@pytest.mark.full
@pytest.mark.timeout(420)
@pytest.mark.requirement("setup-03")
def test_from_an_empty_account_to_the_first_imported_record(
    account: RunningAccount, service: Stack, netsuite: Netsuite, landbridge: Landbridge
) -> None:
    expect(landbridge.next_step()).to_have_text("Next: Connect NetSuite")

    # Step 1: the bundles, in their order; the add-on alone is refused
    expect(netsuite.bundle_refusal(REAL_TIME, "4.01")).to_contain_text(INTEGRATION)
    netsuite.install_bundle(INTEGRATION)
    netsuite.install_bundle(REAL_TIME)

    landbridge.connect(account, make_token(account))
    expect(landbridge.next_step()).to_have_text("Next: Choose what is imported")
    landbridge.make_live("Customers")

    # Step 3: the deployments. Step 2, the role, came with the bundle.
    expect(landbridge.next_step()).to_have_text("Next: Deploy the trigger")
    netsuite.deploy("Customer")

    # Step 4: the order
    expect(landbridge.next_step()).to_have_text("Next: Verify that the trigger runs last")
    netsuite.drag_trigger_to_the_end("customer")
    landbridge.do("order", "Confirm the order", order_verified=True)

    # Step 5: the settings record
    expect(landbridge.next_step()).to_have_text("Next: Fill the settings record")
    netsuite.fill_settings_record(settings_values(account, service), ticked=(REAL_TIME_BOX,))

    # Step 6: the certificate, in place of the placeholder, and real time
    expect(landbridge.next_step()).to_have_text("Next: Generate the certificate")
    landbridge.do("certificate", "Generate the certificate")
    landbridge.do("real_time", "Switch real time on")
    expect(landbridge.next_step()).to_have_text("Next: Import the first record")

    netsuite.save_customer("Quince Observatory")
    expect(netsuite.page.locator("main > .message").filter(has_text="SuiteProjects Pro")).to_be_visible()
    landbridge.page.goto("/records/customer/")
    expect(row(landbridge.page, "Quince Observatory")).to_be_visible()
    expect(landbridge.next_step()).to_contain_text("Everything is set up")


@pytest.mark.full
@pytest.mark.timeout(420)
@pytest.mark.requirement("setup-04")
@pytest.mark.parametrize("account", ["2024.2"], indirect=True)
def test_an_account_of_the_suitesignon_era_is_upgraded(
    account: RunningAccount, service: Stack, netsuite: Netsuite, landbridge: Landbridge, tmp_path: Path
) -> None:
    """The release stays 2024.2, in which SuiteSignOn still works: an account is upgraded before it ends."""
    # As it was left: the bundles before certificates, SuiteScript 1.0 deployed, and a save announced by SuiteSignOn.
    netsuite.install_bundle(INTEGRATION, "3.9")
    netsuite.install_bundle(REAL_TIME, "1.0")
    netsuite.deploy("Customer", OLD_TRIGGER)
    old_fields = {
        "SuiteProjects Pro URL": SPP_URL,
        "SuiteProjects Pro Database ID": SPP_DATABASE_ID,
        "Email address to send errors": "it@demo.example",
        "SuiteSignOn record (ended, see help)": SIGN_ON,
    }
    with served_service(account.account, tmp_path) as signed_on:
        account.control.suite_sign_on(record=SIGN_ON, address=f"{signed_on.url}/sso")
        netsuite.fill_settings_record(old_fields, ticked=(REAL_TIME_BOX,))
        netsuite.save_customer("Sorrel Brothers")
        (visit,) = signed_on.visits
        assert visit.startswith("/sso?oauth_token=")
    landbridge.connect(account, make_token(account))
    landbridge.make_live("Customers")

    expect(landbridge.next_step()).to_have_text("Next: Install the SuiteApp")
    expect(netsuite.bundle_refusal(REAL_TIME, "3.0")).to_contain_text(INTEGRATION)
    netsuite.install_bundle(INTEGRATION)

    expect(landbridge.next_step()).to_have_text("Next: Bring both bundles to the needed versions")
    netsuite.install_bundle(REAL_TIME)

    expect(landbridge.next_step()).to_have_text("Next: Undeploy the SuiteScript 1.0 trigger")
    netsuite.undeploy_everything_of(OLD_TRIGGER)

    expect(landbridge.next_step()).to_have_text("Next: Deploy the trigger")
    netsuite.deploy("Customer")

    expect(landbridge.next_step()).to_have_text("Next: Verify that the trigger runs last")
    netsuite.drag_trigger_to_the_end("customer")
    landbridge.do("order", "Confirm the order", order_verified=True)

    expect(landbridge.next_step()).to_have_text("Next: Fill the settings record")
    netsuite.fill_settings_record(settings_values(account, service), ticked=(REAL_TIME_BOX,))

    expect(landbridge.next_step()).to_have_text("Next: Generate the certificate")
    landbridge.do("certificate", "Generate the certificate")
    expect(landbridge.next_step()).to_have_text("Next: Switch real time on")
    landbridge.do("real_time", "Switch real time on")

    netsuite.save_customer("Vetch Mills")
    landbridge.page.goto("/records/customer/")
    expect(row(landbridge.page, "Vetch Mills")).to_be_visible()
    expect(landbridge.next_step()).to_contain_text("Everything is set up")

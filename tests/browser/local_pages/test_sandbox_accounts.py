"""Production and sandbox in one browser at one address, each under its own host name: the sandbox is refreshed and seen anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts
from tests.browser.looking import LOOK

CHROMIUM = shutil.which("chromium")
PAGE = "/app/setup/sandboxaccounts.nl"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: see tools/chromium.py")


@pytest.fixture(scope="module")
def accounts() -> Iterator[tuple[RunningAccount, ...]]:
    names = (AccountSettings(account_id="1234567"), AccountSettings(account_id="1234567_SB1"))
    with running_accounts(*names) as both:
        yield both


@pytest.fixture
def browser(accounts: tuple[RunningAccount, ...]) -> Iterator[Browser]:
    """Chromium that finds every host of NetSuite's at the shared address."""
    shared = accounts[0].shared.removeprefix("https://")
    arguments = ["--no-sandbox", f"--host-resolver-rules=MAP *.netsuite.com {shared}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def signed_in(page: Page, host: str, path: str) -> Page:
    page.goto(f"https://{host}.app.netsuite.com{path}")
    page.get_by_label("Email").fill("admin@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button").click()
    expect(page).to_have_url(f"https://{host}.app.netsuite.com{path}")
    return page


@pytest.mark.full
@pytest.mark.requirement("sandbox-02", "side-01")
def test_a_sandbox_is_refreshed_by_page(accounts: tuple[RunningAccount, ...], browser: Browser) -> None:
    production, sandbox = accounts
    sandbox.account.access.applications.create_integration("Trial")
    production.account.records.put("customer", "900", {"companyName": "Came with the refresh"})
    context = browser.new_context(ignore_https_errors=True)
    page = signed_in(context.new_page(), "1234567", PAGE)
    page.get_by_label("Replace everything in 1234567_SB1").check()
    page.get_by_role("button", name="Refresh Sandbox").click()
    expect(page.get_by_text("Sandbox 1234567_SB1 was refreshed.")).to_be_visible()
    expect(page.locator("dl")).to_contain_text("Trial")
    assert page.evaluate(LOOK) == []
    inside = signed_in(context.new_page(), "1234567-sb1", "/app/common/entity/custjob.nl?id=900")
    expect(inside.get_by_role("heading", level=1)).to_contain_text("Came with the refresh")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sandbox Accounts")
    context.close()

"""The local account's pages in Chromium: what only a browser does (scripts of the page, keyboard, both themes)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from landbridge.local.testing import RunningAccount, running_account

CHROMIUM = shutil.which("chromium")
CUSTOMERS = "/app/common/entity/custjoblist.nl"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: see tools/chromium.py")


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: Browser, running: RunningAccount) -> Iterator[Page]:
    """A page signed in as Anna; any error that the browser reports fails the test."""
    context = chromium.new_context(base_url=running.http, color_scheme=request.param)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    page.get_by_label("Email address").fill("anna@demo.example")
    page.get_by_label("Password").fill("landbridge")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    yield page
    context.close()
    assert errors == []


def cell(page: Page, record_id: str, field: str) -> Locator:
    return page.locator(f'tr[data-id="{record_id}"] button.cell[data-field="{field}"]')


def saved_customer(running: RunningAccount, name: str, **values: str) -> str:
    session = running.account.access.system_session()
    known = running.account.records.search("customer", [])
    record = running.account.records.save(
        session, "customer", {"companyName": f"{name} {len(known)}", **values}
    )
    return record.record.id


@pytest.mark.requirement("pages-01", "pages-02")
def test_a_customer_is_saved_in_the_form(page: Page, running: RunningAccount) -> None:
    name = f"Maple {len(running.account.records.search('customer', []))}"
    page.get_by_role("link", name="Customers").first.click()
    page.get_by_role("link", name="New Prospect").click()
    expect(page.get_by_label("Status *", exact=True)).to_have_value("8")
    page.get_by_label("Company Name").fill(name)
    page.get_by_label("Credit Limit").fill("much")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Enter a number.")).to_be_visible()
    expect(page.get_by_label("Company Name")).to_have_value(name)
    page.get_by_label("Credit Limit").fill("2,500")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Prospect successfully saved.")).to_be_visible()
    expect(page.locator('dd[data-field="creditlimit"]')).to_have_text("2,500.00")


@pytest.mark.requirement("pages-02")
def test_a_cell_is_edited_with_the_keyboard(page: Page, running: RunningAccount) -> None:
    id_ = saved_customer(running, "Keyboard", phone="1")
    page.goto(CUSTOMERS)
    cell(page, id_, "phone").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("555 0177")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(cell(page, id_, "phone")).to_have_text("555 0177")
    expect(cell(page, id_, "phone")).to_be_focused()
    record = running.account.records.get("customer", id_)
    assert record is not None
    assert record.values["phone"] == "555 0177"


@pytest.mark.requirement("pages-02")
def test_escape_leaves_a_cell_as_it_was(page: Page, running: RunningAccount) -> None:
    id_ = saved_customer(running, "Escape", phone="1")
    page.goto(CUSTOMERS)
    cell(page, id_, "phone").click()
    page.keyboard.type("2")
    page.keyboard.press("Escape")
    expect(cell(page, id_, "phone")).to_have_text("1")
    record = running.account.records.get("customer", id_)
    assert record is not None
    assert record.values["phone"] == "1"


@pytest.mark.requirement("pages-02")
def test_a_box_in_the_list_is_switched(page: Page, running: RunningAccount) -> None:
    id_ = saved_customer(running, "Box")
    page.goto(CUSTOMERS)
    cell(page, id_, "isinactive").click()
    page.locator(f'tr[data-id="{id_}"] input[type="checkbox"]').click()
    expect(cell(page, id_, "isinactive")).to_have_text("Yes")
    record = running.account.records.get("customer", id_)
    assert record is not None
    assert record.values["isInactive"] is True


@pytest.mark.requirement("pages-02")
def test_a_refused_cell_keeps_what_was_typed_and_says_why(page: Page, running: RunningAccount) -> None:
    id_ = next(
        one
        for one in running.account.records.search("job", [])
        if running.account.records.display("job", one).endswith("Clinic roll-out")
    )
    page.goto("/app/accounting/project/projectlist.nl")
    cell(page, id_, "companyname").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator("#inline-status")).to_contain_text("Project Name")
    expect(page.locator(f'tr[data-id="{id_}"] input')).to_have_value("")
    page.get_by_role("heading", name="Projects").click()
    expect(cell(page, id_, "companyname")).to_have_text("Clinic roll-out")

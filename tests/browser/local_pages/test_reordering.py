"""Scripted Records in Chromium: rows are dragged, or moved by the keyboard, and the order is the one in which scripts run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.testing import RunningAccount, running_account

CHROMIUM = shutil.which("chromium")
ADDRESS = "/app/common/scripting/scriptedrecord.nl?id=CUSTOMER"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: see tools/chromium.py")


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account(seed="empty") as running:
        running.control.install_bundle(bundle="369637")
        running.control.install_bundle(bundle="369630")
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, running: RunningAccount) -> Iterator[Page]:
    """The administrator at the customer's scripts, editing; any error that the browser reports fails the test."""
    context = chromium.new_context(base_url=running.http)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    page.get_by_label("Email address").fill("admin@demo.example")
    page.get_by_label("Password").fill("landbridge")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Scripted records").click()
    page.get_by_role("link", name="Customer", exact=True).click()
    page.get_by_role("link", name="Edit", exact=True).click()
    yield page
    context.close()
    assert errors == []


def order(running: RunningAccount) -> list[str]:
    assert isinstance(running.account.scripting, Scripting)
    return [script.script_id for script, _ in running.account.scripting.registry.user_events("customer")]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Scripted Record successfully saved.")).to_be_visible()


@pytest.mark.requirement("place-02")
def test_a_dragged_script_runs_last(page: Page, running: RunningAccount) -> None:
    first, *others = order(running)
    rows = page.locator("tr[data-script]")
    last = rows.nth(len(others))
    box = last.bounding_box()
    assert box is not None
    rows.first.drag_to(last, target_position={"x": 40, "y": box["height"] - 2})
    expect(rows.last).to_have_attribute("data-script", first)
    save(page)
    assert order(running) == [*others, first]


@pytest.mark.requirement("place-02")
def test_a_script_is_moved_with_the_keyboard(page: Page, running: RunningAccount) -> None:
    first, second, *others = order(running)
    page.locator(f'tr[data-script="{first}"]').get_by_role("button", name="down").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"{first} is number 2")
    save(page)
    assert order(running) == [second, first, *others]

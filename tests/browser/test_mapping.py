"""Somebody changes a mapping in Chromium: a draft, its preview, storing it, and going back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.conftest import System
from tests.browser.looking import Looker
from tests.browser.seats import Seats

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]


def row(page: Page, text: str) -> Locator:
    """The table row that contains a text."""
    return page.get_by_role("row").filter(has_text=text)


def look_narrow_and_dark(seats: Seats, customer: str) -> None:
    """Look at the pages as they are now in the other theme and a narrow window: can everything be read, named and reached?"""
    looker = Looker(seats.at_landbridge(color_scheme="dark", viewport={"width": 390, "height": 900}))
    looker.page.goto("/mapping/")
    base = looker.page.url.rsplit("/", 2)[0] + "/customers/"
    for address in ("", f"preview/?record={customer}", "main/rows/1/", "main/notation/", "history/1/"):
        looker.look(f"{base}{address}")
    assert looker.problems == []


@pytest.mark.requirement("map-06", "map-08", "map-09")
def test_a_mapping_is_changed_looked_at_stored_and_restored(seats: Seats, system: System) -> None:
    customer = system.save_customer("Saffron Weavers")
    page = seats.at_landbridge()
    page.goto("/workflows/")
    row(page, "Projects (Projects)").get_by_role("button", name="Stop real time").click()
    row(page, "Customers (Customers)").get_by_role("button", name="Stop real time").click()

    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Mapping").click()
    page.get_by_role("navigation", name="Workflows").get_by_role("link", name="Customers (Customers)").click()
    fixed = row(page, "netsuite_customer_id__c")
    expect(fixed).to_contain_text("fixed")
    expect(fixed.get_by_role("button")).to_have_count(0)

    # The boxes follow the kind that is chosen, and what was entered stays.
    page.get_by_role("link", name="Add a row").click()
    page.get_by_label("SuiteProjects Pro field").fill("branch__c")
    page.get_by_label("Kind of source").select_option("Concatenation")
    expect(page.get_by_label("SuiteProjects Pro field")).to_have_value("branch__c")
    page.get_by_label("Text 1", exact=True).fill("Branch of ")
    page.get_by_label("Field 2", exact=True).fill("companyName")
    page.get_by_role("button", name="Put it into the draft").click()
    draft = page.get_by_role("region", name="Draft")
    expect(draft).to_contain_text("branch__c")

    # Buttons of a row leave the page where it is.
    page.get_by_role("button", name="Switch phone off").click()
    expect(page.get_by_role("button", name="Switch phone on")).to_be_visible()
    expect(draft).to_contain_text("phone")

    draft.get_by_role("link", name="Preview").click()
    page.get_by_label("Name contains").fill("saffron")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Saffron Weavers").click()
    expect(row(page, "branch__c")).to_contain_text("Branch of Saffron Weavers")
    expect(page.get_by_role("heading", name="Saffron Weavers")).to_be_visible()
    look_narrow_and_dark(seats, customer)

    page.get_by_role("link", name="Mapping of Customers").click()
    page.get_by_role("button", name="Store the mapping").click()
    expect(page.get_by_role("status")).to_contain_text("Stored.")
    expect(page.get_by_role("region", name="Draft")).to_have_count(0)

    page.get_by_role("link", name="History").click()
    expect(row(page, "branch__c")).to_contain_text("added")
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_role("status")).to_contain_text("Version 1 is the mapping again.")
    page.goto("/mapping/")
    page.get_by_role("navigation", name="Workflows").get_by_role("link", name="Customers (Customers)").click()
    expect(row(page, "branch__c")).to_have_count(0)

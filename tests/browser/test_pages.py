"""People at work in Chromium: in the local account, in Landbridge, and from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from landbridge.demo.commands import run_command
from landbridge.demo.person import FORMS, LISTS, SIGN_IN
from landbridge.demo.processes import Process
from landbridge.demo.setup import SignIn
from landbridge.demo.stack import ANY_PORT
from tests.acceptance.conftest import System
from tests.browser.seats import Seats, sign_in_to_account, sign_in_to_landbridge

pytestmark = pytest.mark.full

ADMINISTRATOR, ANNA, BEN = "admin@demo.example", "anna@demo.example", "ben@demo.example"
SCRIPTS = "/app/common/scripting/scriptlist.nl"
THROWING = Path(__file__).parent / "throwing"
VIEWER = SignIn("viewer@landbridge.example", "only-looking-at-it")


def title(page: Page) -> Locator:
    """The page's heading."""
    return page.get_by_role("heading", level=1)


def shown(page: Page, field: str) -> Locator:
    """A field of the local account's view page, by its SuiteScript id."""
    return page.locator(f"dd[data-field={field}]")


def messages(page: Page) -> Locator:
    """The messages above a page of the local account."""
    return page.locator("main > .message")


def row(page: Page | Locator, text: str) -> Locator:
    """The table row that contains a text."""
    return page.get_by_role("row").filter(has_text=text)


def save_new_customer(page: Page, name: str) -> str:
    """Create a customer for export in the local account's form; return its internal id."""
    page.goto(f"{FORMS['customer']}?stage=customer")
    page.get_by_label("Company Name").fill(name)
    page.get_by_label("Export to SuiteProjects Pro").check()
    page.get_by_role("button", name="Save").first.click()
    expect(shown(page, "companyname")).to_have_text(name)
    return shown(page, "internalid").inner_text()


@pytest.mark.requirement("endure-08", "web-01", "pages-04", "flow-01")
def test_saved_in_netsuite_and_seen_in_suiteprojects_pro(seats: Seats) -> None:
    records, log = seats.at_landbridge(), seats.at_landbridge()
    records.goto("/records/customer/")
    log.goto("/runs/")
    anna = seats.at_account(ANNA)
    internal_id = save_new_customer(anna, "Quince Observatory")
    expect(messages(anna).filter(has_text="SuiteProjects Pro")).to_be_visible()

    # Neither page is loaded again: both refresh themselves.
    arrived = row(records, "Quince Observatory")
    expect(arrived).to_be_visible()
    run = row(log, f"customer {internal_id}").filter(has_text="Real-time")
    expect(run).to_contain_text("1 created")

    arrived.get_by_role("link").click()
    trail = records.get_by_role("region", name="Audit trail")
    expect(row(trail, "Quince Observatory")).to_contain_text("NetSuite integration")
    run.get_by_role("link").click()
    expect(row(log, f"NetSuite {internal_id}")).to_contain_text("created")


@pytest.mark.requirement("pages-01")
@pytest.mark.parametrize(
    ("email", "role"), [(ADMINISTRATOR, "Administrator"), (ANNA, "Sales Manager"), (BEN, "Project Manager")]
)
def test_each_user_signs_in_and_acts_in_their_role(seats: Seats, email: str, role: str) -> None:
    page = seats.at_account(email)
    banner = page.get_by_role("banner")
    expect(banner).to_contain_text(email)
    expect(banner).to_contain_text(role)
    scripts = page.get_by_role("navigation").get_by_role("link", name="Scripts")
    expect(scripts).to_have_count(1 if role == "Administrator" else 0)
    page.get_by_role("button", name="Sign out").click()
    page.goto(LISTS["customer"])
    expect(page.get_by_label("Password")).to_be_visible()


@pytest.mark.requirement("pages-01")
def test_a_wrong_password_is_refused_in_words(seats: Seats) -> None:
    page = seats.stranger(seats.account)
    sign_in_to_account(page, seats.account, ANNA, "guessed")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Email address")).to_have_value(ANNA)
    assert SIGN_IN in page.url


@pytest.mark.requirement("pages-01")
def test_a_page_that_the_role_may_not_see_names_the_permission(seats: Seats) -> None:
    page = seats.at_account(ANNA)
    answer = page.goto(SCRIPTS)
    assert answer is not None
    assert answer.status == 403
    expect(title(page)).to_have_text("Permission violation")
    expect(page.get_by_role("alert")).to_contain_text("ADMI_CUSTOMSCRIPT")


@pytest.mark.requirement("pages-02")
def test_what_is_wrong_stands_beside_its_field_until_it_is_right(seats: Seats) -> None:
    page = seats.at_account(ANNA)
    page.goto(LISTS["employee"])
    page.get_by_role("link", name="New Employee").click()
    page.get_by_label("First Name").fill("Nadia")
    page.get_by_label("Last Name").fill("Brook")
    page.get_by_label("Labor Cost").fill("a lot")
    page.get_by_role("button", name="Save").first.click()

    cost = page.get_by_label("Labor Cost")
    expect(cost).to_have_accessible_description("Enter a number.")
    expect(cost).to_have_value("a lot")
    expect(page.get_by_label("First Name")).to_have_value("Nadia")
    cost.fill("82.5")
    page.get_by_role("button", name="Save").first.click()
    expect(messages(page).first).to_contain_text("Employee successfully saved.")
    expect(shown(page, "laborcost")).to_contain_text("82.5")


@pytest.mark.requirement("pages-02")
def test_a_record_is_created_found_opened_and_edited(seats: Seats) -> None:
    page = seats.at_account(BEN)
    internal_id = save_new_customer(page, "Rowan Bridges")
    page.goto(LISTS["customer"])
    page.get_by_label("Find").fill("Rowan")
    page.get_by_role("button", name="Filter").click()
    row(page, "Rowan Bridges").get_by_role("link", name=internal_id, exact=True).click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Phone", exact=True).fill("555 0171")
    page.get_by_role("button", name="Save").last.click()
    expect(shown(page, "phone")).to_have_text("555 0171")


@pytest.mark.requirement("pages-03")
def test_scripts_deployments_log_and_certificates_are_seen(seats: Seats) -> None:
    page = seats.at_account(ADMINISTRATOR)
    navigation = page.get_by_role("navigation")
    navigation.get_by_role("link", name="Scripts").click()
    script = row(page, "customscript_oa_send_to_spp_2")
    expect(script).to_contain_text("/SuiteScripts/landbridge/send_to_spp_2.js")
    script.get_by_role("link", name="Deployments").click()
    expect(row(page, "customdeploy_oa_send_employee")).to_contain_text("Released")
    navigation.get_by_role("link", name="Script execution log").click()
    expect(row(page, "Certificate replaced")).to_contain_text("customdeploy_landbridge_certificate")
    navigation.get_by_role("link", name="Certificates").click()
    expect(row(page, "custcertificate_oa_realtime")).to_contain_text("P12")


@pytest.mark.requirement("pages-03", "pages-04")
def test_a_deployment_is_switched_off_and_no_message_is_shown(seats: Seats) -> None:
    page = seats.at_account(ADMINISTRATOR)
    address = "/app/common/scripting/scriptrecord.nl?id=customdeploy_oa_show_customer"
    try:
        page.goto(f"{address}&e=T")
        page.get_by_label("Deployed").uncheck()
        page.get_by_role("button", name="Save").click()
        expect(messages(page)).to_contain_text("Script Deployment successfully saved.")
        save_new_customer(page, "Silent Spruce")
        expect(messages(page)).to_have_count(1)
        expect(messages(page)).to_contain_text("Customer successfully saved.")
    finally:
        page.goto(f"{address}&e=T")
        page.get_by_label("Deployed").check()
        page.get_by_role("button", name="Save").click()
        expect(shown(page, "isdeployed")).to_have_text("Yes")


@pytest.mark.requirement("pages-04", "web-02")
def test_the_person_who_saves_is_told_what_the_service_answered(seats: Seats, system: System) -> None:
    anna = seats.at_account(ANNA)
    system.hold("soap.search")
    save_new_customer(anna, "Tamarisk Foods")
    expect(messages(anna).last).to_contain_text(
        re.compile("import of this record has started|added to the queue")
    )
    system.wait_until_held("soap.search")
    save_new_customer(anna, "Upland Wool")
    expect(messages(anna).last).to_contain_text("added to the queue and will run as soon as possible")
    anna.reload()
    expect(title(anna)).to_contain_text("Upland Wool")
    expect(messages(anna)).to_have_count(0)


@pytest.fixture
def throwing_account(tmp_path: Path) -> Iterator[str]:
    """The address of a local account with one script, which throws in afterSubmit."""
    options = ("--seed", "demo", "--suiteapp", str(THROWING), "--data", str(tmp_path))
    listen = ("--http", ANY_PORT, "--tls", ANY_PORT, "--control", ANY_PORT)
    process = Process.start("a local account", "local", "serve", *options, *listen)
    try:
        yield process.lines["ready"].split()[0]
    finally:
        process.stop()


@pytest.mark.requirement("pages-04")
def test_an_exception_in_aftersubmit_is_shown_and_the_record_is_saved(
    seats: Seats, throwing_account: str
) -> None:
    page = seats.stranger(throwing_account)
    sign_in_to_account(page, throwing_account, ADMINISTRATOR)
    page.goto(f"{FORMS['customer']}?stage=customer")
    page.get_by_label("Company Name").fill("Vetch Mills")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("alert")).to_contain_text("AFTER_THE_SAVE")
    expect(page.get_by_role("alert")).to_contain_text("This script never succeeds.")
    expect(shown(page, "companyname")).to_have_text("Vetch Mills")
    page.goto(LISTS["customer"])
    expect(row(page, "Vetch Mills")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Script execution log").click()
    expect(row(page, "AFTER_THE_SAVE").first).to_contain_text("customdeploy_throwing_customer")


@pytest.mark.requirement("web-01")
def test_sign_in_refuses_and_then_shows_the_overview(seats: Seats) -> None:
    page = seats.stranger(seats.service)
    sign_in_to_landbridge(page, seats.service, SignIn(seats.system.sign_in.email, "guessed"))
    expect(page.get_by_role("alert")).to_contain_text("No active user has this e-mail address and password")
    sign_in_to_landbridge(page, seats.service, seats.system.sign_in)
    expect(title(page)).to_have_text("Overview")
    expect(row(page, "Demo").first).to_contain_text("live")


@pytest.mark.requirement("web-01", "web-02")
def test_connection_is_tested_by_its_button(seats: Seats) -> None:
    page = seats.at_landbridge()
    page.get_by_role("link", name="Connection", exact=True).click()
    expect(page.get_by_label("NetSuite account ID")).to_have_value("1234567_SB1")
    report = page.locator("#report")
    page.get_by_label("Token secret").fill("0" * 64)
    page.get_by_role("button", name="Test connection").click()
    refused = report.get_by_role("listitem").filter(has_text="Sign-in by access token")
    expect(refused).to_contain_text("failed")
    expect(refused.locator(".quiet")).not_to_be_empty()
    page.get_by_label("Token secret").fill("")
    page.get_by_role("button", name="Test connection").click()
    expect(refused).to_contain_text("passed")
    expect(report.get_by_text("failed", exact=True)).to_have_count(0)
    expect(report.get_by_role("listitem").filter(has_text="SuiteApp installed")).to_contain_text("passed")


@pytest.mark.requirement("web-01", "web-02")
def test_workflow_is_switched_and_says_what_holds_it(seats: Seats) -> None:
    page = seats.at_landbridge()
    page.get_by_role("link", name="Workflows").click()
    projects = row(page, "Projects (Projects)")
    try:
        projects.get_by_role("button", name="Switch off").click()
        expect(page.get_by_role("status")).to_contain_text("Switch real time off for it first")
        projects.get_by_role("button", name="Stop real time").click()
        expect(projects.get_by_role("button", name="Make live")).to_be_visible()
        projects.get_by_role("link").click()
        expect(row(page, "netsuite_project_id__c")).to_contain_text("must be filled")
    finally:
        page.goto("/workflows/")
        projects.get_by_role("button", name="Make live").click()
        expect(projects.get_by_role("button", name="Stop real time")).to_be_visible()


@pytest.mark.requirement("web-01", "web-02")
def test_a_run_is_started_by_its_button_and_watched_live(seats: Seats, system: System) -> None:
    page = seats.at_landbridge()
    page.get_by_role("link", name="Run log").click()
    system.hold("soap.search")
    page.get_by_role("button", name="Run now").click()
    expect(title(page)).to_contain_text("running")
    address = page.url
    system.release()
    expect(title(page)).to_contain_text("completed")
    expect(page.locator("#run")).to_contain_text("Started by Ada Admin on the page")
    assert page.url == address


@pytest.mark.requirement("web-01")
def test_a_viewer_sees_a_clear_page_instead_of_the_connection(seats: Seats, system: System) -> None:
    run_command(
        *("user", "add", VIEWER.email, "--role", "viewer", "--name", "Vera", "--password-stdin"),
        environment=system.stack.environment,
        stdin=VIEWER.password + "\n",
    )
    page = seats.at_landbridge(VIEWER)
    page.goto("/runs/")
    expect(page.get_by_role("button", name="Run now")).to_have_count(0)
    answer = page.goto("/connections/1/")
    assert answer is not None
    assert answer.status == 403
    expect(title(page)).to_have_text("Not allowed")
    expect(page.locator(".note.error")).to_contain_text("View and edit integration settings")
    page.get_by_role("link", name="Back to the overview").click()
    expect(title(page)).to_have_text("Overview")

"""Integration records by pages of two accounts in Chromium; what only a client can do, the test does as one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from landbridge.local.access.integration import Box
from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from landbridge.local.surface import surface_app
from landbridge.local.testing import RunningAccount, running_accounts
from tests.browser.integrations import Administrator, Made
from tests.browser.looking import LOOK, Looker
from tests.browser.seats import sign_in_to_account
from tests.component.local_access.asking import Reply
from tests.component.local_access.conftest import ACCOUNT, SUITETALK
from tests.component.local_access.requests import Signed, application, envelope, header, passport
from tests.component.local_access.served import Served
from tests.component.local_tokens.conftest import CALLBACK, CONSENT, House

CHROMIUM = shutil.which("chromium")
PUBLISHER = "7654321"
ADMIN = "admin@demo.example"
USER, ROLE = "Integration User", "SuiteProjects Pro Integration Administrator"
CUSTOMERS = f"{SUITETALK}/services/rest/record/v1/customer?limit=1"
M2M = "Client Credentials (Machine to Machine) Grant"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: see tools/chromium.py")


@dataclass
class Scene:
    """A publisher's account and a customer's, with the administrator of each at a page of their own."""

    publisher: Administrator
    customer: Administrator
    client: Served
    errors: list[str] = field(default_factory=list)

    def sign_in(self, made: Made) -> Reply:
        """Send a request with the application id, e-mail and password into the customer's account."""
        head = application(made.application_id) + passport(ADMIN)
        return envelope(self.client, head, "getServerTime", "", "2020_1")

    def signed(self, pair: tuple[str, str], token: tuple[str, str]) -> Reply:
        """Send a REST request, signed with a consumer pair and a token, into the customer's account."""
        claim = Signed(ACCOUNT, *pair, *token).at(int(self.client.clock.now().timestamp()))
        return self.client.ask("GET", CUSTOMERS, authorization=header("GET", CUSTOMERS, claim))


@pytest.fixture(scope="module")
def accounts() -> Iterator[tuple[RunningAccount, ...]]:
    with running_accounts(AccountSettings(account_id=PUBLISHER), AccountSettings(account_id=ACCOUNT)) as both:
        yield both


@pytest.fixture(scope="module")
def chromium(accounts: tuple[RunningAccount, ...]) -> Iterator[Browser]:
    """Starts after the accounts: beside Playwright's plain interface `asyncio.run` does not work."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def scene(accounts: tuple[RunningAccount, ...], chromium: Browser) -> Iterator[Scene]:
    """Both administrators signed in; no page may have had an error of its own in the end."""
    account = accounts[1].account
    client = Served(account, surface_app(account), account.clock, running=accounts[1])
    errors: list[str] = []
    seated = [_seated(chromium, one, errors) for one in accounts]
    yield Scene(*seated, client, errors)
    for one in seated:
        one.page.context.close()
    assert errors == []


def _seated(chromium: Browser, running: RunningAccount, errors: list[str], **options: Any) -> Administrator:
    page = chromium.new_context(base_url=running.http, **options).new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in_to_account(page, running.http, ADMIN, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    return Administrator(page)


@pytest.mark.requirement("other-02")
def test_a_record_is_made_installed_by_a_request_and_approved(scene: Scene) -> None:
    made = scene.publisher.make_record("Waits by page", "User Credentials")
    assert scene.publisher.field("state") == "Enabled"
    scene.publisher.page.reload()
    expect(scene.publisher.shown("consumersecret")).to_have_count(0)
    scene.customer.require_approval(required=True)

    assert scene.sign_in(made).status == 500

    assert scene.customer.state_of("Waits by page") == "Waiting for Approval"
    expect(scene.customer.shown("applicationid")).to_have_count(0)
    expect(scene.customer.page.get_by_role("link", name="Reset Credentials")).to_have_count(0)
    scene.customer.set_state("Waits by page", "Enabled")
    assert scene.sign_in(made).status == 200


@pytest.mark.full
@pytest.mark.requirement("other-02", "install-02", "pack-02", "record-03")
def test_a_record_reaches_another_account_both_ways_and_is_used_blocked_and_reset(scene: Scene) -> None:
    publisher, customer = scene.publisher, scene.customer

    # Auto-installation, without approval: the request is answered at once
    installed = publisher.make_record("By request", "User Credentials")
    customer.require_approval(required=False)
    assert scene.sign_in(installed).status == 200
    assert customer.state_of("By request") == "Enabled"
    expect(customer.page.get_by_text(f"Installed from account {PUBLISHER}")).to_be_visible()

    # A bundle: Enabled although approval is required, and there before any request
    bundled = publisher.make_record("By bundle", "User Credentials")
    bundle = publisher.make_bundle("Landbridge for customers", "By bundle")
    customer.require_approval(required=True)
    customer.install_bundle(bundle)
    assert customer.state_of("By bundle") == "Enabled"
    expect(customer.page.get_by_text(f"by bundle {bundle}")).to_be_visible()

    for name, made in (("By request", installed), ("By bundle", bundled)):
        use_block_and_reset(scene, name, made)


def use_block_and_reset(scene: Scene, name: str, made: Made) -> None:
    """A token by page, a signed request, its row in the log; refused while blocked; the new pair after a reset."""
    publisher, customer = scene.publisher, scene.customer
    token = customer.make_token(name, USER, ROLE)
    pair = (made.consumer_key, made.consumer_secret)
    assert scene.signed(pair, token).status == 200
    (first,) = customer.log_rows(name, "REST Web Services")
    assert ("GET" in first, "200" in first, "/record/v1/customer" in first) == (True, True, True)

    customer.set_state(name, "Blocked")
    assert scene.signed(pair, token).status == 401
    customer.set_state(name, "Enabled")
    assert scene.signed(pair, token).status == 200

    renewed = publisher.reset(name)
    assert scene.signed(pair, token).status == 401
    assert scene.signed(renewed, token).status == 200


PAGES = (
    "/app/center/userprefs.nl",
    "/app/common/integration/integrapplist.nl?showinactives=T",
    "/app/common/integration/integrapp.nl",
    "/app/webservices/setup/preferences.nl",
    "/app/bundler/bundlelist.nl?type=S",
    "/app/bundler/bundlebuilder.nl",
    "/app/setup/sandboxaccounts.nl",
    "/app/webservices/usagelog.nl",
    "/app/setup/accesstokens.nl",
    "/app/setup/accesstoken.nl?application=1&user=4",
    "/app/setup/myaccesstokens.nl",
    "/app/setup/myaccesstoken.nl",
)
WINDOWS = [
    pytest.param({"color_scheme": theme, "viewport": {"width": width, "height": 900}}, id=f"{theme}-{width}")
    for theme, width in (("light", 390), ("dark", 1280), ("dark", 390))
]


@pytest.mark.full
@pytest.mark.requirement("other-02")
@pytest.mark.parametrize("window", WINDOWS)
def test_the_pages_can_be_read_in_every_window(
    scene: Scene, accounts: tuple[RunningAccount, ...], chromium: Browser, window: dict[str, Any]
) -> None:
    """The pages of a record of the account's own, of an installed one, and every step of a bundle."""
    scene.customer.require_approval(required=False)
    name = f"Read {window['color_scheme']} {window['viewport']['width']}"
    seated = [_seated(chromium, one, scene.errors, **window) for one in accounts]
    publisher, customer = (Looker(one.page) for one in seated)
    made = seated[0].make_record(name, "User Credentials", M2M, "Scope: REST Web Services")
    problems: list[str] = seated[0].page.evaluate(LOOK)
    assert scene.sign_in(made).status == 200
    for looker, administrator in zip((publisher, customer), seated, strict=True):
        for address in PAGES:
            looker.look(address)
        administrator.open_record(name)
        address = administrator.page.url
        for part in ("", "&e=T", "&reset=T") if looker is publisher else ("", "&e=T"):
            looker.look(f"{address}{part}")
        for protocol in ("SOAP", "REST", "RESTLET"):
            looker.look(f"{address.replace('integrapp.nl', 'executionlog.nl')}&protocol={protocol}")
    problems += look_at_token_and_bodies(seated[1], customer, name)
    customer.look(consent_page(accounts[1], name))
    bundle = seated[0].make_bundle(f"Bundle {name}", name, lambda page: problems.extend(page.evaluate(LOOK)))
    for address in ("bundlebuilder.nl", "bundleavailability.nl"):
        publisher.look(f"/app/bundler/{address}?id={bundle}")
    for address in ("bundledetails.nl?id=", "previewbundleinstall.nl?version=1.0&id="):
        customer.look(f"/app/bundler/{address}{bundle}")
    assert problems + publisher.problems + customer.problems == []
    for one in seated:
        one.page.context.close()


def consent_page(running: RunningAccount, name: str) -> str:
    """Begin the three-step flow as an application; return where its user is asked."""
    boxes = {Box.TOKENS, Box.AUTHORIZATION_FLOW}
    make = running.account.access.applications.create_integration
    asking = House(running, make(f"Asks {name}", boxes=boxes, callback_url=CALLBACK))
    return f"{CONSENT}?oauth_token={asking.asked()['oauth_token']}"


def look_at_token_and_bodies(customer: Administrator, looker: Looker, name: str) -> list[str]:
    """Look at a new token while it shows its secret, at its form, and at a request and response of the log."""
    customer.make_token(name, USER, ROLE)
    problems: list[str] = customer.page.evaluate(LOOK)
    token = customer.page.url
    for part in ("&e=T", "&e=T&revoke=T"):
        looker.look(f"{token}{part}")
    customer.log_rows(name, "SOAP Web Services")
    opened = customer.page.locator("tbody tr[data-id] a").evaluate_all("all => all.map(a => a.href)")
    for address in opened:
        looker.look(address)
    return problems if opened else ["no request and response is kept"]

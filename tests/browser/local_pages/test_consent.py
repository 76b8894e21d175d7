"""The consent page of the three-step flow in Chromium, which holds the redirects of a form to the page's policy."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from landbridge.local.access.integration import Box, Integration
from landbridge.local.access.model import ADMINISTRATOR
from landbridge.local.access.signatures import oauth1_signature
from landbridge.local.testing import RunningAccount, running_account
from tests.browser.looking import LOOK
from tests.component.local_pages.browser import Browser

CHROMIUM = shutil.which("chromium")
CONSENT = "/app/login/secure/authorizetoken.nl"
THANKS = "Thank you."

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: see tools/chromium.py"),
]


@dataclass
class Application:
    """The application's own site, at localhost: its callback leads on to its other name, as many do."""

    server: HTTPServer
    asked: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def callback(self) -> str:
        return f"http://localhost:{self.port}/tba"

    def told(self) -> dict[str, str]:
        """Return what the last callback said."""
        query = urlsplit(self.asked[-1]).query
        return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/tba"):
                made.asked.append(self.path)
                self.send_response(302)
                self.send_header("Location", f"http://127.0.0.1:{made.port}/thanks")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(THANKS.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            del format, args

    made = Application(HTTPServer(("127.0.0.1", 0), Site))
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as running:
        yield running


@pytest.fixture(scope="module")
def till(running: RunningAccount) -> Integration:
    return running.account.access.applications.create_integration(
        "Till", boxes={Box.TOKENS, Box.AUTHORIZATION_FLOW}, callback_url="http://localhost:*/tba"
    )


@pytest.fixture(scope="module", params=[1280, 390])
def page(running: RunningAccount, request: pytest.FixtureRequest) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        viewport = {"width": int(request.param), "height": 900}
        yield browser.new_context(base_url=running.http, viewport=viewport).new_page()  # type: ignore[arg-type]  # a plain dict
        browser.close()


def consent_page(running: RunningAccount, till: Integration, application: Application) -> str:
    """Go through step one; return the address of the consent page."""
    now = int(running.account.clock.now().timestamp())
    values = {
        "oauth_callback": application.callback,
        "oauth_consumer_key": till.consumer_key,
        "oauth_nonce": f"nonce{len(application.asked):08d}{now}",
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(now),
    }
    url = f"{running.http}/rest/requesttoken"
    values["oauth_signature"] = oauth1_signature("POST", url, values.items(), till.consumer_secret, "")
    header = "OAuth " + ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in values.items())
    port = int(running.http.rpartition(":")[2])
    answer = Browser(port).send("POST", "/rest/requesttoken", Authorization=header)
    token = dict(parse_qsl(answer.text.strip()))["oauth_token"]
    return f"{CONSENT}?{urlencode({'oauth_token': token, 'state': 'abc'})}"


@pytest.mark.requirement("token-04", "other-02")
def test_a_person_signs_in_changes_the_role_allows_and_denies(
    running: RunningAccount, till: Integration, application: Application, page: Page
) -> None:
    access = running.account.access
    person = access.user_by_email("integration@demo.example")
    assert person is not None
    access.give_access(person.id, tuple(dict.fromkeys((*person.role_ids, ADMINISTRATOR))))
    page.context.clear_cookies()

    page.goto(consent_page(running, till, application))
    sign_in_here(page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Till")
    assert page.evaluate(LOOK) == []
    page.get_by_label("Role").select_option(label="Administrator")
    page.get_by_role("button", name="Change Role").click()
    expect(page.locator("main")).to_contain_text("Administrator.")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_text(THANKS)).to_be_visible()
    told = application.told()
    assert len(told["oauth_verifier"]) == 64
    assert (told["role"], told["entity"], told["state"]) == (ADMINISTRATOR, person.id, "abc")

    page.goto(consent_page(running, till, application))
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text(THANKS)).to_be_visible()
    assert (application.told()["oauth_verifier"], application.told()["state"]) == ("", "abc")


def sign_in_here(page: Page, email: str) -> None:
    """Fill the sign-in form to which the page has led."""
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill("landbridge")
    page.get_by_role("button", name="Sign in").click()

"""Sitting down at the pages: a fresh browser context for each person, signed in through the form."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect

from landbridge.demo.person import SIGN_IN
from landbridge.demo.setup import NETSUITE_PASSWORD, SignIn
from tests.acceptance.conftest import System

PATIENCE_MS = 15_000
REFUSED = "Failed to load resource"
"""How Chromium's console begins to say that an answer was 4xx; which ones are in order, each test knows."""

expect.set_options(timeout=PATIENCE_MS)


def sign_in_to_account(page: Page, base: str, email: str, password: str = NETSUITE_PASSWORD) -> None:
    """Fill the local account's sign-in form."""
    page.goto(f"{base}{SIGN_IN}")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def sign_in_to_landbridge(page: Page, base: str, sign_in: SignIn) -> None:
    """Fill the service's sign-in form."""
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Email").fill(sign_in.email)
    page.get_by_label("Password").fill(sign_in.password)
    page.get_by_role("button", name="Sign in").click()


class Seats:
    """Opens pages for people and notes every error that a page itself has."""

    def __init__(self, browser: Browser, system: System) -> None:
        self.system = system
        self.errors: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    @property
    def account(self) -> str:
        """Where the local account's pages are."""
        return self.system.stack.addresses["netsuite"]

    @property
    def service(self) -> str:
        """Where Landbridge's pages are."""
        return self.system.stack.addresses["service"]

    def stranger(self, base: str, **options: Any) -> Page:
        """Return a page of a new browser context, not signed in; addresses are below ``base``."""
        context = self._browser.new_context(base_url=base, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._console)
        context.on("weberror", lambda raised: self._note(raised.error))
        self._contexts.append(context)
        return context.new_page()

    def at_account(self, email: str, **options: Any) -> Page:
        """Return the home page of a user of the local account."""
        page = self.stranger(self.account, **options)
        sign_in_to_account(page, self.account, email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Home")
        return page

    def at_landbridge(self, sign_in: SignIn | None = None, **options: Any) -> Page:
        """Return Landbridge's overview, as the administrator unless another is named."""
        page = self.stranger(self.service, **options)
        sign_in_to_landbridge(page, self.service, sign_in or self.system.sign_in)
        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        return page

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.errors.append(message.text)

    def _note(self, error: Error) -> None:
        self.errors.append(str(error))

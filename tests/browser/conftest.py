"""Chromium on a whole system: the local account, the service and one worker, in processes of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from landbridge.demo.processes import Process
from tests.acceptance.conftest import System, system
from tests.browser.seats import Seats

__all__ = ["system"]

CHROMIUM = "chromium"
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses to run as root otherwise
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """The path of the system's Chromium; without it the page tests are skipped."""
    found = shutil.which(CHROMIUM)
    if found is None:
        pytest.skip("there is no chromium; as root on Debian, `apt-get install chromium` brings it")
    return found


@pytest.fixture(scope="module")
def worker(system: System) -> Iterator[Process]:
    """One worker for all tests of a module."""
    yield system.start_worker()
    system.end_workers()


@pytest.fixture(scope="module")
def browser(chromium: str, system: System) -> Iterator[Browser]:
    """One browser for all tests of a module.

    It starts after the system: Playwright's plain interface keeps an event loop in this thread, beside which `asyncio.run` does
    not work.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def seats(browser: Browser, system: System, worker: Process) -> Iterator[Seats]:
    """Places to sit down at the system's pages. In the end no page may have had an error of its own."""
    seats = Seats(browser, system)
    try:
        yield seats
        assert seats.errors == []
    finally:
        system.release()
        seats.close()

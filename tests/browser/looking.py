"""Looking at a page as a careful person does: can everything be read, named and reached?"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import Page, Request, Response

LOOK = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
TELLING = frozenset(
    {"Transaction_TYPE", "e", "id", "part", "protocol", "rectype", "reset", "revoke", "stage"}
)
"""Query names that lead to another kind of page."""


class Looker:
    """Notes what is wrong with the pages that are opened in one tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def look(self, address: str) -> None:
        """Open an address and note what is wrong there."""
        self.page.goto(address)
        found: list[str] = self.page.evaluate(LOOK)
        self.problems += [f"{self.page.url}: {problem}" for problem in found]

    def look_around(self, start: str) -> set[str]:
        """Follow every link from ``start`` to pages of the same origin, one page of each kind; return the kinds."""
        open_, seen = [urljoin(self.page.url, start)], set[str]()
        while open_:
            address = open_.pop(0)
            if (kind := kind_of(address)) in seen:
                continue
            seen.add(kind)
            self.look(address)
            links: list[str] = self.page.eval_on_selector_all(
                "a[href]:not([download])", "links => links.map(a => a.href)"
            )
            open_ += [link for link in links if urlsplit(link)[:2] == urlsplit(address)[:2]]
        return seen

    def _failed(self, request: Request) -> None:
        # A page that is left while it refreshes itself gives that request up.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{self.page.url}: {request.url} failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{self.page.url}: {response.url} answered {response.status}")


def kind_of(address: str) -> str:
    """Return what pages of one kind share: the path without numbers, and what in the query makes a page another one."""
    parts = urlsplit(address)
    query = {
        "id" if name == "id" else f"{name}={value}"
        for name, value in parse_qsl(parts.query)
        if name in TELLING
    }
    return "?".join(filter(None, (re.sub(r"\d+", "#", parts.path), "&".join(sorted(query)))))

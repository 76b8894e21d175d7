"""One request of a signed-in person, and the answers that a page can give."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.responses import HTMLResponse, RedirectResponse, Response

from landbridge.local.access.model import Level
from landbridge.local.datetexts import show_instant
from landbridge.local.integrationdesk import CHANGING, VIEWING
from landbridge.local.pages import places

if TYPE_CHECKING:
    from jinja2 import Environment

    from landbridge.local.access.model import Session
    from landbridge.local.account import Account
    from landbridge.local.pages.posted import ChosenFile
    from landbridge.local.pages.sessions import PageSession

HERE = Path(__file__).parent

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""No page holds a script or a style of its own, none may be framed, and none is kept by a cache."""


class NotFoundError(Exception):
    """There is no such page or record; the text is shown."""


def plain(markup: str) -> str:
    """Return the text of a script's page message, which is HTML in NetSuite: markup gone, entities resolved."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>", "\n", markup)))


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - most accounts show no page

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment


def render(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render one template file; ``StrictUndefined`` makes a forgotten value an error."""
    text = _templates().get_template(template).render(places=places, **context)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs to answer. ``form`` and ``files`` are empty unless the request is a POST."""

    account: Account
    page_session: PageSession
    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, ChosenFile] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """The account's session: user, role, context USERINTERFACE."""
        return self.page_session.session

    def require(self, permission: str, level: Level = Level.VIEW) -> None:
        """Raise ``PermissionMissing`` unless the person's role has ``permission`` at ``level``."""
        self.account.access.require(self.session, permission, level)

    def may(self, permission: str, level: Level = Level.VIEW) -> bool:
        """Say whether the person's role has ``permission`` at ``level``."""
        return self.account.access.level(self.session, permission) >= level

    def page(self, template: str, *, title: str, status: int = 200, **context: Any) -> Response:
        """Render a page inside the account's frame, with the messages kept for it."""
        role = self.account.access.role(self.session.role_id)
        return render(
            template,
            status,
            title=title,
            account=self.account,
            who=self.page_session.email,
            role=role.name if role else "",
            csrf=self.page_session.csrf,
            here=self.path,
            navigation=[(section, entries) for section, entries in self._navigation() if entries],
            flashes=self.page_session.take_flashes(),
            instant=lambda value: show_instant(self.account.settings, value) if value else "",
            **context,
        )

    def _navigation(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Return the sections of the navigation with (label, address, whether it is this page) of what the role may view."""
        return [
            (
                section,
                [
                    (label, address, self._is_at(address))
                    for label, address, permission in entries
                    if self._leads_on(permission)
                ],
            )
            for section, entries in places.NAVIGATION
        ]

    def _leads_on(self, permission: str) -> bool:
        """Say whether a link is of use; one to the settings only where a bundle or project has brought their type."""
        if permission == places.SETTINGS_TYPE and not self.account.records.types.known(permission):
            return False
        if permission == VIEWING and self.may(CHANGING):
            return True
        return self.may(permission)

    def _is_at(self, address: str) -> bool:
        """Say whether this page is at an address; of those that share a path the query tells which."""
        path, _, query = address.partition("?")
        return path == self.path and all(self.query.get(name) == value for name, value in parse_qsl(query))

    def redirect(self, address: str) -> Response:
        """Send the browser on, after a POST."""
        return RedirectResponse(address, status_code=303)

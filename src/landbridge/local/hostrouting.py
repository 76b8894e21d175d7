"""Routing by ``Host``: what the account answers under which of NetSuite's names.

Pairs of names and paths: documented (``section_1546938065`` for REST, ``chapter_157011836591`` for the data-centre look-up); what
NetSuite answers beyond them is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from landbridge.local import refusals
from landbridge.local.hosts import Surface, host_name, host_of
from landbridge.local.settings import AccountSettings

_NETSUITES = frozenset(Surface) - {Surface.LOOPBACK}

PATHS: tuple[tuple[str, frozenset[Surface]], ...] = (
    ("/services/NetSuitePort_", frozenset({Surface.SUITETALK, Surface.WEBSERVICES})),
    ("/wsdl/", frozenset({Surface.SUITETALK, Surface.WEBSERVICES})),
    ("/xsd/", frozenset({Surface.SUITETALK, Surface.WEBSERVICES})),
    # The rotation of certificates is documented for this host alone (fact sheet 2.6).
    ("/services/rest/auth/oauth2/v1/clients/", frozenset({Surface.RESTLETS})),
    # Its own token request goes to suitetalk; audiences of both hosts stand in Oracle's samples (2.5).
    ("/services/rest/auth/oauth2/v1/", frozenset({Surface.SUITETALK, Surface.RESTLETS})),
    ("/services/rest/", frozenset({Surface.SUITETALK})),
    ("/app/site/hosting/restlet.nl", frozenset({Surface.RESTLETS, Surface.REST})),
    # The look-ups, which clients ask of whichever host they know.
    ("/rest/", _NETSUITES),
)
"""Beginning of a path -> where it answers; the first that fits. Everything else is a page."""

PAGES = frozenset({Surface.APP, Surface.SYSTEM})


def surfaces_of(path: str) -> frozenset[Surface]:
    """Return the surfaces that answer a path."""
    return next((surfaces for beginning, surfaces in PATHS if path.startswith(beginning)), PAGES)


class HostRouting:
    """ASGI middleware: passes on what belongs to the account, refuses the rest in the protocol asked.

    ``own_names`` are further names that the account was told to listen on.
    """

    def __init__(self, app: ASGIApp, settings: AccountSettings, own_names: Iterable[str] = ()) -> None:
        self._app = app
        self._account_host = settings.host
        self._own_names = frozenset(name.lower() for name in own_names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        refused = self._refusal(scope) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        host = host_of(scope)
        if host is None:
            return None if host_name(scope) in self._own_names else misdirected(host_name(scope))
        if host.surface is Surface.LOOPBACK:
            return None
        if host.account_host and host.account_host != self._account_host:
            return refusals.other_account(scope, host.account_host)
        if host.surface not in surfaces_of(scope["path"]):
            return refusals.not_here(scope, host_name(scope))
        return None


def misdirected(name: str) -> Response:
    """Return the refusal of a host name that is neither NetSuite's nor an address."""
    text = f"{name[:100] or 'A request without Host'} is no host of NetSuite's; the local account answers NetSuite's host names and addresses.\n"
    return PlainTextResponse(text, 421)

"""One address for several accounts: each request goes to the account whose host name it asks.

A name that belongs to no account (``system.netsuite.com``, an address) leads to the account that the request itself names: in the
``realm`` of its OAuth header, in NLAuth's ``nlauth_account``, in the ``account`` of a look-up of data centre addresses (documented:
``chapter_157011836591``, which answers whatever account is asked for). Nothing else is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from landbridge.local import refusals
from landbridge.local.hostrouting import misdirected
from landbridge.local.hosts import host_name, host_of
from landbridge.local.settings import host_of_account

DATA_CENTRES = "/rest/datacenterurls"
_NAMED = re.compile(r'(?:realm|nlauth_account)\s*=\s*"?([^",\s]+)', re.IGNORECASE)


class SharedAddress:
    """ASGI application of an address that several accounts share. ``surfaces`` are theirs, by account id as in host names."""

    def __init__(self, surfaces: Mapping[str, ASGIApp]) -> None:
        self._surfaces = surfaces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await (self._account_of(scope) or self._refusal(scope))(scope, receive, send)

    def _account_of(self, scope: Scope) -> ASGIApp | None:
        host = host_of(scope)
        if host is None:
            return None
        if host.account_host:
            return self._surfaces.get(host.account_host)
        if scope["path"] == DATA_CENTRES:
            asked = parse_qs(scope["query_string"].decode("latin-1")).get("account", [""])[0]
            return self._surfaces.get(host_of_account(asked)) or next(iter(self._surfaces.values()))
        named = _NAMED.search(Headers(scope=scope).get("authorization", ""))
        return self._surfaces.get(host_of_account(unquote(named[1]))) if named else None

    def _refusal(self, scope: Scope) -> ASGIApp:
        host = host_of(scope)
        if host is None:
            return misdirected(host_name(scope))
        if host.account_host:
            return refusals.other_account(scope, host.account_host)
        text = (
            f"{host_name(scope)} belongs to no account, and the request names none that is served here. "
            f"Ask under a host name of one of {', '.join(self._surfaces)}, for example "
            f"{next(iter(self._surfaces))}.app.netsuite.com.\n"
        )
        return PlainTextResponse(text, 421)

"""One address for several accounts: each request goes to the account whose host name it asks.

A name that belongs to no account (``system.netsuite.com``, an address) leads to the account that the request itself names: in the
``realm`` of its OAuth header, in NLAuth's ``nlauth_account``, in the ``account`` of a look-up of data centre addresses (documented:
``chapter_157011836591``, which answers whatever account is asked for). The consent page of a request token, which may be opened at
``system.netsuite.com`` too (documented: ``section_156536698849``), goes on at the account's own host (assumed). A SOAP request goes to the account of its passport. What is the
same for all, or asks for all (the WSDL, look-ups of data centre addresses, the roles of a person in every account, ``section_4861539806``),
goes to the first one. Nothing else is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from landbridge.local import refusals
from landbridge.local.account import Account
from landbridge.local.accounts.passports import account_of, asks_for_data_centres, beginning_of
from landbridge.local.hostrouting import misdirected
from landbridge.local.hosts import Surface, host_name, host_of
from landbridge.local.settings import host_of_account
from landbridge.local.soap.faults import SoapFault
from landbridge.local.tba.flow import CONSENT_PAGE

INVALID = "INVALID_ACCT"
DATA_CENTRES = "/rest/datacenterurls"
OF_ALL = ("/wsdl/", "/xsd/", "/rest/roles")
_NAMED = re.compile(r'(?:realm|nlauth_account)\s*=\s*"?([^",\s]+)', re.IGNORECASE)


class SharedAddress:
    """ASGI application of an address that several accounts share, each with the application that answers for it."""

    def __init__(self, served: Sequence[tuple[Account, ASGIApp]]) -> None:
        self._accounts = [account for account, _ in served]
        self._surfaces = {account.settings.host: surface for account, surface in served}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._account_of(scope) or await self._consent(scope)
        if answer is None and scope["path"].startswith(refusals.SOAP):
            beginning, receive = await beginning_of(receive)
            answer = self._of_passport(scope, beginning)
        await (answer or self._refusal(scope))(scope, receive, send)

    def _account_of(self, scope: Scope) -> ASGIApp | None:
        host = host_of(scope)
        if host is None:
            return None
        if host.account_host:
            return self._surfaces.get(host.account_host)
        if scope["path"] == DATA_CENTRES:
            return self._surfaces.get(host_of_account(_query(scope, "account"))) or self._any()
        named = _NAMED.search(Headers(scope=scope).get("authorization", ""))
        if named:
            return self._surfaces.get(host_of_account(unquote(named[1])))
        return self._any() if scope["path"].startswith(OF_ALL) else None

    def _any(self) -> ASGIApp:
        return next(iter(self._surfaces.values()))

    def _of_passport(self, scope: Scope, beginning: bytes) -> ASGIApp | None:
        """Return the account of a SOAP request, unless its host is another account's, or no host of NetSuite's."""
        host = host_of(scope)
        if host is None or host.account_host:
            return None
        found = self._surfaces.get(host_of_account(account_of(beginning)))
        return found or (self._any() if asks_for_data_centres(beginning) else None)

    async def _consent(self, scope: Scope) -> ASGIApp | None:
        """Return the way to the account that a request token belongs to."""
        host = host_of(scope)
        if host is None or host.surface is not Surface.SYSTEM or scope["path"] != CONSENT_PAGE:
            return None
        token = _query(scope, "oauth_token")
        for account in self._accounts:
            if await run_in_threadpool(account.access.tba.flow.knows, token):
                return RedirectResponse(URL(scope=scope).replace(hostname=_pages_of(account)), 302)
        return None

    def _refusal(self, scope: Scope) -> ASGIApp:
        host = host_of(scope)
        if host is None:
            return misdirected(host_name(scope))
        if host.account_host:
            return refusals.other_account(scope, host.account_host)
        text = (
            f"{host_name(scope)} belongs to no account, and the request names none that is served here. "
            f"Ask under a host name of one of {', '.join(self._surfaces)}, for example "
            f"{_pages_of(self._accounts[0])}."
        )
        return refusals.refusal(scope, 421, INVALID, text, SoapFault("invalidAccountFault", INVALID, text))


def _query(scope: Scope, name: str) -> str:
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get(name, [""])[0]


def _pages_of(account: Account) -> str:
    return f"{account.settings.host}.app.netsuite.com"

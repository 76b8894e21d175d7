"""The look-ups under ``/rest/``: data centre addresses, roles of a person, what a token stands for.

Documented: *DataCenterUrls REST service* (``chapter_157011836591``), *The REST Roles Service* (``chapter_157011522878``),
*Issue Token and Revoke Token REST Services* (``chapter_157017286140``); who gives and takes tokens is ``tba.endpoints``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.errors import AccessDenied
from landbridge.local.access.model import Context, Role, Session
from landbridge.local.account import Account
from landbridge.local.hosts import Surface, host_of

_PAIR = re.compile(r"\s*(nlauth_[a-z]+)\s*=\s*(.*?)\s*")
INVALID_CREDENTIALS = (
    "INVALID_LOGIN_CREDENTIALS",
    "You have entered an invalid email address or account number.",
)
INVALID_ATTEMPT = ("INVALID_LOGIN_ATTEMPT", "Invalid login attempt.")
Answer = Callable[[Account, Request], Response]


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of the look-ups."""
    return [
        _route(account, "datacenterurls", _data_centre_urls),
        _route(account, "roles", _roles),
        _route(account, "tokeninfo", _token_info),
    ]


def _route(account: Account, name: str, answer: Answer) -> Route:
    def answered(request: Request) -> Response:
        account.journal.add(f"rest.{name}")
        account.holds.wait(f"rest.{name}")
        return answer(account, request)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    return Route(f"/rest/{name}", endpoint, methods=["GET"])


def _data_centre_urls(account: Account, request: Request) -> Response:
    """Answer anybody (documented); an unknown account has the default addresses."""
    return JSONResponse(account.data_centre_urls_of(request.query_params.get("account", "")))


def _roles(account: Account, request: Request) -> Response:
    """Answer the active roles of the person in the NLAuth header, each with the account's addresses (documented).

    A request that names no account, at a host of no account, asks for the roles in every account (documented: ``section_4861539806``).
    """
    given = nlauth(request.headers.get("authorization", ""))
    asked_for = given.get("nlauth_account", "")
    if asked_for and asked_for.upper() != account.settings.account_id:
        return error(401, INVALID_CREDENTIALS)
    asked = [account] if asked_for or _names_account(request) else _accounts_of(account, given)
    found = [(one, _roles_in(one, given, request)) for one in asked]
    if all(roles is None for _, roles in found):
        return error(401, INVALID_CREDENTIALS)
    return JSONResponse([_role(one, role) for one, roles in found for role in roles or ()])


def _names_account(request: Request) -> bool:
    """Say whether the host is one account's: its own name, or its own address."""
    host = host_of(request.scope)
    return host is None or bool(host.account_host) or host.surface is Surface.LOOPBACK


def _accounts_of(account: Account, given: dict[str, str]) -> list[Account]:
    """Return the accounts that know the person; the one that was asked when there is none, which tells so in its audit trail."""
    beside = account.neighbours.accounts() if account.neighbours else ()
    email = given.get("nlauth_email", "")
    return [one for one in (account, *beside) if one.access.user_by_email(email) is not None] or [account]


def _roles_in(account: Account, given: dict[str, str], request: Request) -> list[Role] | None:
    """Return the person's roles in one account, ``None`` when it refuses the person."""
    try:
        return account.access.roles_of(
            given.get("nlauth_email", ""),
            given.get("nlauth_signature", ""),
            uri=request.url.path,
            ip=_ip(request),
        )
    except AccessDenied:
        return None


def _role(account: Account, role: Role) -> dict[str, Any]:
    return {
        "account": {
            "internalId": account.settings.account_id,
            "name": account.settings.company_name,
            "type": _kind(account.settings.account_id),
        },
        "role": {"internalId": int(role.id), "name": role.name},
        "dataCenterURLs": account.settings.data_centre_urls(),
    }


def _kind(account_id: str) -> str:
    """Return the account's type: PRODUCTION is documented, the names of the others are assumed."""
    if "_SB" in account_id:
        return "SANDBOX"
    return "RELEASEPREVIEW" if "_RP" in account_id else "PRODUCTION"


def _token_info(account: Account, request: Request) -> Response:
    """Answer whom a signed request's token stands for. The names are those that Oracle's own SDK keeps (observed)."""
    try:
        session = account.access.verify_oauth1(
            "GET",
            str(request.url),
            request.headers.get("authorization", ""),
            ip=_ip(request),
            context=Context.RESTWEBSERVICES,
        )
    except AccessDenied:
        return error(401, INVALID_ATTEMPT)
    return JSONResponse(_described(account, session))


def _described(account: Account, session: Session) -> dict[str, Any]:
    role = account.access.role(session.role_id)
    return {
        "companyId": account.settings.account_id,
        "companyName": account.settings.company_name,
        "roleId": int(session.role_id),
        "roleName": role.name if role else "",
        "userId": int(session.user_id),
    }


def nlauth(header: str) -> dict[str, str]:
    """Return the parts of an ``Authorization: NLAuth`` header; what cannot be read is left out.

    Values are percent-encoded or plain (both observed), so a plain one with a percent sign may be misread.
    """
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() != "nlauth":
        return {}
    pairs = [match for part in rest.split(",") if (match := _PAIR.fullmatch(part))]
    return {match[1]: unquote(match[2]) for match in pairs}


def error(status: int, code: tuple[str, str]) -> Response:
    """Return an error with its code and its message."""
    return JSONResponse({"error": {"code": code[0], "message": code[1]}}, status)


def _ip(request: Request) -> str:
    return request.client.host if request.client else ""

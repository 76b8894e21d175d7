"""Signing in: one form, one answer for every reason to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from landbridge.local.access.errors import AccessDenied
from landbridge.local.pages import places
from landbridge.local.pages.posted import read_form
from landbridge.local.pages.sessions import PageSessions
from landbridge.local.pages.visit import render

if TYPE_CHECKING:
    from landbridge.local.account import Account

REFUSED = "The e-mail address or the password is wrong, or the user has no access."
"""The Login Audit Trail knows which; the person is not told."""


def address(request: Request) -> str:
    """Return the sign-in address that leads back to what ``request`` asked for."""
    if request.method != "GET":
        return places.SIGN_IN
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{places.SIGN_IN}?{urlencode({'redirect': wanted})}"


async def endpoint(request: Request, account: Account, sessions: PageSessions) -> Response:
    """GET shows the form; POST signs in and leads on, 303. Raises ``FormTooLargeError``."""
    target = _inside(request.query_params.get("redirect", ""))
    if request.method == "GET":
        return _form(account, target)
    form = (await read_form(request)).fields
    email, password = form.get("email", ""), form.get("password", "")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _form(account, target, email, "Sign in on this page.", 403)
    ip = request.client.host if request.client else ""
    try:
        session = await run_in_threadpool(account.access.sign_in, email, password, ip=ip)
    except AccessDenied:
        return _form(account, target, email, REFUSED, 401)
    answer = RedirectResponse(target, status_code=303)
    answer.set_cookie(
        sessions.cookie,
        sessions.open(session, email),
        path="/app",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def _form(account: Account, target: str, email: str = "", error: str = "", status: int = 200) -> Response:
    return render("signin.html", status, account=account, target=target, email=email, error=error)


def _inside(target: str) -> str:
    """Return ``target`` if it is a page of this account, else the home page: no open redirect."""
    parts = urlsplit(target)
    inside = not parts.scheme and not parts.netloc and target.startswith("/app/") and "\\" not in target
    return target if inside else places.HOME

"""From a request to a page: who is signed in, forms and their CSRF token, and what refused requests see."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.pages import (
    bundlepages,
    certificatepages,
    customizations,
    customrecords,
    deploymentpages,
    home,
    importpage,
    inline,
    listing,
    massupdatepage,
    places,
    recordforms,
    scriptedrecords,
    scriptpages,
    setuppages,
    signin,
    workflowpages,
)
from landbridge.local.pages.posted import FormTooLargeError, Posted, read_form
from landbridge.local.pages.recordpages import RECORD_PAGES
from landbridge.local.pages.sessions import COOKIE, PageSessions
from landbridge.local.pages.visit import HERE, NotFoundError, Visit
from landbridge.local.records.errors import RecordError

if TYPE_CHECKING:
    from landbridge.local.access.model import Session
    from landbridge.local.account import Account

Page = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of all pages of ``account``, with sessions of their own."""
    frame = _Frame(account, PageSessions())
    found: list[BaseRoute] = [
        Route("/", _to(places.HOME), methods=["GET"]),
        Route(places.SIGN_IN, frame.sign_in, methods=["GET", "POST"]),
        Route(places.SIGN_OUT, frame.sign_out, methods=["POST"]),
        Route(places.HOME, frame.page(home.page), methods=["GET"]),
        Route(places.CUSTOM_RECORD, frame.page(customrecords.form), methods=["GET", "POST"]),
        Route(places.CUSTOM_RECORDS, frame.page(customrecords.listing), methods=["GET"]),
        Route(places.SCRIPTS, frame.page(scriptpages.scripts), methods=["GET"]),
        Route(places.SCRIPT, frame.page(scriptpages.script), methods=["GET"]),
        Route(
            places.DEPLOYMENTS,
            frame.page(deploymentpages.deployments, deploymentpages.switch),
            methods=["GET", "POST"],
        ),
        Route(places.DEPLOYMENT, frame.page(deploymentpages.deployment), methods=["GET", "POST"]),
        Route(places.SCRIPTED_RECORDS, frame.page(scriptedrecords.records), methods=["GET"]),
        Route(places.SCRIPTED_RECORD, frame.page(scriptedrecords.record), methods=["GET", "POST"]),
        Route(places.RECORD_TYPES, frame.page(customizations.record_types), methods=["GET"]),
        Route(places.BUNDLE_SEARCH, frame.page(bundlepages.search), methods=["GET"]),
        Route(places.BUNDLE, frame.page(bundlepages.details), methods=["GET"]),
        Route(places.BUNDLE_INSTALL, frame.page(bundlepages.preview), methods=["GET", "POST"]),
        Route(places.BUNDLE_UPDATE, frame.page(bundlepages.preview), methods=["GET", "POST"]),
        Route(places.BUNDLES, frame.page(bundlepages.installed), methods=["GET"]),
        Route(places.SCRIPT_LOG, frame.page(scriptpages.log), methods=["GET"]),
        Route(
            places.CERTIFICATES,
            frame.page(certificatepages.listing, certificatepages.upload),
            methods=["GET", "POST"],
        ),
        Route(places.FILE_CABINET, frame.page(setuppages.files), methods=["GET"]),
        Route(places.ACCESS_TOKENS, frame.page(setuppages.tokens), methods=["GET"]),
        Route(places.LOGIN_AUDIT, frame.page(setuppages.audit), methods=["GET"]),
        Route(places.CSV_IMPORT, frame.page(importpage.page), methods=["GET", "POST"]),
        Route(places.MASS_UPDATE, frame.page(massupdatepage.page), methods=["GET", "POST"]),
        Route(
            places.WORKFLOWS, frame.page(workflowpages.listing, workflowpages.run), methods=["GET", "POST"]
        ),
        Mount(places.STATIC, StaticFiles(directory=HERE / "static")),
    ]
    found += [
        Route(address, frame.page(customizations.fields(address)), methods=["GET"])
        for address in customizations.FIELD_LISTS
    ]
    for name, pages in RECORD_PAGES.items():
        found.append(Route(pages.form, frame.page(recordforms.page(name)), methods=["GET", "POST"]))
    for address in dict.fromkeys(pages.listing for pages in RECORD_PAGES.values()):
        shown, saved = listing.pages_at(address, listing.page), listing.pages_at(address, inline.cell)
        found.append(Route(address, frame.page(shown, saved), methods=["GET", "POST"]))
    return found


def too_large() -> Response:
    """Answer a form that no page of ours sends."""
    return PlainTextResponse("The form is too large.", status_code=413)


def _to(address: str) -> Endpoint:
    async def redirect(request: Request) -> Response:
        del request
        return RedirectResponse(address, status_code=303)

    return redirect


class _Frame:
    """Wraps pages, which are plain functions, into endpoints. Pages run in worker threads: a save may take its time."""

    def __init__(self, account: Account, sessions: PageSessions) -> None:
        self._account = account
        self._sessions = sessions

    def page(self, show: Page, change: Page | None = None) -> Endpoint:
        """Return the endpoint of a page; POST goes to ``change`` where that is another function."""

        async def endpoint(request: Request) -> Response:
            try:
                visit = await self._visit(request)
            except FormTooLargeError:
                return too_large()
            if visit is None:
                return RedirectResponse(signin.address(request), status_code=303)
            if request.method == "POST" and not _is_own(request, visit):
                return visit.page(
                    "refused.html",
                    title="Form expired",
                    status=403,
                    reason="This form is not from your session. Open the page again.",
                )
            handler = change if change is not None and request.method == "POST" else show
            return await run_in_threadpool(_answer, handler, visit)

        return endpoint

    async def _visit(self, request: Request) -> Visit | None:
        opened = self._sessions.get(request.cookies.get(COOKIE, ""))
        if opened is None:
            return None
        if not await run_in_threadpool(self._still_welcome, opened.session):
            self._sessions.close(request.cookies[COOKIE])
            return None
        posted = await read_form(request) if request.method == "POST" else Posted()
        return Visit(
            self._account,
            opened,
            request.method,
            request.url.path,
            dict(request.query_params),
            posted.fields,
            posted.files,
        )

    def _still_welcome(self, session: Session) -> bool:
        """Say whether the user may still come in, in that role."""
        user = self._account.access.user(session.user_id)
        return user is not None and user.active and session.role_id in user.role_ids

    async def sign_in(self, request: Request) -> Response:
        """Show the sign-in form, or take it."""
        try:
            return await signin.endpoint(request, self._account, self._sessions)
        except FormTooLargeError:
            return too_large()

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        try:
            visit = await self._visit(request)
        except FormTooLargeError:
            return too_large()
        if visit is not None and _is_own(request, visit):
            self._sessions.close(request.cookies[COOKIE])
        answer = RedirectResponse(places.SIGN_IN, status_code=303)
        answer.delete_cookie(COOKIE, path="/app")
        return answer


def _is_own(request: Request, visit: Visit) -> bool:
    sent = visit.form.get("_csrf", "")
    return request.headers.get("Sec-Fetch-Site") != "cross-site" and secrets.compare_digest(
        sent.encode(), visit.page_session.csrf.encode()
    )


def _answer(handler: Page, visit: Visit) -> Response:
    try:
        return handler(visit)
    except PermissionMissing as error:
        reason = f"Your role may not do this. It needs the permission {error.permission} at level {error.level.title()}."
        return visit.page("refused.html", title="Permission violation", status=403, reason=reason)
    except NotFoundError as error:
        return visit.page("refused.html", title="Not found", status=404, reason=str(error))
    except RecordError as error:
        status = 404 if error.code == "RCRD_DSNT_EXIST" else 400
        return visit.page("refused.html", title="Notice", status=status, reason=error.message)

"""From a request to a page: who is signed in, forms and their CSRF token, and what refused requests see."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.pages import (
    bundlebuilder,
    bundlepages,
    certificatepages,
    consentpage,
    customizations,
    customrecords,
    deploymentpages,
    executionpages,
    home,
    importpage,
    inline,
    integrationpages,
    listing,
    massupdatepage,
    newtokens,
    places,
    preferencespage,
    recordforms,
    sandboxpages,
    savedbundles,
    scriptedrecords,
    scriptpages,
    setuppages,
    signin,
    tokenlists,
    tokenpages,
    usagelogpage,
    workflowpages,
)
from landbridge.local.pages.posted import FormTooLargeError, Posted, read_form
from landbridge.local.pages.recordpages import RECORD_PAGES
from landbridge.local.pages.sessions import PageSessions
from landbridge.local.pages.visit import HERE, NotFoundError, Visit
from landbridge.local.records.errors import RecordError

if TYPE_CHECKING:
    from landbridge.local.access.model import Session
    from landbridge.local.account import Account

Page = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

_SHOWN: Mapping[str, Page] = {
    places.HOME: home.page,
    places.CUSTOM_RECORDS: customrecords.listing,
    places.SCRIPTS: scriptpages.scripts,
    places.SCRIPT: scriptpages.script,
    places.SCRIPTED_RECORDS: scriptedrecords.records,
    places.RECORD_TYPES: customizations.record_types,
    places.BUNDLE_SEARCH: bundlepages.search,
    places.BUNDLE: bundlepages.details,
    places.BUNDLES: bundlepages.listing,
    places.SCRIPT_LOG: scriptpages.log,
    places.FILE_CABINET: setuppages.files,
    places.ACCESS_TOKENS: tokenlists.all_tokens,
    places.MY_ACCESS_TOKENS: tokenlists.my_tokens,
    places.LOGIN_AUDIT: setuppages.audit,
    places.INTEGRATIONS: integrationpages.listing,
    places.EXECUTION_LOG: executionpages.log,
    places.EXECUTION_BODY: executionpages.body,
    places.SOAP_USAGE_LOG: usagelogpage.page,
}
"""Pages that only show."""

_CHANGING: Mapping[str, tuple[Page, ...]] = {
    places.CUSTOM_RECORD: (customrecords.form,),
    places.DEPLOYMENTS: (deploymentpages.deployments, deploymentpages.switch),
    places.DEPLOYMENT: (deploymentpages.deployment,),
    places.SCRIPTED_RECORD: (scriptedrecords.record,),
    places.BUNDLE_INSTALL: (bundlepages.preview,),
    places.BUNDLE_UPDATE: (bundlepages.preview,),
    places.BUNDLE_UNINSTALL: (bundlepages.uninstall,),
    places.BUNDLE_BUILDER: (bundlebuilder.page,),
    places.BUNDLE_AVAILABILITY: (savedbundles.availability,),
    places.INTEGRATION: (integrationpages.record, integrationpages.save),
    places.CERTIFICATES: (certificatepages.listing, certificatepages.upload),
    places.ACCESS_TOKEN: (tokenpages.page(newtokens.ALL),),
    places.MY_ACCESS_TOKEN: (tokenpages.page(newtokens.MINE),),
    places.AUTHORIZE_TOKEN: (consentpage.page,),
    places.CSV_IMPORT: (importpage.page,),
    places.MASS_UPDATE: (massupdatepage.page,),
    places.PREFERENCES: (preferencespage.personal,),
    places.SOAP_PREFERENCES: (preferencespage.page,),
    places.SANDBOXES: (sandboxpages.listing, sandboxpages.refreshed),
    places.WORKFLOWS: (workflowpages.listing, workflowpages.run),
}
"""Pages with forms; a second function takes what is posted, where it is another than the one that shows."""


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of all pages of ``account``, with sessions of their own."""
    sessions = PageSessions(account.settings.host)
    account.replaced.append(sessions.forget)
    frame = _Frame(account, sessions)
    shown = {**_SHOWN, **{address: customizations.fields(address) for address in customizations.FIELD_LISTS}}
    changing = {**_CHANGING, **_record_pages()}
    return [
        Route("/", _to(places.HOME), methods=["GET"]),
        _route(places.SIGN_IN, frame.sign_in, "GET", "POST"),
        _route(places.SIGN_OUT, frame.sign_out, "POST"),
        *(_route(address, frame.page(page), "GET") for address, page in shown.items()),
        *(_route(address, frame.page(*pages), "GET", "POST") for address, pages in changing.items()),
        Mount(places.STATIC, StaticFiles(directory=HERE / "static")),
    ]


def _route(address: str, endpoint: Endpoint, *methods: str) -> Route:
    route = Route(address, endpoint, methods=methods)
    route.methods = set(
        methods
    )  # Starlette would let HEAD pass as GET: it would use up what a page shows once
    return route


def _record_pages() -> dict[str, tuple[Page, ...]]:
    """Return the form and the list of every record type that has pages."""
    forms = {pages.form: (recordforms.page(name),) for name, pages in RECORD_PAGES.items()}
    lists = {
        address: (listing.pages_at(address, listing.page), listing.pages_at(address, inline.cell))
        for address in dict.fromkeys(pages.listing for pages in RECORD_PAGES.values())
    }
    return {**forms, **lists}


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
        cookie = request.cookies.get(self._sessions.cookie, "")
        opened = self._sessions.get(cookie)
        if opened is None:
            return None
        if not await run_in_threadpool(self._still_welcome, opened.session):
            self._sessions.close(cookie)
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
            self._sessions.close(request.cookies[self._sessions.cookie])
        answer = RedirectResponse(places.SIGN_IN, status_code=303)
        answer.delete_cookie(self._sessions.cookie, path="/app")
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

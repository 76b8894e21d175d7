"""``/rest/issuetoken``, ``/rest/revoketoken`` and steps one and three of the flow, over HTTP.

Documented: ``chapter_157017286140``, ``section_156338994830``, ``section_156537025868``. Observed in public clients: the names of
issuetoken's answer, the signed GET of revoketoken, the newline behind the steps' answers, and errors as ``error.code``. Which
refusal has which status, and revoketoken's empty answer, are assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.model import Context
from landbridge.local.account import Account
from landbridge.local.lookups import INVALID_ATTEMPT, INVALID_CREDENTIALS, error, nlauth
from landbridge.local.tba.errors import TokenNotMade
from landbridge.local.tba.issuing import Claimant
from landbridge.local.tba.steps import SignedRequest

FORM = "application/x-www-form-urlencoded"
UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""Headers of every answer with a secret (RFC 5849 leaves them to the server)."""

NO_SIGN_IN = (Detail.UNKNOWN_USER, Detail.WRONG_PASSWORD, Detail.TEMPORARY_LOCKED)
Answer = Callable[[Account, Request], Response]


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of the endpoints that give and take tokens."""
    return [
        _route(account, "issuetoken", "GET", _issue_token),
        _route(account, "revoketoken", "GET", _revoke_token),
        _route(account, "requesttoken", "POST", _request_token),
        _route(account, "accesstoken", "POST", _access_token),
    ]


def _route(account: Account, name: str, method: str, answer: Answer) -> Route:
    def answered(request: Request) -> Response:
        account.journal.add(f"rest.{name}")
        account.holds.wait(f"rest.{name}")
        try:
            return answer(account, request)
        except AccessDenied as denied:
            return _refused(account, request, denied)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    route = Route(f"/rest/{name}", endpoint, methods=[method])
    route.methods = {method}  # Starlette would let HEAD pass as GET, and make or end a token
    return route


def _refused(account: Account, request: Request, denied: AccessDenied) -> Response:
    code = INVALID_CREDENTIALS if denied.detail in NO_SIGN_IN else INVALID_ATTEMPT
    answer = error(401, code)
    if not _is_by_password(request):  # the detail would tell anybody which e-mail addresses there are
        answer.headers["WWW-Authenticate"] = denied.challenge(account.settings.account_id)
    return answer


def _is_by_password(request: Request) -> bool:
    return request.headers.get("authorization", "").lower().startswith("nlauth")


def _issue_token(account: Account, request: Request) -> Response:
    consumer_key = request.query_params.get("consumerKey", "")
    if not consumer_key:
        return _missing("consumerKey")
    name = request.query_params.get("name", "")
    try:
        token = account.access.tba.issuing.issue(_claimant(request), consumer_key, name)
    except TokenNotMade as refused:
        return error(400, ("INVALID_FLD_VALUE", str(refused)))
    return JSONResponse({"tokenId": token.token_id, "tokenSecret": token.token_secret}, headers=UNCACHED)


def _revoke_token(account: Account, request: Request) -> Response:
    """End a token of who asks: signed with a token, or with a password."""
    consumer_key, token = (request.query_params.get(name, "") for name in ("consumerKey", "token"))
    if not consumer_key or not token:
        return _missing("token" if consumer_key else "consumerKey")
    issuing = account.access.tba.issuing
    if _is_by_password(request):
        issuing.revoke(_claimant(request), consumer_key, token)
    else:
        header = request.headers.get("authorization", "")
        session = account.access.verify_oauth1(
            "GET", str(request.url), header, ip=_ip(request), context=Context.RESTWEBSERVICES
        )
        issuing.revoke_signed(session, consumer_key, token, uri=request.url.path, ip=_ip(request))
    return Response(status_code=200)


def _request_token(account: Account, request: Request) -> Response:
    made = account.access.tba.flow.request_token(_signed(request))
    return _form(oauth_token=made.token, oauth_token_secret=made.secret, oauth_callback_confirmed="true")


def _access_token(account: Account, request: Request) -> Response:
    token = account.access.tba.flow.access_token(_signed(request))
    return _form(oauth_token=token.token_id, oauth_token_secret=token.token_secret)


def _form(**values: str) -> Response:
    return PlainTextResponse(urlencode(values) + "\n", media_type=FORM, headers=UNCACHED)


def _signed(request: Request) -> SignedRequest:
    header = request.headers.get("authorization", "")
    return SignedRequest(request.method, str(request.url), header, _ip(request))


def _claimant(request: Request) -> Claimant:
    given = nlauth(request.headers.get("authorization", ""))
    return Claimant(
        account=given.get("nlauth_account", ""),
        email=given.get("nlauth_email", ""),
        password=given.get("nlauth_signature", ""),
        role_id=given.get("nlauth_role", ""),
        uri=request.url.path,
        ip=_ip(request),
    )


def _missing(parameter: str) -> Response:
    return error(400, ("SSS_MISSING_REQD_ARGUMENT", f"Missing a required argument: {parameter}"))


def _ip(request: Request) -> str:
    return request.client.host if request.client else ""

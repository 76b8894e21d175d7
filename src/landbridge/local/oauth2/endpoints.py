"""The token endpoint and the key set, over HTTP (documented: ``section_162755359851``, ``section_161235023782``)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.errors import Detail
from landbridge.local.account import Account
from landbridge.local.bodies import body_of
from landbridge.local.logs import Logger
from landbridge.local.oauth2.accesstokens import LIFE_S
from landbridge.local.oauth2.assertions import Claim
from landbridge.local.oauth2.errors import TokenRefused
from landbridge.local.oauth2.grants import BASE, REVOKE_PATH, TOKEN_PATH

CLIENT_CREDENTIALS = "client_credentials"
LATER_GRANTS = ("authorization_code", "refresh_token")
"""Grant types of the authorization code flow: NetSuite's, not supported here."""

AUTHORIZE = "/app/login/oauth2/authorize.nl"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM = "application/x-www-form-urlencoded"
LARGEST_BODY = 64 * 1024
UNCACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""Headers of every answer to a token request (RFC 6749 5.1)."""

logger = Logger(__name__)


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of the token endpoint and the key set."""

    async def token(request: Request) -> Response:
        body = await body_of(request, LARGEST_BODY)
        return await run_in_threadpool(_answer, account, request, body)

    async def keys(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_key_set, account))

    async def no_refresh_tokens(_: Request) -> Response:
        return JSONResponse({"error": "unsupported_grant_type"}, 400, UNCACHED)

    async def no_authorization_code(_: Request) -> Response:
        return JSONResponse({"error": "unsupported_response_type"}, 400, UNCACHED)

    return [
        Route(TOKEN_PATH, token, methods=["POST"]),
        Route(f"{BASE}/keys", keys, methods=["GET"]),
        # The authorization code flow is not supported; both errors are among its documented ones.
        Route(REVOKE_PATH, no_refresh_tokens, methods=["POST"]),
        Route(AUTHORIZE, no_authorization_code, methods=["GET"]),
    ]


def _key_set(account: Account) -> dict[str, Any]:
    """Return the keys that tokens verify against now; there is always one."""
    account.journal.add("rest.keys")
    account.holds.wait("rest.keys")
    signing = account.access.oauth2.keys
    signing.current()
    return {"keys": [key.jwk for key in signing.valid()]}


def _answer(account: Account, request: Request, body: bytes | None) -> Response:
    account.journal.add("rest.token")
    account.holds.wait("rest.token")
    ip = request.client.host if request.client else ""
    oauth2 = account.access.oauth2
    try:
        try:
            assertion = _assertion(request, body)
        except TokenRefused as refused:
            oauth2.refuse(refused, Claim(), ip=ip)
            raise
        issued = oauth2.access_token(assertion, ip=ip)
    except TokenRefused as refused:
        # Documented: the body names the error alone; 401 comes with a challenge for Basic.
        basic = {"WWW-Authenticate": f'Basic realm="{account.settings.account_id}"'}
        headers = basic if refused.status == 401 else {}
        return JSONResponse({"error": refused.error}, refused.status, {**headers, **UNCACHED})
    except Exception:  # a client never sees a stack trace
        logger.exception("token request failed")
        return JSONResponse({"error": "server_error"}, 500, UNCACHED)
    answer = {"access_token": issued, "expires_in": str(LIFE_S), "token_type": "bearer"}
    return JSONResponse(answer, headers=UNCACHED)


def _assertion(request: Request, body: bytes | None) -> str:
    """Return the assertion of a well-formed token request. Raises ``TokenRefused``."""
    malformed = TokenRefused("invalid_request", Detail.PARAMETER_REJECTED)
    if body is None or request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise malformed
    if "authorization" in request.headers:  # documented: several ways to authenticate at once
        raise malformed
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=50
        )
    except ValueError:
        raise malformed from None
    values = dict(pairs)
    if len(values) != len(pairs) or not values.get("grant_type"):
        raise malformed
    if values["grant_type"] in LATER_GRANTS:
        raise TokenRefused("unsupported_grant_type", Detail.PARAMETER_REJECTED)
    if values["grant_type"] != CLIENT_CREDENTIALS:  # documented: an incorrect value is an invalid request
        raise malformed
    if values.get("client_assertion_type") != ASSERTION_TYPE or not values.get("client_assertion"):
        raise malformed
    return values["client_assertion"]

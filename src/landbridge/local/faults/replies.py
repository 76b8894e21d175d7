"""How NetSuite says that it is over its limit, or that a token has expired, by the way it was asked."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from landbridge.local import refusals
from landbridge.local.restservices.errors import invalid_login, too_many_requests
from landbridge.local.soap import faults

RETRY_AFTER_S = "1"


def over_limit(scope: Scope) -> Response:
    """SOAP: a fault (section_1500275531). RESTlet: 400 with a code. Everything else: 429 as REST web services answer it."""
    path: str = scope["path"]
    if path.startswith(refusals.SOAP):
        return refusals.soap_fault(scope, faults.blocked())
    if path == refusals.RESTLET:
        return refusals.restlet_error(400, "SSS_REQUEST_LIMIT_EXCEEDED", "Request Limit Exceeded")
    return refusals.rest_error(too_many_requests())


def too_many(_: Scope) -> Response:
    """A bare 429 with Retry-After: what stands in front of NetSuite says, whatever the protocol (assumed)."""
    return PlainTextResponse("Too Many Requests\n", 429, {"Retry-After": RETRY_AFTER_S})


def expired_token(scope: Scope) -> Response:
    """A token that was good a moment ago. SOAP: the fault of a bad passport; RESTlet and REST: 401, with ``WWW-Authenticate``.

    Code and header documented for REST (fact sheet 2.5), observed for the others.
    """
    path: str = scope["path"]
    if path.startswith(refusals.SOAP):
        return refusals.soap_fault(scope, faults.invalid_login())
    challenge = {
        "WWW-Authenticate": 'Bearer realm="netsuite", error="invalid_token", error_description="Invalid login attempt."'
    }
    if path == refusals.RESTLET:
        answer = refusals.restlet_error(401, "INVALID_LOGIN_ATTEMPT", "Invalid login attempt.")
        answer.headers.update(challenge)
        return answer
    return refusals.rest_error(invalid_login(challenge))

"""What no route answers: an address that leads nowhere, a method that an address has not; refused in the form of the protocol asked.

Where NetSuite says the same is documented for REST only (``section_156570709583``); codes and texts of the others are assumed.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import ExceptionHandler, Scope

from landbridge.local import refusals
from landbridge.local.oauth2.endpoints import UNCACHED
from landbridge.local.oauth2.grants import REVOKE_PATH, TOKEN_PATH
from landbridge.local.restservices import errors
from landbridge.local.soap import faults

NO_METHOD = {refusals.RESTLET: "SSS_INVALID_SCRIPTLET_METHOD"}
"""Code of a method that there is not, where it is not INVALID_METHOD."""


def handlers() -> dict[int | type[Exception], ExceptionHandler]:
    """Return what answers in the place of Starlette's own 404 and 405."""
    return {404: not_found, 405: not_allowed}


def not_found(request: Request, _: Exception) -> Response:
    """Nothing has this address."""
    path = request.scope["path"]
    if path.startswith(refusals.REST):
        return refusals.rest_error(errors.no_such_resource(path))
    message = "The resource does not exist."
    return refusals.refusal(request.scope, 404, "NONEXISTENT_ID", message, faults.malformed(message))


def not_allowed(request: Request, _: Exception) -> Response:
    """The address has other methods; ``Allow`` names them."""
    methods = _methods(request.scope)
    answer = _other_method(request, methods)
    answer.headers["Allow"] = ", ".join(methods)
    return answer


def _methods(scope: Scope) -> tuple[str, ...]:
    """Return the methods of all routes of an address."""
    routes = [route for route in scope["app"].routes if isinstance(route, Route)]
    fitting = [route.methods or () for route in routes if route.matches(scope)[0] is Match.PARTIAL]
    return tuple(sorted({method for methods in fitting for method in methods}))


def _other_method(request: Request, methods: tuple[str, ...]) -> Response:
    path, method = request.scope["path"], request.method[:20]
    message = f"The method {method} is not allowed for this resource."
    if path in {TOKEN_PATH, REVOKE_PATH}:
        return JSONResponse({"error": "invalid_request"}, 405, UNCACHED)
    if path.startswith(refusals.REST):
        return refusals.rest_error(errors.invalid_method(method, path, methods))
    if path.startswith(refusals.SOAP):
        answer = refusals.soap_fault(request.scope, faults.malformed(message))
        answer.status_code = 405
        return answer
    if path == refusals.RESTLET or path.startswith(refusals.LOOK_UPS):
        return refusals.restlet_error(405, NO_METHOD.get(path, "INVALID_METHOD"), message)
    return PlainTextResponse(f"{message}\n", 405)

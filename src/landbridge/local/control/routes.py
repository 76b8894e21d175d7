"""The control plane: JSON on a loopback-only port, for tests and the demo. NetSuite has nothing like it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from landbridge.local.account import Account
from landbridge.local.control import calls, fault_calls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.records.errors import RecordError

Call = Callable[[Account, dict[str, Any]], Any]
LARGEST_BODY = 1024 * 1024
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


async def _arguments(request: Request) -> dict[str, Any]:
    """Return path parameters and the JSON body. Bodies must say that they are JSON: no web page may post here."""
    arguments: dict[str, Any] = {}
    if request.method == "POST":
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise ControlRefusal("send Content-Type: application/json", status=415)
        body = await request.body()
        if len(body) > LARGEST_BODY:
            raise ControlRefusal("the body is too large", status=413)
        try:
            arguments = json.loads(body or b"{}")
        except (ValueError, RecursionError) as error:
            raise ControlRefusal("the body is no JSON") from error
        if not isinstance(arguments, dict):
            raise ControlRefusal("the body is no JSON object")
    return {**arguments, **request.path_params}


def _endpoint(account: Account, call: Call) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            arguments = await _arguments(request)
            return JSONResponse(await run_in_threadpool(call, account, arguments))
        except ControlRefusal as refusal:
            return JSONResponse({"error": str(refusal)}, refusal.status)
        except RecordError as error:
            return JSONResponse(
                {"error": error.message, "code": error.code, "field": error.field}, status_code=400
            )

    return answer


ROUTES: tuple[tuple[str, str, Call], ...] = (
    ("GET", "/_control/status", calls.status),
    ("POST", "/_control/save", calls.save),
    ("GET", "/_control/records/{type}", calls.records),
    ("GET", "/_control/records/{type}/{id}", calls.record),
    ("POST", "/_control/certificates/tls", calls.tls_certificate),
    ("GET", "/_control/statistics", calls.statistics),
    ("DELETE", "/_control/statistics", calls.reset_statistics),
    ("GET", "/_control/holds", calls.holds),
    ("POST", "/_control/holds", calls.hold),
    ("DELETE", "/_control/holds", calls.release),
    ("GET", "/_control/faults", fault_calls.faults),
    ("POST", "/_control/faults", fault_calls.lay_fault),
    ("DELETE", "/_control/faults", fault_calls.clear_faults),
    ("GET", "/_control/timeline", calls.timeline),
    ("POST", "/_control/clock", calls.set_clock),
    ("GET", "/_control/outbox", calls.outbox),
    ("GET", "/_control/access", calls.access),
    ("GET", "/_control/access/audit", calls.audit),
    ("POST", "/_control/access/users/{id}", calls.change_user),
    ("POST", "/_control/access/tokens/{id}", calls.change_token),
    ("POST", "/_control/access/integrations/{id}", calls.change_integration),
    ("POST", "/_control/access/roles/{script_id}", calls.change_role),
)
"""Every call: method, path and what answers it."""


def control_app(account: Account) -> Starlette:
    """Return the control plane's application; it answers to loopback names only."""
    return Starlette(
        routes=[Route(path, _endpoint(account, call), methods=[method]) for method, path, call in ROUTES],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_HOSTS)],
    )

"""The control plane over HTTP: JSON on a loopback-only port, for tests and the demo. NetSuite has nothing like it."""

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
from landbridge.local.control.declaring import Control
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.control.registry import CONTROLS
from landbridge.local.logs import Logger
from landbridge.local.records.errors import RecordError
from landbridge.local.storage.database import StateChanged

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a request: a document of ten thousand lines fits."""
logger = Logger(__name__)

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


async def _arguments(request: Request, control: Control) -> dict[str, Any]:
    """Return what path, query and JSON body give. Bodies must say that they are JSON: no web page may post here."""
    arguments: dict[str, Any] = {}
    if request.method == "POST":
        arguments = await _body(request)
    known = {argument.name: argument for argument in control.arguments}
    for name, text in {**request.query_params, **request.path_params}.items():
        arguments[name] = known[name].read(text) if name in known else text
    return arguments


async def _body(request: Request) -> dict[str, Any]:
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
    return arguments


def _endpoint(account: Account, control: Control) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            arguments = await _arguments(request, control)
            account.database.begin()
            return JSONResponse(await run_in_threadpool(control.run, account, arguments))
        except ControlRefusal as refusal:
            return JSONResponse({"error": str(refusal)}, refusal.status)
        except RecordError as error:
            return JSONResponse(
                {"error": error.message, "code": error.code, "field": error.field}, status_code=400
            )
        except StateChanged:
            return JSONResponse({"error": "the account was brought to another state meanwhile"}, 409)
        except Exception:  # the last line of defence: whoever calls learns that it is our defect
            logger.exception("control.unexpected_error", control=control.name)
            return JSONResponse({"error": "an unexpected error; the account's log has it"}, 500)

    return answer


def control_app(account: Account) -> Starlette:
    """Return the control plane's application; it answers to loopback names only."""
    return Starlette(
        routes=[
            Route(control.address, _endpoint(account, control), methods=[control.method])
            for control in CONTROLS.values()
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_HOSTS)],
    )

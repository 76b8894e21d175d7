"""The routes of records and of the metadata catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from landbridge.local.rest.dispatch import CATALOGUE, Dispatcher
from landbridge.local.rest.references import RECORD_PATH
from landbridge.local.restservices.gate import Gate

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from landbridge.local.account import Account


class RecordService:
    """The ASGI application below ``/services/rest/record/v1``: every method, so that a wrong one is refused in REST's own form."""

    def __init__(self, account: Account) -> None:
        self._gate = Gate(account)
        self._dispatcher = Dispatcher(account)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self._gate.handle(request, kind_of(request), self._dispatcher.answer)
        await response(scope, receive, send)


def kind_of(request: Request) -> str:
    """Return the request's name in the journal: ``rest.metadata``, else ``rest.record.<method>``."""
    if request.url.path.startswith(f"{RECORD_PATH}/{CATALOGUE}"):
        return "rest.metadata"
    return f"rest.record.{request.method.lower()}"


def routes(account: Account) -> list[BaseRoute]:
    """Return the routes of the records of an account."""
    service = RecordService(account)
    return [
        Route(RECORD_PATH, service, include_in_schema=False),
        Route(f"{RECORD_PATH}/{{rest:path}}", service, include_in_schema=False),
    ]

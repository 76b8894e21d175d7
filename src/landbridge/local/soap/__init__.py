"""SuiteTalk SOAP of the local account: ``routes(account)``."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route

from landbridge.local.account import Account
from landbridge.local.soap.endpoint import Endpoint

NO_WSDL = (
    "The local account does not serve the WSDL or its schemas. Read them from NetSuite or from a copy, "
    "and POST the requests to /services/NetSuitePort_YYYY_N of this address.\n"
)


def routes(account: Account) -> list[BaseRoute]:
    """Return the endpoints of every version, known or not: an unknown one is answered by a fault."""
    endpoint = Endpoint(account)
    described = ("/services/NetSuitePort_{version}", "/wsdl/{path:path}", "/xsd/{path:path}")
    return [
        Route("/services/NetSuitePort_{version}", endpoint.handle, methods=["POST"], name="soap"),
        *(Route(path, no_wsdl, methods=["GET"]) for path in described),
    ]


async def no_wsdl(_: Request) -> PlainTextResponse:
    """Say what a client that begins with the WSDL has to do."""
    return PlainTextResponse(NO_WSDL, status_code=404)

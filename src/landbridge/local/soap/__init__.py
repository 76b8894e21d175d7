"""SuiteTalk SOAP of the local account: ``routes(account)``."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from landbridge.local.account import Account
from landbridge.local.soap.endpoint import Endpoint


def routes(account: Account) -> list[BaseRoute]:
    """Return the endpoints of every version, known or not: an unknown one is answered by a fault."""
    endpoint = Endpoint(account)
    return [Route("/services/NetSuitePort_{version}", endpoint.handle, methods=["POST"], name="soap")]

"""SuiteTalk SOAP of the local account: ``routes(account)``."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from landbridge.local.account import Account
from landbridge.local.soap.endpoint import Endpoint
from landbridge.local.soap.wsdl.serving import Descriptions


def routes(account: Account) -> list[BaseRoute]:
    """Return the endpoints of every version, known or not, and their descriptions: an unknown version is answered by a fault.

    Raises ``SettingsError`` when the folder of genuine WSDL files has none.
    """
    endpoint = Endpoint(account)
    return [
        *Descriptions(account).routes(),
        Route("/services/NetSuitePort_{version}", endpoint.handle, methods=["POST"], name="soap"),
    ]

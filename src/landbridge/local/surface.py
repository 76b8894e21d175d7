"""What the account answers over HTTP: SOAP, REST, OAuth 2.0, RESTlets, look-ups and pages, put together."""

from __future__ import annotations

from starlette.applications import Starlette

from landbridge.local import lookups, pages, soap, unrouted
from landbridge.local.account import Account
from landbridge.local.oauth2 import endpoints, rotation
from landbridge.local.rest import service, system
from landbridge.local.scripting import restlets
from landbridge.local.suiteql import endpoint as suiteql
from landbridge.local.tba import endpoints as tba


def surface_app(account: Account) -> Starlette:
    """Return the application of the account's own addresses, the same over HTTP and TLS."""
    return Starlette(
        routes=[
            *lookups.routes(account),
            *tba.routes(account),
            *endpoints.routes(account),
            *rotation.routes(account),
            *system.routes(account),
            *suiteql.routes(account),
            *service.routes(account),
            *soap.routes(account),
            *restlets.routes(account),
            *pages.routes(account),
        ],
        exception_handlers=unrouted.handlers(),
    )

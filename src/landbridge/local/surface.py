"""What the account answers over HTTP: SOAP, RESTlets, pages and the data-centre look-up, put together."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from landbridge.local import pages, soap
from landbridge.local.account import Account
from landbridge.local.scripting import restlets


def surface_app(account: Account) -> Starlette:
    """Return the application of the account's own addresses, the same over HTTP and TLS."""

    async def data_centre_urls(request: Request) -> JSONResponse:
        account.journal.add("rest.datacenterurls")  # answered without authentication (documented)
        asked = request.query_params.get("account", "")
        return JSONResponse(account.settings.data_centre_urls_of(asked))

    return Starlette(
        routes=[
            Route("/rest/datacenterurls", data_centre_urls, methods=["GET"]),
            *soap.routes(account),
            *restlets.routes(account),
            *pages.routes(account),
        ]
    )

"""The WSDL and its schemas over HTTP, under NetSuite's addresses (fact sheet 1.2)."""

from __future__ import annotations

import re

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from landbridge.local.account import Account
from landbridge.local.hosts import Surface, host_of
from landbridge.local.releases import standing
from landbridge.local.soap.compression import encoded
from landbridge.local.soap.wsdl.generated import GeneratedSet
from landbridge.local.soap.wsdl.genuine import GenuineSet, genuine_sets

DISCOVERY = "https://webservices.netsuite.com"
SERVICE = "/services/NetSuitePort_{version}"

_PATH_VERSION = re.compile(r"v(20\d\d_[12])_0", re.ASCII)


class Descriptions:
    """Answers requests for descriptions of the SOAP service."""

    def __init__(self, account: Account) -> None:
        settings = account.settings
        self._release = settings.release
        self._generated = GeneratedSet()
        self._genuine: dict[str, GenuineSet] = (
            genuine_sets(settings.wsdl_folder) if settings.wsdl_folder else {}
        )

    def routes(self) -> list[BaseRoute]:
        """Return the addresses of WSDL and schemas."""
        return [
            Route("/wsdl/{folder}/netsuite.wsdl", self.wsdl, methods=["GET"]),
            Route("/xsd/{group}/{folder}/{file}", self.schema, methods=["GET"]),
            Route(SERVICE, self.service, methods=["GET"]),
        ]

    async def wsdl(self, request: Request) -> Response:
        """Answer ``/wsdl/v2023_2_0/netsuite.wsdl``."""
        named = _PATH_VERSION.fullmatch(request.path_params["folder"])
        return await self._wsdl(request, named.group(1) if named else "")

    async def service(self, request: Request) -> Response:
        """Answer ``/services/NetSuitePort_2023_2?wsdl``; without the query there is nothing to read."""
        if "wsdl" not in {name.lower() for name in request.query_params}:
            return PlainTextResponse("SOAP requests are sent with POST.\n", 405, {"allow": "POST"})
        return await self._wsdl(request, request.path_params["version"])

    async def schema(self, request: Request) -> Response:
        """Answer ``/xsd/platform/v2023_2_0/core.xsd``."""
        named = _PATH_VERSION.fullmatch(request.path_params["folder"])
        version = named.group(1) if named else ""
        if not self._answered(version):
            return _unknown(version)
        genuine = self._genuine.get(version)
        path = request.url.path
        if genuine is not None:
            text = await anyio.to_thread.run_sync(genuine.schema, path)
        else:
            text = await anyio.to_thread.run_sync(self._generated.schema, version, path)
        return (
            _document(request, text)
            if text is not None
            else PlainTextResponse("There is no such schema.\n", 404)
        )

    async def _wsdl(self, request: Request, version: str) -> Response:
        if not self._answered(version):
            return _unknown(version)
        asked = f"{request.url.scheme}://{request.url.netloc}"
        path = SERVICE.format(version=version)
        genuine = self._genuine.get(version)
        if genuine is not None:
            text = await anyio.to_thread.run_sync(genuine.service, asked + path)
        else:
            text = self._generated.service(version, self._home(request, asked) + path)
        return _document(request, text)

    def _home(self, request: Request, asked: str) -> str:
        """NetSuite's own WSDL names the discovery host; a client that came by address could not go there."""
        host = host_of(request.scope)
        by_name = host is not None and host.surface is not Surface.LOOPBACK
        return DISCOVERY if by_name else asked

    def _answered(self, version: str) -> bool:
        return standing(version, self._release).answered


def _document(request: Request, text: str) -> Response:
    content, headers = encoded(text.encode(), request.headers.get("accept-encoding", ""))
    return Response(content, headers=headers, media_type="text/xml; charset=utf-8")


def _unknown(version: str) -> Response:
    return PlainTextResponse(f"This release has no endpoint {version[:20]}.\n", 404)

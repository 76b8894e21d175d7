"""The metadata catalogue of the account, each type's description kept for an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.rest.exchange import RestExchange, RestRequest
from landbridge.netsuite.rest.locations import RECORDS, type_called
from landbridge.netsuite.rest.metadata import RecordMetadata, record_metadata
from landbridge.recordtypes import restnames

PATH = f"{RECORDS}/metadata-catalog"
JSON_SCHEMA = "application/schema+json"
OPENAPI = "application/swagger+json"
_KEPT_S = 3600.0


class Catalogue:
    """Asks ``/metadata-catalog``. ``monotonic`` answers seconds."""

    def __init__(self, exchange: RestExchange, monotonic: Callable[[], float]) -> None:
        self._exchange = exchange
        self._monotonic = monotonic
        self._kept: dict[str, tuple[float, RecordMetadata]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def types(self) -> list[str]:
        """The record types that the role may see, by the names that the library has for them (``customrecord_x`` among them)."""
        document = await self._document(PATH, "application/json", {})
        try:
            return [type_called(str(item["name"])) for item in document["items"]]
        except (KeyError, TypeError) as error:
            raise self._malformed("NetSuite's catalogue cannot be read.") from error

    async def metadata(self, type_name: str) -> RecordMetadata:
        """The description of one record type; several who ask at once send one request."""
        async with self._asking.setdefault(type_name, asyncio.Lock()):
            kept = self._kept.get(type_name)
            if kept is not None and self._monotonic() < kept[0]:
                return kept[1]
            schema = await self.json_schema(type_name)
            try:
                known = record_metadata(type_name, schema)
            except ValueError as error:
                raise self._malformed(f"The description of {type_name} cannot be read: {error}") from error
            self._kept[type_name] = self._monotonic() + _KEPT_S, known
            return known

    def forget(self, type_name: str) -> None:
        """Ask for a type's description again the next time."""
        self._kept.pop(type_name, None)

    async def json_schema(self, type_name: str) -> dict[str, Any]:
        """One type's JSON schema as NetSuite has it."""
        path = f"{PATH}/{quote(restnames.type_name(type_name), safe='')}"
        return await self._document(path, JSON_SCHEMA, {})

    async def openapi(self, *type_names: str) -> dict[str, Any]:
        """The OpenAPI 3.0 document of some types, of all that the role may see without names: that is large."""
        selected = ",".join(restnames.type_name(name) for name in type_names)
        return await self._document(PATH, OPENAPI, {"select": selected} if selected else {})

    async def _document(self, path: str, accept: str, query: Mapping[str, str]) -> dict[str, Any]:
        reply = await self._exchange.perform(
            RestRequest("rest.metadata", "GET", path, query, headers={"Accept": accept}, kind="metadata")
        )
        if not isinstance(reply.document, dict):
            raise self._malformed("NetSuite's catalogue cannot be read.")
        return reply.document

    def _malformed(self, message: str) -> MalformedReply:
        return MalformedReply(message, context=self._exchange.context("rest.metadata"))

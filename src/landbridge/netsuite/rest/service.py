"""SuiteTalk REST web services as verbs. Shapes and limits: help book_1559132836."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType
from landbridge.netsuite.rest.catalogue import Catalogue
from landbridge.netsuite.rest.exchange import RestExchange, RestRequest
from landbridge.netsuite.rest.metadata import RecordMetadata

# ``type`` and ``id`` below are NetSuite's own words for what they hold.
# ruff: noqa: A002

GOVERNANCE = "/services/rest/system/v1/governanceLimits"
_LIMIT_TYPES = {
    "accountLimit": LimitType.ACCOUNT,
    "integrationSpecific": LimitType.INTEGRATION,
    "internal": LimitType.INTERNAL,
}


class RestService:
    """REST web services of one account.

    Every method raises :class:`~landbridge.netsuite.errors.NetSuiteError` for whatever NetSuite refuses, and ``ValueError`` for what
    cannot be asked (unknown value, impossible id) before anything is sent.
    """

    def __init__(self, exchange: RestExchange, monotonic: Callable[[], float]) -> None:
        self._exchange = exchange
        self._catalogue = Catalogue(exchange, monotonic)

    async def record_types(self) -> list[str]:
        """The record types that the role may see, custom ones included. One request."""
        return await self._catalogue.types()

    async def metadata(self, type: str) -> RecordMetadata:
        """A record type's fields with their kinds, operators and references, custom fields included, and its sublists.

        Kept for an hour. ``FixSetup`` for a type that the account has not.
        """
        return await self._catalogue.metadata(type)

    async def json_schema(self, type: str) -> dict[str, Any]:
        """A record type's JSON schema as NetSuite has it."""
        return await self._catalogue.json_schema(type)

    async def openapi(self, *types: str) -> dict[str, Any]:
        """The OpenAPI 3.0 document of record types, of all that the role may see without names."""
        return await self._catalogue.openapi(*types)

    async def governance_limits(self) -> tuple[GovernanceLimits, IntegrationLimits]:
        """The limits of the account and of this integration (help article_0625010817); only administrators are told, others get ``PermissionMissing``."""
        reply = await self._exchange.perform(
            RestRequest("rest.governanceLimits", "GET", GOVERNANCE, kind="metadata")
        )
        try:
            return _limits(reply.document)
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedReply("NetSuite's limits cannot be read.", context=reply.context) from error


def _limits(document: Any) -> tuple[GovernanceLimits, IntegrationLimits]:
    own = document.get("integrationConcurrencyLimit")
    return (
        GovernanceLimits(
            int(document["accountConcurrencyLimit"]), int(document["accountUnallocatedConcurrencyLimit"])
        ),
        IntegrationLimits(None if own is None else int(own), _LIMIT_TYPES[document["integrationLimitType"]]),
    )

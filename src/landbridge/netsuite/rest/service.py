"""SuiteTalk REST web services as verbs. Shapes and limits: help book_1559132836."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from typing import Any

from landbridge.netsuite.errors import MalformedReply
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType
from landbridge.netsuite.records import Criterion, Record, RecordId, Ref, Writable, ref_of
from landbridge.netsuite.rest import requests
from landbridge.netsuite.rest.answers import Outcomes, require_asked
from landbridge.netsuite.rest.catalogue import Catalogue
from landbridge.netsuite.rest.collections import CollectionPage, Collections
from landbridge.netsuite.rest.decoding import decode_record, needs_metadata
from landbridge.netsuite.rest.exchange import RestExchange, RestRequest
from landbridge.netsuite.rest.filters import q_of
from landbridge.netsuite.rest.metadata import RecordMetadata
from landbridge.netsuite.rest.requests import LARGEST_PAGE, IdempotencyKey

# ``type`` and ``id`` below are NetSuite's own words for what they hold.
# ruff: noqa: A002

GOVERNANCE = "/services/rest/system/v1/governanceLimits"
_LIMIT_TYPES = {
    "accountLimit": LimitType.ACCOUNT,
    "integrationSpecific": LimitType.INTEGRATION,
    "internal": LimitType.INTERNAL,
}


Filter = str | Sequence[Criterion]
"""A filter as NetSuite takes it (``companyName START_WITH "A" OR isInactive IS true``), or conditions that must all hold."""


class RestService:
    """REST web services of one account.

    Every method raises :class:`~landbridge.netsuite.errors.NetSuiteError` for whatever NetSuite refuses, and ``ValueError`` for what
    cannot be asked (unknown value, impossible id) before anything is sent.
    """

    def __init__(self, exchange: RestExchange, monotonic: Callable[[], float], *, parallel: int) -> None:
        self._exchange = exchange
        self._outcomes = Outcomes(exchange)
        self._catalogue = Catalogue(exchange, monotonic)
        self._collections = Collections(exchange, parallel)

    async def get(
        self,
        type: str,
        id: RecordId,
        *,
        fields: Sequence[str] = (),
        sublists: bool = True,
        simple_enums: bool = False,
    ) -> Record:
        """Read one record, in the shape that SOAP's has. ``RecordMissing`` when it does not exist.

        ``fields`` (names of a ``Record``) narrows what is read; without ``sublists`` these, subrecords and lists of references are left
        out. ``simple_enums`` makes the answer smaller: references to short lists then come without their names. The first record of a
        type with custom fields costs a second request, for :meth:`metadata`.
        """
        ref = ref_of(id)
        request = requests.get(type, ref, fields, expand=sublists, simple=simple_enums)
        reply = await self._exchange.perform(request)
        require_asked(reply, type, ref)
        metadata = await self.metadata(type) if needs_metadata(reply.document) else None
        try:
            return decode_record(type, reply.document, metadata)
        except ValueError as error:
            raise MalformedReply(
                f"NetSuite's record cannot be read: {error}", context=reply.context
            ) from error

    def collection(
        self, type: str, q: Filter = "", *, page_size: int = LARGEST_PAGE
    ) -> AsyncGenerator[list[Ref], None]:
        """Yield everything that ``q`` finds in batches of references, each record once, in no order.

        What fits in a page is one request; more is asked for by ranges of internal ids, since rows move between the pages of a
        collection while it is read. REST answers ids only: read records whole by :meth:`get`, or many of them by SuiteQL or SOAP.
        """
        return self._collections.whole(type, _q(type, q), limit=page_size)

    async def page(
        self, type: str, q: Filter = "", *, limit: int = LARGEST_PAGE, offset: int = 0
    ) -> CollectionPage:
        """One page as NetSuite cuts it, in its own order. ``ValueError`` unless ``limit`` is 1 to 1000, ``offset`` a multiple of it, and
        the page among the first 1000."""
        return await self._collections.page(type, _q(type, q), limit=limit, offset=offset)

    async def create(
        self,
        type: str,
        values: Mapping[str, Writable],
        *,
        external_id: str | None = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Create a record; answers its reference.

        With an ``idempotency_key`` (a UUID of yours, kept as long as you may repeat the call) a lost answer is asked for again, and the
        record of the first request answered: one record, however often. Without one, ``OutcomeUnknown`` is raised then.
        ``ScriptFailedAfterSave`` when it was created all the same.
        """
        request = requests.create(type, values, external_id, idempotency_key)
        reply = await self._exchange.perform(request)
        return await self._outcomes.made(reply, type, Ref("", "", external_id))

    async def update(
        self,
        type: str,
        id: RecordId,
        values: Mapping[str, Writable],
        *,
        clear: Collection[str] = (),
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Change the fields in ``values``; ``None`` clears one, and so does its name in ``clear``.

        A list of lines replaces a sublist; in :class:`~landbridge.netsuite.records.SublistLines` without ``replace_all`` lines with the key
        of an old one change it, and others join it.
        """
        ref = ref_of(id)
        request = requests.update(type, ref, values, clear=clear, key=idempotency_key)
        return await self._outcomes.made(await self._exchange.perform(request), type, ref)

    async def upsert(
        self,
        type: str,
        external_id: str,
        values: Mapping[str, Writable],
        *,
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Create the record with this external id, or change it."""
        request = requests.upsert(type, external_id, values, key=idempotency_key)
        reply = await self._exchange.perform(request)
        return await self._outcomes.made(reply, type, Ref("", "", external_id))

    async def delete(self, type: str, id: RecordId, *, idempotency_key: IdempotencyKey = None) -> None:
        """Delete one record."""
        ref = ref_of(id)
        reply = await self._exchange.perform(requests.delete(type, ref, idempotency_key))
        await self._outcomes.deleted(reply, type, ref)

    async def transform(
        self,
        type: str,
        id: RecordId,
        target: str,
        values: Mapping[str, Writable] | None = None,
        *,
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Make a ``target`` document (``invoice``) of another (``salesOrder``), changed by ``values``, and save it; answers its reference.

        ``SublistLines`` without ``replace_all`` change the lines that NetSuite proposes, by ``orderLine``, ``doc`` or ``line``.
        """
        request = requests.transform(type, ref_of(id), target, values or {}, key=idempotency_key)
        return await self._outcomes.made(await self._exchange.perform(request), target, Ref(""))

    async def attach(
        self,
        type: str,
        id: RecordId,
        other: str,
        other_id: RecordId,
        *,
        role: Ref | None = None,
        idempotency_key: IdempotencyKey = None,
    ) -> None:
        """Attach a contact or file (``other``) to a record, a contact perhaps in a ``role``; NetSuite has it from 2026.1."""
        request = requests.attachment(
            "attach", (type, ref_of(id)), (other, ref_of(other_id)), role=role, key=idempotency_key
        )
        self._outcomes.done(await self._exchange.perform(request))

    async def detach(
        self,
        type: str,
        id: RecordId,
        other: str,
        other_id: RecordId,
        *,
        idempotency_key: IdempotencyKey = None,
    ) -> None:
        """Detach a contact or file from a record."""
        request = requests.attachment(
            "detach", (type, ref_of(id)), (other, ref_of(other_id)), role=None, key=idempotency_key
        )
        self._outcomes.done(await self._exchange.perform(request))

    async def record_types(self) -> list[str]:
        """The record types that the role may see, custom ones included. One request."""
        return await self._catalogue.types()

    async def metadata(self, type: str, *, fresh: bool = False) -> RecordMetadata:
        """A record type's fields with their kinds, operators and references, custom fields included, and its sublists.

        Kept for an hour, and asked for again if ``fresh``. ``FixSetup`` for a type that the account has not.
        """
        if fresh:
            self._catalogue.forget(type)
        return await self._catalogue.metadata(type)

    def forget_metadata(self, type: str) -> None:
        """Have :meth:`metadata` ask for a type's fields again, since the account or the role was changed."""
        self._catalogue.forget(type)

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
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise MalformedReply("NetSuite's limits cannot be read.", context=reply.context) from error


def _q(type_name: str, q: Filter) -> str:
    return q.strip() if isinstance(q, str) else q_of(type_name, q)


def _limits(document: Any) -> tuple[GovernanceLimits, IntegrationLimits]:
    own = document.get("integrationConcurrencyLimit")
    return (
        GovernanceLimits(
            int(document["accountConcurrencyLimit"]), int(document["accountUnallocatedConcurrencyLimit"])
        ),
        IntegrationLimits(None if own is None else int(own), _LIMIT_TYPES[document["integrationLimitType"]]),
    )

"""The verbs of :class:`~landbridge.netsuite.rest.service.RestService`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

# ruff: noqa: A002

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits
from landbridge.netsuite.records import Record, RecordId, Ref, Writable
from landbridge.netsuite.rest.collections import CollectionPage
from landbridge.netsuite.rest.metadata import RecordMetadata
from landbridge.netsuite.rest.requests import LARGEST_PAGE, IdempotencyKey
from landbridge.netsuite.rest.service import Filter, RestService


class SyncRest:
    """As :class:`~landbridge.netsuite.rest.service.RestService`, for callers without an event loop."""

    def __init__(self, service: RestService, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run
        self._iterate = loop.iterate

    def get(
        self,
        type: str,
        id: RecordId,
        *,
        fields: Sequence[str] = (),
        sublists: bool = True,
        simple_enums: bool = False,
    ) -> Record:
        """Read one record, in the shape that SOAP's has. ``RecordMissing`` when it does not exist."""
        return self._run(
            self._service.get(type, id, fields=fields, sublists=sublists, simple_enums=simple_enums)
        )

    def collection(self, type: str, q: Filter = "", *, page_size: int = LARGEST_PAGE) -> Iterator[list[Ref]]:
        """Yield everything that ``q`` finds in batches of references, each record once, in no order."""
        return self._iterate(self._service.collection(type, q, page_size=page_size))

    def page(
        self, type: str, q: Filter = "", *, limit: int = LARGEST_PAGE, offset: int = 0
    ) -> CollectionPage:
        """One page as NetSuite cuts it, in its own order. ``ValueError`` unless ``limit`` is 1 to 1000, ``offset`` a multiple of it, and the page among the first 1000."""
        return self._run(self._service.page(type, q, limit=limit, offset=offset))

    def create(
        self,
        type: str,
        values: Mapping[str, Writable],
        *,
        external_id: str | None = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Create a record; answers its reference."""
        return self._run(
            self._service.create(type, values, external_id=external_id, idempotency_key=idempotency_key)
        )

    def update(
        self,
        type: str,
        id: RecordId,
        values: Mapping[str, Writable],
        *,
        clear: Collection[str] = (),
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Change the fields in ``values``; ``None`` clears one, and so does its name in ``clear``."""
        return self._run(self._service.update(type, id, values, clear=clear, idempotency_key=idempotency_key))

    def upsert(
        self,
        type: str,
        external_id: str,
        values: Mapping[str, Writable],
        *,
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Create the record with this external id, or change it."""
        return self._run(self._service.upsert(type, external_id, values, idempotency_key=idempotency_key))

    def delete(self, type: str, id: RecordId, *, idempotency_key: IdempotencyKey = None) -> None:
        """Delete one record."""
        return self._run(self._service.delete(type, id, idempotency_key=idempotency_key))

    def transform(
        self,
        type: str,
        id: RecordId,
        target: str,
        values: Mapping[str, Writable] | None = None,
        *,
        idempotency_key: IdempotencyKey = None,
    ) -> Ref:
        """Make a ``target`` document (``invoice``) of another (``salesOrder``), changed by ``values``, and save it; answers its reference."""
        return self._run(self._service.transform(type, id, target, values, idempotency_key=idempotency_key))

    def attach(
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
        return self._run(
            self._service.attach(type, id, other, other_id, role=role, idempotency_key=idempotency_key)
        )

    def detach(
        self,
        type: str,
        id: RecordId,
        other: str,
        other_id: RecordId,
        *,
        idempotency_key: IdempotencyKey = None,
    ) -> None:
        """Detach a contact or file from a record."""
        return self._run(self._service.detach(type, id, other, other_id, idempotency_key=idempotency_key))

    def record_types(self) -> list[str]:
        """The record types that the role may see, custom ones included. One request."""
        return self._run(self._service.record_types())

    def metadata(self, type: str, *, fresh: bool = False) -> RecordMetadata:
        """A record type's fields with their kinds, operators and references, custom fields included, and its sublists."""
        return self._run(self._service.metadata(type, fresh=fresh))

    def json_schema(self, type: str) -> dict[str, Any]:
        """A record type's JSON schema as NetSuite has it."""
        return self._run(self._service.json_schema(type))

    def openapi(self, *types: str) -> dict[str, Any]:
        """The OpenAPI 3.0 document of record types, of all that the role may see without names."""
        return self._run(self._service.openapi(*types))

    def governance_limits(self) -> tuple[GovernanceLimits, IntegrationLimits]:
        """The limits of the account and of this integration (help article_0625010817); only administrators are told, others get ``PermissionMissing``."""
        return self._run(self._service.governance_limits())

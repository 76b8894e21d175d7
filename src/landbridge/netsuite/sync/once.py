"""The verbs of :class:`~landbridge.netsuite.soap.once.Once`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

# ruff: noqa: A002

from __future__ import annotations

from collections.abc import Mapping

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.records import RecordId, Ref, Writable
from landbridge.netsuite.soap.once import Once


class SyncOnce:
    """As :class:`~landbridge.netsuite.soap.once.Once`, for callers without an event loop."""

    def __init__(self, service: Once, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run

    def add(self, type: str, values: Mapping[str, Writable], *, external_id: str) -> Ref:
        """Create the record with this external id, which no other record of the type has."""
        return self._run(self._service.add(type, values, external_id=external_id))

    def upsert(self, type: str, external_id: str, values: Mapping[str, Writable]) -> Ref:
        """Create the record with this external id or change it; sent again unless it holds ``values``."""
        return self._run(self._service.upsert(type, external_id, values))

    def update(self, type: str, id: RecordId, values: Mapping[str, Writable]) -> Ref:
        """Change a record; sent again unless it holds ``values``."""
        return self._run(self._service.update(type, id, values))

    def delete(self, type: str, id: RecordId) -> Ref:
        """Delete a record; one that is gone after a lost answer was deleted. ``RecordMissing`` where it was gone before."""
        return self._run(self._service.delete(type, id))

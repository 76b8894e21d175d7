"""Looking records up for rules, references and displays: families and alternatives resolved to their types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from landbridge.local.clock import Clock
from landbridge.local.records.model import Record
from landbridge.local.records.store import CHUNK, Store
from landbridge.local.records.types import Types


class Looking:
    """Implements ``rules.Lookup`` on the store. Inside a transaction it sees what that transaction has written."""

    def __init__(self, store: Store, types: Types, clock: Clock, zone: ZoneInfo) -> None:
        self._store = store
        self._types = types
        self._clock = clock
        self._zone = zone

    def record(self, record_type: str, record_id: str) -> Record | None:
        """Return one record; of several types that have the id, the one that is named first."""
        for name in self._types.members(record_type):
            found = self._store.get(self._types.get(name), record_id)
            if found is not None:
                return found
        return None

    def many(self, record_type: str, ids: Sequence[str]) -> dict[str, Record]:
        """Return the records of one type that exist among ``ids``, by id."""
        return self._store.get_many(self._types.get(record_type), list(dict.fromkeys(ids)))

    def exists(self, record_type: str, record_id: str) -> bool:
        """Say whether there is such a record."""
        return self._store.exists(self._types.members(record_type), record_id)

    def entries(self, record_type: str) -> list[Record]:
        """Return every record of a type, by id."""
        return [
            record
            for name in self._types.members(record_type)
            for record in self._store.all_of(self._types.get(name))
        ]

    def pointing_at(self, record_type: str, record_id: str, field: str) -> list[Record]:
        """Return the records that point at one by ``field``."""
        found: list[Record] = []
        for name, ids in self._store.pointing_at(record_type, record_id, field).items():
            found += self._store.get_many(self._types.get(name), ids).values()
        return found

    def referring(
        self,
        targets: Sequence[tuple[str, str]],
        field: str,
        types: Sequence[str],
        names: Sequence[str],
        *,
        positive: str = "",
    ) -> list[tuple[str, str, tuple[Any, ...]]]:
        """Return (type, id, values of ``names`` as stored) of the records of ``types`` that point at one of ``targets``."""
        kinds = sorted({kind for kind, _ in targets})
        found: dict[tuple[str, str], tuple[Any, ...]] = {}
        for kind in kinds:
            ids = [record_id for one, record_id in targets if one == kind]
            for start in range(0, len(ids), CHUNK):
                part = ids[start : start + CHUNK]
                rows = self._store.referring(kind, part, field, types, names=names, positive=positive)
                found |= {(record_type, record_id): values for record_type, record_id, values in rows}
        return [(record_type, record_id, values) for (record_type, record_id), values in found.items()]

    def name_owner(self, record_type: str, scope: str, name: str) -> str | None:
        """Return the id of the record of a type that has a unique name, or ``None``."""
        return self._store.name_owner(record_type, scope, name)

    def today(self) -> str:
        """Return today's date in the account's time zone."""
        return self.day(self.now()).isoformat()

    def now(self) -> datetime:
        """Return the account's instant."""
        return self._clock.now()

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins in the account's time zone."""
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def day(self, instant: datetime) -> date:
        """Return the day of an instant in the account's time zone."""
        return instant.astimezone(self._zone).date()

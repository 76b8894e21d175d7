"""What a family of record types may say about a save, and what it may look at to say it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition


class Lookup(Protocol):
    """The account's records as rules see them: what is committed, and inside a save what that save has written."""

    def record(self, record_type: str, record_id: str) -> Record | None:
        """Return one record; ``record_type`` may be a family (``item``) or alternatives (``customer|job``)."""
        ...

    def exists(self, record_type: str, record_id: str) -> bool:
        """Say whether there is such a record."""
        ...

    def entries(self, record_type: str) -> list[Record]:
        """Return every record of a type, by id: for lists, which are short."""
        ...

    def pointing_at(self, record_type: str, record_id: str, field: str) -> list[Record]:
        """Return the records that point at one by ``field``, a path such as ``applyList.doc``."""
        ...

    def referring(
        self,
        targets: Sequence[tuple[str, str]],
        field: str,
        types: Sequence[str],
        names: Sequence[str],
        *,
        positive: str = "",
    ) -> list[tuple[str, str, tuple[Any, ...]]]:
        """Return (type, id, values of ``names`` as stored) of the records of ``types`` that point at one of ``targets``.

        ``targets`` are (type, id). ``positive``: only those in which this field is above zero. No record is read whole.
        """
        ...

    def name_owner(self, record_type: str, scope: str, name: str) -> str | None:
        """Return the id of the record of a type that has a unique name, or ``None``."""
        ...

    def today(self) -> str:
        """Return today's date in the account's time zone, ISO 8601."""
        ...

    def now(self) -> datetime:
        """Return the account's instant."""
        ...

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins in the account's time zone."""
        ...

    def day(self, instant: datetime) -> date:
        """Return the day of an instant in the account's time zone."""
        ...


class Rules:
    """The rules of types that have none of their own: lists, custom records. Families say more by overriding."""

    modified_by_others = True
    """Whether a record counts as modified when values of it are set anew because another one was saved."""

    def __init__(self, look: Lookup) -> None:
        self.look = look

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """Return what a new record begins with beside empty check boxes and custom defaults."""
        del definition, script_type
        return {}

    def derive(
        self, definition: TypeDefinition, values: dict[str, Any], record_id: str | None
    ) -> dict[str, Any]:
        """Return the values with the computed ones set anew. Called before scripts run and again inside the commit."""
        del definition, record_id
        return values

    def mandatory(self, definition: TypeDefinition, values: Mapping[str, Any]) -> Sequence[str]:
        """Return fields that may not be empty in this record, beside those that never may."""
        del definition, values
        return ()

    def check(
        self,
        definition: TypeDefinition,
        changes: Mapping[str, Any],
        after: Mapping[str, Any],
        before: Record | None,
    ) -> None:
        """Refuse what NetSuite refuses. Raises ``RecordError``."""
        del definition, changes, after, before

    def first_values(
        self, connection: sqlite3.Connection, definition: TypeDefinition, values: dict[str, Any]
    ) -> None:
        """Give a new record the numbers that the account hands out. Called inside the commit."""
        del connection, definition, values

    def unique_name(self, definition: TypeDefinition, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return (scope, name) that no other record of the type may have, or ``None``."""
        del definition, values
        return None

    def duplicate(self, definition: TypeDefinition) -> RecordError:
        """Return the refusal of a name that another record has."""
        return RecordError(
            "DUP_RCRD", f"A {definition.label.lower()} with this name already exists.", field="name"
        )

    def touched(self, before: Record | None, after: Record | None) -> Iterable[tuple[str, str]]:
        """Return (type, id) of other records whose computed values follow from this one; ``after`` is ``None`` at a delete.

        They are derived and stored anew in the same transaction, with the same instant of modification.
        """
        del before, after
        return ()

    def display(self, record: Record) -> str:
        """Return the text of a reference to a record."""
        return str(record.values.get("name", record.id))

"""The values that follow from others: of the record that is saved, and of the records that it touches."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from landbridge.local.records import validation
from landbridge.local.records.looking import Looking
from landbridge.local.records.model import Record
from landbridge.local.records.rules import Rules, rules_of
from landbridge.local.records.store import Store
from landbridge.local.records.types import TypeDefinition, Types
from landbridge.recordtypes import Kind

MILLISECOND = timedelta(milliseconds=1)
"""What a record's next save is later by, at least."""

Later = dict[tuple[str, str], None]
"""Records (type, id) that are derived anew at the end of many saves."""


class Derivation:
    """Derives values by the rules of each type."""

    def __init__(self, store: Store, types: Types, looking: Looking) -> None:
        self._store = store
        self._types = types
        self._rules = rules_of(looking)

    def rules(self, record_type: str) -> Rules:
        """Return the rules of a record type."""
        return self._rules.get(record_type) or self._rules[""]

    def defaults(self, definition: TypeDefinition, script_type: str | None) -> dict[str, Any]:
        """Return what a new record has unless its save says otherwise."""
        unchecked: dict[str, Any] = {
            name: False
            for name, field in definition.fields.items()
            if field.kind is Kind.BOOLEAN and not field.computed
        }
        return {
            **unchecked,
            **definition.defaults,
            **self.rules(definition.name).defaults(definition, script_type),
        }

    def after(
        self, definition: TypeDefinition, before: Record | None, changes: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the values of a record after checked changes."""
        merged = validation.merged(definition, before.values if before else {}, changes)
        return self.rules(definition.name).derive(definition, merged, before.id if before else None)

    def derive_touched(
        self,
        connection: sqlite3.Connection,
        before: Record | None,
        after: Record | None,
        at: datetime,
        later: Later | None = None,
    ) -> bool:
        """Set the computed values of other records anew that follow from this one; say whether there were any.

        Records that nothing reads in between are noted in ``later``, where it is given.
        """
        source = after or before
        assert source is not None
        touched = dict.fromkeys(self.rules(source.type).touched(before, after))
        for record_type, record_id in touched:
            if later is not None and not self.rules(record_type).modified_by_others:
                later[record_type, record_id] = None
            else:
                self.derive_again(connection, record_type, record_id, at)
        return bool(touched)

    def derive_again(
        self, connection: sqlite3.Connection, record_type: str, record_id: str, at: datetime
    ) -> None:
        """Set the computed values of one record anew, and write it if they changed."""
        definition = self._types.get(record_type)
        old = self._store.get(definition, record_id)
        if old is None:
            return
        values = self.after(definition, old, {})
        if values == old.values:
            return
        modified = old.modified
        if self.rules(record_type).modified_by_others:
            modified = max(at, old.modified + MILLISECOND)
        self._store.write(
            connection,
            definition,
            Record(old.type, old.id, old.external_id, values, old.created, modified),
        )

"""Saved searches: account data that advanced searches name and ``getSavedSearch`` lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from landbridge.local.records.model import Criterion, Join
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One saved search. ``search_type`` is what it searches as SOAP names it (``transaction``, ``customer``, ``customRecord``).

    ``record_type`` is the same, but for a custom record type its script id. ``columns`` are column names or script ids; without
    any, results are whole records.
    """

    internal_id: str
    script_id: str
    title: str
    search_type: str
    record_type: str
    criteria: Sequence[Criterion | Join] = ()
    columns: Sequence[str] = ()


class SavedSearches:
    """``account.records.saved_searches``. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def define(self, search: SavedSearch) -> None:
        """Keep a saved search, in place of an earlier one of the same script id."""
        document = {
            "internal_id": search.internal_id,
            "title": search.title,
            "search_type": search.search_type,
            "record_type": search.record_type,
            "criteria": [_document(one) for one in search.criteria],
            "columns": list(search.columns),
        }
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO customization (kind, script_id, document) VALUES ('search', ?, ?)",
                (search.script_id, json.dumps(document)),
            )

    def all(self) -> list[SavedSearch]:
        """Return every saved search, by internal id."""
        rows = self._database.rows("SELECT * FROM customization WHERE kind = 'search'")
        found = [_search_of(row["script_id"], json.loads(row["document"])) for row in rows]
        return sorted(found, key=lambda one: int(one.internal_id))

    def find(self, internal_id: str, script_id: str) -> SavedSearch | None:
        """Return the saved search with an internal id or, where none is given, a script id."""
        for one in self.all():
            if (one.internal_id == internal_id) if internal_id else (one.script_id == script_id):
                return one
        return None


def _document(one: Criterion | Join) -> dict[str, Any]:
    if isinstance(one, Criterion):
        return {
            "field": one.field,
            "operator": one.operator,
            "values": [_kept(value) for value in one.values],
        }
    return {
        "paths": list(one.paths),
        "record_type": one.record_type,
        "criteria": [_document(inner) for inner in one.criteria],
        "reverse": one.reverse,
    }


def _kept(value: Any) -> Any:
    """Return a searched value as JSON has it: a date or an instant under its kind, since a text names a period."""
    if isinstance(value, datetime):
        return {"instant": instant_text(value)}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _value_of(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    return instant_of(kept["instant"]) if "instant" in kept else date.fromisoformat(kept["date"])


def _condition_of(document: Mapping[str, Any]) -> Criterion | Join:
    if "field" in document:
        values = tuple(_value_of(value) for value in document["values"])
        return Criterion(document["field"], document["operator"], values)
    criteria = tuple(_condition_of(inner) for inner in document["criteria"])
    return Join(tuple(document["paths"]), document["record_type"], criteria, document["reverse"])


def _search_of(script_id: str, document: Mapping[str, Any]) -> SavedSearch:
    return SavedSearch(
        internal_id=document["internal_id"],
        script_id=script_id,
        title=document["title"],
        search_type=document["search_type"],
        record_type=document["record_type"],
        criteria=tuple(_condition_of(one) for one in document["criteria"]),
        columns=tuple(document["columns"]),
    )

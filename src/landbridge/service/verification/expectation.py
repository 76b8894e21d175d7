"""What records should have become in one table, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from landbridge.service.ports import JsonValue


@dataclass(frozen=True, slots=True)
class Expected:
    """A part that should be there with these fields; ``internal_id`` is its key, of a record its internal id.

    Where it cannot be imported, ``problem`` says why, and ``fields`` is empty. ``modified`` is ``None`` where NetSuite keeps no instant.
    """

    internal_id: str
    name: str
    modified: datetime | None
    fields: Mapping[str, JsonValue]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that is not to be imported: a code, and a sentence."""

    internal_id: str
    name: str
    modified: datetime | None
    code: str
    reason: str


@dataclass(slots=True)
class Expectation:
    """What a range of records should have become in a table. ``read`` are the internal ids of all that NetSuite has."""

    wanted: list[Expected] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    read: frozenset[str] = frozenset()

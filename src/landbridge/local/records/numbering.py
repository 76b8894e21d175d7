"""Numbers that the account gives out: internal ids by family, entity numbers by type."""

from __future__ import annotations

import sqlite3

ENTITY_PREFIXES = {"employee": "EMP", "customer": "CUST", "job": "PRJ", "vendor": "VEND"}
"""Prefix of auto-generated entity numbers (Setup > Company > Auto-Generated Numbers; the prefixes are account data)."""


def next_number(connection: sqlite3.Connection, sequence: str) -> int:
    """Return the next number of ``sequence``, starting with 1. Call it inside a transaction."""
    row = connection.execute(
        "INSERT INTO sequence (name, last) VALUES (?, 1) "
        "ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last",
        (sequence,),
    ).fetchone()
    return int(row[0])


def reserve(connection: sqlite3.Connection, sequence: str, number: int) -> None:
    """Let ``sequence`` go on after ``number``, which somebody chose."""
    connection.execute(
        "INSERT INTO sequence (name, last) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
        (sequence, number),
    )


def entity_number(connection: sqlite3.Connection, record_type: str) -> str:
    """Return a new entity number such as ``CUST12``."""
    return f"{ENTITY_PREFIXES[record_type]}{next_number(connection, f'number:{record_type}')}"

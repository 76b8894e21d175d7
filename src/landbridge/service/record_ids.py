"""Internal ids of records of our own, as people and calls write them."""

from __future__ import annotations

MOST_DIGITS = 18
"""A longer number is more than a key of the database can be, so no record has it."""


def is_record_id(text: str) -> bool:
    """Whether ``text`` can be the internal id of a record."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS

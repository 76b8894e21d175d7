"""Passwords of people: argon2 hashes, nothing else is kept."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
"""A light cost (a few milliseconds): the account is for tests, and starts in under a second with several users."""


def hashed(password: str) -> str:
    """Return the argon2 hash of a password."""
    return _HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Say whether ``password`` is the one behind ``stored``."""
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


UNKNOWN = hashed("nobody has this password")
"""Checked for unknown users, so that the time of a refusal does not tell which users exist."""

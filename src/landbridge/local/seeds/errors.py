"""Seeds that cannot be sown."""

from __future__ import annotations


class SeedError(ValueError):
    """There is no such seed, or it has a mistake; the text says where."""

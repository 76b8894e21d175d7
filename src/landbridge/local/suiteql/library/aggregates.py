"""Aggregates that SQLite has not."""

from __future__ import annotations

import math
import statistics

from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.local.suiteql.library.context import Context, number

LONGEST_LIST = 1_000_000


class Numbers:
    """Gathers numbers; nulls do not count."""

    def __init__(self) -> None:
        self._found: list[float] = []

    def step(self, value: Value) -> None:
        """Take one value."""
        found = number(value)
        if found is not None:
            self._found.append(found)

    def values(self) -> list[float]:
        """Return what was gathered."""
        return self._found


class Median(Numbers):
    """MEDIAN."""

    def finalize(self) -> float | None:
        """Return the middle."""
        return statistics.median(self.values()) if self.values() else None


class Variance(Numbers):
    """VARIANCE: of a sample; 0 for one value (Oracle)."""

    def finalize(self) -> float | None:
        """Return the variance."""
        if len(self.values()) < 2:
            return 0 if self.values() else None
        return statistics.variance(self.values())


class Deviation(Variance):
    """STDDEV."""

    def finalize(self) -> float | None:
        """Return the standard deviation."""
        variance = super().finalize()
        return None if variance is None else math.sqrt(variance)


def listing(context: Context) -> type:
    """Return LISTAGG for an account: texts joined by a separator, in the order of a key."""

    class Listing:
        """Gathers texts with their keys."""

        def __init__(self) -> None:
            self._found: list[tuple[tuple[bool, bool, str | float], str]] = []
            self._separator = ""
            self._descending = False
            self._size = 0

        def step(self, value: Value, separator: Value, key: Value, descending: Value) -> None:
            """Take one text."""
            text = context.text(value)
            self._separator = context.text(separator) or ""
            self._descending = bool(descending)
            if text is None:
                return
            self._size += len(text) + len(self._separator)
            if self._size > LONGEST_LIST:
                raise QueryRefused("Search error occurred: The result of LISTAGG is too long.")
            self._found.append(((key is None, isinstance(key, str), key if key is not None else 0), text))

        def finalize(self) -> str | None:
            """Return the list."""
            self._found.sort(key=lambda pair: pair[0], reverse=self._descending)
            return self._separator.join(text for _, text in self._found) or None

    return Listing

"""What functions need to know of the account, and how values turn into texts, numbers and dates."""

from __future__ import annotations

from datetime import datetime

from landbridge.local.datetexts import read_date, show_date
from landbridge.local.settings import AccountSettings
from landbridge.local.suiteql.dates import MARK, Value, date_of, marked, midnight
from landbridge.local.suiteql.errors import QueryRefused


class Context:
    """The account's formats, and the instant at which the query that runs now began (naive, in the account's zone)."""

    def __init__(self, settings: AccountSettings) -> None:
        self.settings = settings
        self.now = datetime(2000, 1, 1)  # noqa: DTZ001 - queries reckon in the account's zone; set before each

    def text(self, value: Value) -> str | None:
        """Return a value as a text: a date by the account's format, a number without needless digits."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            if not value.startswith(MARK):
                return value
            found = date_of(value)
            return show_date(self.settings, found.date()) if found else value[1:]
        return number_text(value)

    def date(self, value: Value) -> datetime | None:
        """Return a value as a date: a text is read by the account's format. Raises ``QueryRefused``."""
        if value is None or value == "":
            return None
        found = date_of(value)
        return found or self.read(str(value))

    def read(self, text: str) -> datetime:
        """Read a text by the account's format, or as an ISO date. Raises ``QueryRefused``."""
        try:
            return midnight(read_date(self.settings, text.strip()))
        except ValueError:
            raise QueryRefused(
                f"Search error occurred: '{text[:60]}' is not a date of the format {self.settings.date_format}."
            ) from None

    def implicit_date(self, value: Value) -> Value:
        """Turn what is compared with a date into one."""
        found = self.date(value)
        return marked(found) if found else None


def number_text(value: float) -> str:
    """Write a number: at most 15 digits, no exponent, no trailing zeros (how Oracle's numbers look; assumed for SuiteQL).

    Raises ``QueryRefused`` for what grew beyond all bounds.
    """
    if isinstance(value, int):
        return str(value)
    text = f"{finite(value):.15g}"
    if "e" in text:
        text = f"{value:.15f}" if abs(value) < 1 else f"{value:.0f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def number(value: Value) -> float | int | None:
    """Return a value as a number. Raises ``QueryRefused`` for a text that is none, and for a date."""
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)):
        return value
    text = value.strip()
    try:
        return int(text) if text.lstrip("+-").isdigit() and len(text) < 18 else finite(float(text))
    except ValueError:
        raise QueryRefused(f"Search error occurred: Invalid number '{text[:60].lstrip(MARK)}'.") from None


def finite(value: float) -> float:
    """Return a number unless it is infinite or none. Raises ``QueryRefused``."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - what is no number differs from itself
        raise QueryRefused("Search error occurred: Numeric overflow.")
    return value


def whole(value: Value, least: int = -(2**31), most: int = 2**31) -> int | None:
    """Return a value as a whole number within bounds."""
    found = number(value)
    return None if found is None else max(least, min(most, int(found)))

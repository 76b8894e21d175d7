"""Amounts: worked out as decimals, rounded to cents, kept as floats; and rates, which SOAP has as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from landbridge.local.records.errors import RecordError

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15
"""No amount reaches this (assumed; NetSuite documents 15 digits for a currency field)."""

_RATE = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})%?", re.ASCII)


def exact(value: float | Decimal | None) -> Decimal:
    """Return the decimal that is written like ``value``; nothing is zero."""
    return Decimal(0) if value is None else value if isinstance(value, Decimal) else Decimal(str(value))


def cents(value: float | Decimal | None) -> Decimal:
    """Round half up to cents. Raises ``RecordError`` INVALID_AMT (code from the schema, text assumed) beyond ``LARGEST``."""
    return _bounded(exact(value)).quantize(CENT, ROUND_HALF_UP)


def _bounded(amount: Decimal) -> Decimal:
    if abs(amount) >= LARGEST:
        raise RecordError("INVALID_AMT", "The amount is too large.")
    return amount


def money(value: float | Decimal | None) -> float:
    """Return an amount as records keep it. Raises ``RecordError`` as ``cents``."""
    # Adding zero turns a negative zero into zero.
    return float(cents(value) + 0)


def summed(values: Iterable[float | Decimal | None]) -> Decimal:
    """Return the exact sum."""
    return sum((exact(value) for value in values), Decimal(0))


def percentage(rate: str) -> Decimal | None:
    """Return the percentage that a rate such as ``-10%`` is, ``None`` for an amount. Raises ``RecordError`` INVALID_FLD_VALUE."""
    return Decimal(_checked(rate)[:-1]) if rate.strip().endswith("%") else None


def rate_of(rate: str) -> Decimal:
    """Return the amount that a rate is, or its percentage. Raises ``RecordError`` INVALID_FLD_VALUE."""
    return Decimal(_checked(rate).rstrip("%"))


def rate_text(rate: Decimal) -> str:
    """Write a rate as NetSuite does: two decimals at least (observed), six at most (assumed). Raises ``RecordError`` as ``cents``."""
    text = f"{_bounded(rate).quantize(Decimal('0.000001'), ROUND_HALF_UP) + 0:f}".rstrip("0")
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}"


def _checked(rate: str) -> str:
    text = rate.strip()
    if not _RATE.fullmatch(text):
        raise RecordError("INVALID_FLD_VALUE", f"Invalid value {text[:60]!r} for field rate.", field="rate")
    return text

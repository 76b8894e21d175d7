"""Fields that are of another kind in REST than in SOAP, beside enumerations (:mod:`restenumerations`)."""

from __future__ import annotations

from landbridge.recordtypes.model import Field, Kind
from landbridge.recordtypes.transactionlines import NUMBERS_AS_TEXT


def points(field: Field) -> bool:
    """Say whether a field is a reference in REST: SOAP has some as numbers, such as the document of an applied line (observed)."""
    return field.kind is Kind.REF or (field.kind is Kind.INTEGER and bool(field.refers_to))


def counts(field: Field) -> bool:
    """Say whether a text of SOAP is a number in REST: a rate, which may be a percentage in SOAP (observed)."""
    return field.kind is Kind.STRING and field.name in NUMBERS_AS_TEXT

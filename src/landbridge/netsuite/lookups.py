"""What SOAP's look-ups answer: customizations, saved searches, deleted records, exchange rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.netsuite.records import Ref


@dataclass(frozen=True, slots=True)
class Customization:
    """A custom field, list, record type or saved search of the account.

    ``type`` is SOAP's GetCustomizationType (``entityCustomField``, ``customRecordType``), empty for a saved search.
    """

    internal_id: str
    script_id: str
    name: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class DeletedRecord:
    """A record that was deleted at ``deleted_date`` (UTC). ``record`` says its type, for custom records their type's script id or number."""

    deleted_date: datetime
    record: Ref


@dataclass(frozen=True, slots=True)
class CurrencyRate:
    """What one unit of ``from_currency`` is worth in ``base_currency`` from ``effective_date`` on."""

    base_currency: Ref
    from_currency: Ref
    exchange_rate: float
    effective_date: datetime

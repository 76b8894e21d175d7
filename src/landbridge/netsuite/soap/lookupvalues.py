"""The lists that look-ups answer, element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbridge.netsuite.lookups import CurrencyRate, Customization, DeletedRecord
from landbridge.netsuite.records import Ref
from landbridge.netsuite.soap.records import decode_ref, local_name
from landbridge.netsuite.soap.scalars import decode_datetime

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

Listed = Ref | Customization | DeletedRecord | CurrencyRate


def _customization(element: Element) -> Customization:
    ref = decode_ref(element)
    return Customization(ref.internal_id, element.get("scriptId", ""), ref.name, ref.type)


def _deleted(element: Element) -> DeletedRecord:
    parts = _parts(element)
    record = parts["record"]
    ref = decode_ref(record)
    of_custom = record.get("scriptId") or record.get("typeId") or ""
    named = Ref(ref.internal_id, ref.name, ref.external_id, ref.type or of_custom)
    return DeletedRecord(decode_datetime(parts["deletedDate"].text or ""), named)


def _rate(element: Element) -> CurrencyRate:
    parts = _parts(element)
    return CurrencyRate(
        decode_ref(parts["baseCurrency"]),
        decode_ref(parts["fromCurrency"]),
        float(parts["exchangeRate"].text or ""),
        decode_datetime(parts["effectiveDate"].text or ""),
    )


class _Parts(dict[str, "Element"]):
    """Children by name; what is missing is told as any other defect of a reply."""

    def __missing__(self, name: str) -> Element:
        raise ValueError(f"a list entry without {name}")


def _parts(element: Element) -> _Parts:
    return _Parts({local_name(child.tag): child for child in element})


LISTS: dict[str, Callable[[Element], Listed]] = {
    "baseRefList": decode_ref,
    "currencyRateList": _rate,
    "customizationRefList": _customization,
    "deletedRecordList": _deleted,
    "recordRefList": _customization,
}
"""Element that holds a list -> how one of its entries is read. ``recordRefList`` are saved searches."""

"""``getCurrencyRate``: the exchange rates of the account's currencies."""

from __future__ import annotations

from datetime import datetime

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.markup import attribute, escape
from landbridge.local.soap.operations.permissions import require_view
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.recordrefs import resolve
from landbridge.local.soap.scalars import ScalarError, read_datetime, write_datetime
from landbridge.local.soap.xmlreader import Node

CURRENCY = "currency"


def get_currency_rate(call: Call) -> str:
    """Answer the rates between currencies: from the rates that the currencies have against the base currency.

    The account keeps one rate a currency, so that it holds at any date (assumed).
    """
    node = call.node.child("currencyRateFilter")
    if node is None:
        raise faults.malformed("getCurrencyRate needs a currencyRateFilter")
    content = outcome(
        lambda: f"<platformCore:currencyRateList>{_rates(call, node)}</platformCore:currencyRateList>"
    )
    return f"<platformCore:getCurrencyRateResult>{content}</platformCore:getCurrencyRateResult>"


def _rates(call: Call, node: Node) -> str:
    require_view(call.account, call.session, CURRENCY)
    at = _date(call, node)
    bases, others = _chosen(call, node, "baseCurrency"), _chosen(call, node, "fromCurrency")
    return "".join(
        [_rate(call, base, other, at) for base in bases for other in others if base.id != other.id]
    )


def _chosen(call: Call, node: Node, name: str) -> list[Record]:
    """Return the currency that the filter names; where it names none, every active one with a rate."""
    asked = node.child(name)
    records = call.account.records
    if asked is None:
        found = records.get_many(CURRENCY, records.search(CURRENCY, ()))
        rated = [one for one in found.values() if _against_base(one) and not one.values.get("isInactive")]
        return sorted(rated, key=lambda one: int(one.id))
    internal_id = resolve(
        call.account,
        CURRENCY,
        asked.attributes.get("internalId", ""),
        asked.attributes.get("externalId", ""),
    )
    currency = records.get(CURRENCY, internal_id) if internal_id else None
    if currency is None:
        raise RecordError("INVALID_KEY_OR_REF", f"Invalid {name} reference key {internal_id or '(no id)'}.")
    if not _against_base(currency):
        raise RecordError("INVALID_KEY_OR_REF", f"The currency {currency.id} has no exchange rate.")
    return [currency]


def _against_base(currency: Record) -> float:
    """Return what one unit is worth in the base currency; 0 when the account does not know."""
    return 1.0 if currency.values.get("isBaseCurrency") else float(currency.values.get("exchangeRate", 0.0))


def _date(call: Call, node: Node) -> datetime:
    text = node.text_of("effectiveDate")
    try:
        return read_datetime(text, call.account.settings.zone) if text else call.account.clock.now()
    except ScalarError as error:
        raise faults.malformed(f"effectiveDate: {error}") from None


def _rate(call: Call, base: Record, other: Record, at: datetime) -> str:
    day = at.astimezone(call.account.settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        f"<platformCore:currencyRate>{_ref('baseCurrency', base)}{_ref('fromCurrency', other)}"
        f"<platformCore:exchangeRate>{_against_base(other) / _against_base(base)!r}</platformCore:exchangeRate>"
        f"<platformCore:effectiveDate>{write_datetime(day, call.account.settings.zone)}</platformCore:effectiveDate>"
        "</platformCore:currencyRate>"
    )


def _ref(tag: str, currency: Record) -> str:
    name = escape(str(currency.values.get("name", "")))
    return (
        f'<platformCore:{tag} internalId="{attribute(currency.id)}" type="{CURRENCY}">'
        f"<platformCore:name>{name}</platformCore:name></platformCore:{tag}>"
    )

"""What the lists of a payment or credit show when the record is read whole: its lines in full, and everything else that is open.

Records keep only the lines that are applied. NetSuite also lists, with ``apply`` false, every document of the entity that could be
applied, in the record's currency (documented: *Customer Payment*, apply sublist). One query a list for a whole page of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from landbridge.local.records.looking import Looking
from landbridge.local.records.model import Record
from landbridge.local.records.rules.transactions.applying import is_open, same_currency
from landbridge.local.records.rules.transactions.facts import APPLYING, FACTS, REMAINING, Applying
from landbridge.local.records.rules.transactions.money import exact, money
from landbridge.local.records.rules.transactions.parties import debtor, party_of
from landbridge.local.records.rules.transactions.settling import owed, taken
from landbridge.recordtypes import RECORD_TYPES

Party = tuple[str, str]
Sees = Callable[[str], bool]
"""Says whether a reader may view records of a type."""

DATE_FIELD = {"applyList": "applyDate", "creditList": "creditDate"}


@dataclass(frozen=True, slots=True)
class _Offer:
    """The documents that a page of records may show: by id, and by the entity that settles them."""

    documents: Mapping[str, Record]
    open_by_party: Mapping[Party, Sequence[str]]
    currencies: Mapping[str, str]


class OpenLines:
    """Completes records for readers. Reads only."""

    def __init__(self, look: Looking) -> None:
        self._look = look

    def shown(
        self, records: Iterable[Record], *, with_open: bool = True, sees: Sees = lambda _: True
    ) -> list[Record]:
        """Return records with the lists of payments and credits complete; other records as they are.

        ``with_open`` false leaves out what could be applied and is not. Documents of types that the reader does not see are not
        offered, and lines that they are applied on say no more of them than the record itself keeps (assumed).
        """
        found = list(records)
        wanted = [record for record in found if record.type in APPLYING]
        if not wanted:
            return found
        parties = self._parties(wanted) if with_open else {}
        offers = {
            applying: self._offer(applying, wanted, set(parties.values()), sees)
            for applying in {one for record in wanted for one in APPLYING[record.type]}
        }
        return [
            self._completed(record, offers, parties.get(record.id)) if record.type in APPLYING else record
            for record in found
        ]

    def _parties(self, records: Iterable[Record]) -> dict[str, Party]:
        """Return who settles, by record id: the customer, also when the record names one of its projects."""
        known: dict[tuple[str, str], Party | None] = {}
        found: dict[str, Party] = {}
        for record in records:
            refers_to = RECORD_TYPES[record.type].field(FACTS[record.type].entity).refers_to
            key = (refers_to, party_of(record.type, record.values))
            if key not in known:
                entity = self._look.record(*key) if key[1] else None
                known[key] = debtor(entity.type, entity.id, self._look) if entity is not None else None
            party = known[key]
            if party is not None:
                found[record.id] = party
        return found

    def _offer(
        self, applying: Applying, records: Iterable[Record], parties: set[Party], sees: Sees
    ) -> _Offer:
        named = {
            str(line["doc"])
            for record in records
            if applying in APPLYING[record.type]
            for line in record.values.get(applying.sublist, ())
        }
        owner_of: dict[Party, Party] = {party: party for party in parties}
        customers = [party for party in parties if party[0] == "customer"]
        for _, job, (parent,) in self._look.referring(customers, "parent", ("job",), ("parent",)):
            owner_of["job", job] = ("customer", str(parent))
        open_by_party: dict[Party, list[str]] = {}
        documents: dict[str, Record] = {}
        for target in filter(sees, applying.targets):
            owners = self._owners(target, owner_of)
            documents |= self._look.many(target, [*named, *owners])
            for record_id, owner in owners.items():
                if is_open(documents[record_id]):
                    open_by_party.setdefault(owner, []).append(record_id)
        currencies = {entry.id: str(entry.values.get("name", "")) for entry in self._look.entries("currency")}
        return _Offer(documents, open_by_party, currencies)

    def _owners(self, target: str, owner_of: Mapping[Party, Party]) -> dict[str, Party]:
        """Return who settles each document of a type of which something is open, by its id."""
        entity = FACTS[target].entity
        found: dict[str, Party] = {}
        # One kind of entity at a time: ids of different kinds may be alike.
        for kind in sorted({kind for kind, _ in owner_of}):
            parties = [party for party in owner_of if party[0] == kind]
            rows = self._look.referring(parties, entity, (target,), (entity,), positive=REMAINING[target])
            found |= {record_id: owner_of[kind, str(one)] for _, record_id, (one,) in rows}
        return found

    def _completed(self, record: Record, offers: Mapping[Applying, _Offer], party: Party | None) -> Record:
        values = dict(record.values)
        currency = values.get(FACTS[record.type].currency)
        # What a record that is not saved would take is still due.
        saved = bool(record.id)
        for applying in APPLYING[record.type]:
            offer = offers[applying]
            lines = [
                _full(applying, line, offer, record.type, already=taken(line) if saved else Decimal(0))
                for line in values.get(applying.sublist, ())
            ]
            applied = {line["doc"] for line in lines}
            for record_id in offer.open_by_party.get(party, ()) if party is not None else ():
                document = offer.documents[record_id]
                if int(record_id) not in applied and same_currency(currency, document):
                    bare = {"apply": False, "doc": int(record_id), "line": 0}
                    lines.append(_full(applying, bare, offer, record.type))
            if lines:
                values[applying.sublist] = sorted(lines, key=lambda line: _place(line, offer))
        return replace(record, values=values)


def _full(
    applying: Applying, line: Mapping[str, Any], offer: _Offer, owner: str, *, already: Decimal = Decimal(0)
) -> dict[str, Any]:
    """Return a line with what it shows of its document: date, type, number, total, what was due before it.

    ``already``: what the line has taken of the document.
    """
    document = offer.documents.get(str(line["doc"]))
    if document is None:
        return dict(line)
    values = document.values
    fields = {field.name for field in _line_fields(owner, applying.sublist)}
    shown: dict[str, Any] = {
        DATE_FIELD[applying.sublist]: values.get("tranDate"),
        "type": RECORD_TYPES[document.type].label,
        "refNum": values.get("tranId") or values.get("transactionNumber"),
        "total": owed(document.type, values),
        "due": money(exact(values.get(REMAINING[document.type])) + already),
        "currency": offer.currencies.get(values.get(FACTS[document.type].currency, "")),
    }
    return {**line, **{name: value for name, value in shown.items() if name in fields and value is not None}}


def _line_fields(owner: str, sublist: str) -> tuple[Any, ...]:
    found = RECORD_TYPES[owner].sublist(sublist)
    return found.line.fields if found is not None else ()


def _place(line: Mapping[str, Any], offer: _Offer) -> tuple[date, int]:
    """Order lines as the form does: what is due first comes first (assumed)."""
    document = offer.documents.get(str(line["doc"]))
    values = document.values if document is not None else {}
    return values.get("dueDate") or values.get("tranDate") or date.min, int(line["doc"])

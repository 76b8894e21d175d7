"""Records and list entries of a YAML seed, with references by internal id, external id or name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.records.shapes import Shape
from landbridge.local.records.values import checked, from_json
from landbridge.local.seeds.yamlnodes import Node
from landbridge.recordtypes import Field, Kind

if TYPE_CHECKING:
    from landbridge.local.account import Account

RECORD_KEYS = ("type", "id", "external_id", "values")
NAMES = (
    "name",
    "altName",
    "entityId",
    "companyName",
    "itemId",
    "displayName",
    "tranId",
    "title",
    "email",
    "acctName",
    "periodName",
)
"""Fields by any of which a reference may name a record."""


class RecordSeeds:
    """Creates records in the order of the file; what comes later may refer to what came before."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._ids: dict[str, dict[str, str]] = {}

    def lists(self, node: Node) -> None:
        """Add entries to lists: ``department: [{id: 10, name: Research}]``."""
        for record_type, entries in node.fields().items():
            for entry in entries.items():
                given = entry.fields()
                number = given.pop("id", None)
                self._create(entry, entries, record_type, number=number, external_id=None, given=given)

    def records(self, node: Node) -> None:
        """Create records: ``{type, id, external_id, values}``, only the type is needed."""
        for item in node.items():
            given = item.fields(RECORD_KEYS, ("type",))
            values = given["values"].fields() if "values" in given else {}
            external = given["external_id"].text() if "external_id" in given else None
            self._create(
                item,
                given["type"],
                given["type"].text(),
                number=given.get("id"),
                external_id=external,
                given=values,
            )

    def _create(
        self,
        item: Node,
        typed: Node,
        record_type: str,
        *,
        number: Node | None,
        external_id: str | None,
        given: dict[str, Node],
    ) -> None:
        records = self._account.records
        if not records.types.known(record_type):
            raise typed.place.error(f"there is no record type {record_type!r}")
        values = self._values(records.definition(record_type).shape, given)
        try:
            if number is not None:
                made = records.put(record_type, self._number(record_type, number), values, external_id)
            else:
                session = self._account.access.system_session()
                made = records.save(session, record_type, values, external_id=external_id).record
        except RecordError as error:
            at = given.get((error.field or "").partition(".")[0], item)
            raise at.place.error(error.message) from error
        self._learn(made)

    def _number(self, record_type: str, node: Node) -> str:
        number = node.whole()
        if number < 1:
            raise node.place.error("internal ids begin with 1")
        if self._account.records.get(record_type, str(number)) is not None:
            raise node.place.error(f"there is a {record_type} with the id {number} already")
        return str(number)

    def _values(self, shape: Shape, given: dict[str, Node]) -> dict[str, Any]:
        return {name: self._value(shape, name, node) for name, node in given.items()}

    def _value(self, shape: Shape, name: str, node: Node) -> Any:
        if name in shape.lists:
            return [self._values(shape.lists[name], line.fields()) for line in node.items()]
        if name in shape.parts and not node.is_null():
            return self._values(shape.parts[name], node.fields())
        field = shape.fields.get(name)
        if field is None:
            raise node.place.error(f"there is no field {name!r}")
        if node.is_null():
            return None
        if field.kind is Kind.REF:
            return self._reference(field, node)
        if field.kind is Kind.REF_LIST:
            return [self._reference(field, one) for one in node.items()]
        return self._plain(field, node)

    def _plain(self, field: Field, node: Node) -> Any:
        value = node.text() if field.kind in (Kind.STRING, Kind.ENUM) else node.scalar()
        if field.kind is Kind.DATETIME and isinstance(value, date):
            value = _aware(value, self._account)
        if field.kind is Kind.DOUBLE and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        try:
            return checked(field, value) if not isinstance(value, str) else from_json(field, value)
        except RecordError as error:
            raise node.place.error(error.message) from error

    def _reference(self, field: Field, node: Node) -> str:
        """Return the internal id that is meant: ``3``, ``{external_id: c-1}``, ``{id: 3}``, ``{name: Sales}`` or a name."""
        if node.is_mapping():
            return self._named(field, node)
        text = node.text()
        return text if text.isascii() and text.isdigit() else self._by_name(field, node, text)

    def _named(self, field: Field, node: Node) -> str:
        given = node.fields(("id", "external_id", "name"))
        if len(given) != 1:
            raise node.place.error("a reference has one of id, external_id, name")
        if "id" in given:
            return str(given["id"].whole())
        if "name" in given:
            return self._by_name(field, given["name"], given["name"].text())
        records = self._account.records
        for record_type in records.types.members(field.refers_to):
            found = records.by_external_id(record_type, given["external_id"].text())
            if found is not None:
                return found.id
        raise node.place.error(
            f"there is no {field.refers_to} with the external id {given['external_id'].text()!r}"
        )

    def _by_name(self, field: Field, node: Node, name: str) -> str:
        for record_type in self._account.records.types.members(field.refers_to):
            found = self._known(record_type).get(name.casefold())
            if found is not None:
                return found
        raise node.place.error(f"there is no {field.refers_to} called {name!r}")

    def _known(self, record_type: str) -> dict[str, str]:
        """Return the ids of the records of a type by each of their names, read once and learned from then on."""
        if record_type not in self._ids:
            self._ids[record_type] = {}
            records = self._account.records
            found = records.get_many(record_type, records.search(record_type, []))
            texts = records.displays(record_type, found)
            for record_id in sorted(found, key=int):
                self._remember(found[record_id], texts[record_id])
        return self._ids[record_type]

    def _learn(self, record: Record) -> None:
        if record.type in self._ids:
            self._remember(record, self._account.records.display(record.type, record.id))

    def _remember(self, record: Record, text: str) -> None:
        """Keep the names of a record; of two with one name the older one is meant."""
        names = (str(record.values[name]) for name in NAMES if record.values.get(name))
        for name in (text, *names):
            self._ids[record.type].setdefault(name.casefold(), record.id)


def _aware(value: date, account: Account) -> datetime:
    """Return an instant as the account's time zone has it, unless the file names a zone."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the zone is added below
    return value if value.tzinfo else value.replace(tzinfo=account.settings.zone)

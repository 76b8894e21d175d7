"""Records as JSON (documented: ``section_1545141500``, *Format of Sublists and Subrecords*).

``links`` first, then the properties by name; empty fields are left out (observed). Numbers and check boxes are JSON's own, dates ``YYYY-MM-DD``,
instants ISO 8601 in UTC with ``Z``, durations ``h:mm``. Sublists, parts and lists of references are ``{links}`` unless they are expanded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.model import Record
from landbridge.local.rest.faces import Face, Faces
from landbridge.local.rest.references import References, self_link
from landbridge.local.restservices import errors
from landbridge.recordtypes import Field, Kind, restenumerations
from landbridge.recordtypes.labels import label_of
from landbridge.recordtypes.restkinds import counts, points

ALWAYS = ("id", "externalId", "refName", "links")
"""Properties that every record has beside its fields; ``fields`` may name them."""

MODIFIED = "lastModifiedDate"
WITHOUT_INSTANT = ("account", "currency", "department", "expenseCategory", "projectTask", "term")
"""Types whose modification SOAP does not show and REST does (observed)."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a record is asked for. ``fields``: REST's names in lower case, empty for all."""

    expand: bool = False
    simple_enumerations: bool = False
    fields: frozenset[str] = frozenset()

    def wants(self, name: str) -> bool:
        """Say whether a property is asked for."""
        return not self.fields or name.lower() in self.fields


class Writer:
    """Writes the records of one answer."""

    def __init__(self, account: Account, faces: Faces, site: str, form: Form) -> None:
        self._account = account
        self._faces = faces
        self._form = form
        self.references = References(account, site)

    def records(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        """Return records of one or more types; what they refer to is looked up once."""
        self.references.know(
            pointed for record in records for pointed in self._pointed_at(self._face(record), record.values)
        )
        by_type: dict[str, list[str]] = {}
        for record in records:
            by_type.setdefault(record.type, []).append(record.id)
        texts = {
            (name, one): text for name, ids in by_type.items() for one, text in self._displays(name, ids)
        }
        return [self._record(record, texts.get((record.type, record.id), "")) for record in records]

    def record(self, record: Record) -> dict[str, Any]:
        """Return one record."""
        return self.records([record])[0]

    def _displays(self, name: str, ids: Iterable[str]) -> Iterable[tuple[str, str]]:
        return self._account.records.displays(name, ids).items()

    def _face(self, record: Record) -> Face:
        return self._faces.of(self._account.records.definition(record.type))

    def _record(self, record: Record, text: str) -> dict[str, Any]:
        face = self._face(record)
        check_names(face, self._form)
        address = self.references.address(record.type, record.id)
        properties = self._properties(face, record.values, address, top=True)
        properties |= {"id": record.id, "refName": text}
        if record.external_id:
            properties["externalId"] = record.external_id
        if record.type in WITHOUT_INSTANT:
            properties.setdefault(MODIFIED, instant_text(record.modified))
        chosen = {name: properties[name] for name in sorted(properties) if self._form.wants(name)}
        return {"links": self_link(address), **chosen}

    def _properties(
        self, face: Face, values: Mapping[str, Any], address: str, *, top: bool = False
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in values.items():
            rest_name = face.names.get(name)
            if rest_name is None or (top and not self._form.wants(rest_name)):
                continue
            found[rest_name] = self._property(face, name, value, f"{address}/{rest_name}")
        if top:
            for name in face.lines:
                rest_name = face.names[name]
                if self._form.wants(rest_name):
                    found.setdefault(rest_name, self._sublist(face, name, [], f"{address}/{rest_name}"))
        return found

    def _property(self, face: Face, name: str, value: Any, address: str) -> Any:
        if name in face.lines:
            return self._sublist(face, name, value, address)
        if name in face.parts:
            return self.part(face.parts[name], value, address, expand=self._form.expand)
        field = face.shape.fields[name]
        if field.kind is Kind.REF_LIST:
            return self._reference_list(field, value, address)
        return self.value(face.where, field, value)

    def _sublist(self, face: Face, name: str, lines: list[dict[str, Any]], address: str) -> dict[str, Any]:
        if not self._form.expand:
            return {"links": self_link(address)}
        inner = face.lines[name]
        items = [
            self.line(inner, line, f"{address}/{line_key(inner, line, place)}", expand=True)
            for place, line in enumerate(lines, start=1)
        ]
        return collection(address, items)

    def line(self, face: Face, line: Mapping[str, Any], address: str, *, expand: bool) -> dict[str, Any]:
        """Return a line of a sublist, ``address`` its own; unexpanded it is but its link."""
        properties = self._properties(face, line, address) if expand else {}
        return {"links": self_link(address), **dict(sorted(properties.items()))}

    def part(self, face: Face, value: Mapping[str, Any], address: str, *, expand: bool) -> dict[str, Any]:
        """Return a subrecord."""
        properties = self._properties(face, value, address) if expand else {}
        return {"links": self_link(address), **dict(sorted(properties.items()))}

    def _reference_list(self, field: Field, ids: Sequence[str], address: str) -> dict[str, Any]:
        if not self._form.expand:
            return {"links": self_link(address)}
        return collection(address, [self.references.document(field.refers_to, one) for one in ids])

    def value(self, where: str, field: Field, value: Any) -> Any:
        """Return the value of a field that is neither part nor list."""
        if points(field):
            return self._reference(where, field, str(value))
        if field.kind is Kind.ENUM and not restenumerations.is_text(where, field):
            return self._enumeration(restenumerations.ids_of(where, field).get(value, value), label_of(value))
        if field.kind is Kind.ENUM:
            return restenumerations.ids_of(where, field).get(value, value)
        if restenumerations.has_status(where, field):
            return self._enumeration(restenumerations.status_id(where, value), value)
        return scalar(field, value)

    def _reference(self, where: str, field: Field, value: str) -> Any:
        document = self.references.document(field.refers_to, value)
        if not restenumerations.is_listed(where, field):
            return document
        rest_id = restenumerations.listed_id(where, field, document["refName"], value)
        return self._enumeration(rest_id, document["refName"])

    def _enumeration(self, rest_id: str, text: str) -> Any:
        return rest_id if self._form.simple_enumerations else {"id": rest_id, "refName": text}

    def _pointed_at(self, face: Face, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        for name, value in values.items():
            if name in face.lines:
                if self._form.expand:
                    for line in value:
                        yield from self._pointed_at(face.lines[name], line)
            elif name in face.parts:
                yield from self._pointed_at(face.parts[name], value)
            else:
                field = face.shape.fields.get(name)
                if field is not None and points(field):
                    yield field.refers_to, str(value)
                elif field is not None and field.kind is Kind.REF_LIST:
                    yield from ((field.refers_to, one) for one in value)


def check_names(face: Face, form: Form) -> None:
    """Raise ``RestError`` 400 when ``fields`` names what the type has not (assumed)."""
    known = face.by_rest.keys() | {name.lower() for name in (*ALWAYS, MODIFIED)}
    for name in sorted(form.fields - known):
        raise errors.invalid_parameter(
            "fields", f"Invalid field name '{name[:100]}'. Provide a valid field name."
        )


def line_key(face: Face, line: Mapping[str, Any], place: int) -> str:
    """Return what stands in the address of a line: its key, where one field is the key, else its place from 1."""
    if len(face.keys) == 1 and line.get(face.keys[0]) is not None:
        return str(line[face.keys[0]])
    return str(place)


def collection(address: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a collection that is not paged."""
    return {
        "links": self_link(address),
        "count": len(items),
        "hasMore": False,
        "items": items,
        "offset": 0,
        "totalResults": len(items),
    }


def instant_text(value: datetime) -> str:
    """Write an instant: UTC, whole seconds, ``Z`` (documented: *Using Datetime Fields*)."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def duration_text(hours: float) -> str:
    """Write hours as ``h:mm``, to the minute."""
    minutes = round(abs(hours) * 60)
    return f"{'-' if hours < 0 and minutes else ''}{minutes // 60}:{minutes % 60:02d}"


def scalar(field: Field, value: Any) -> Any:
    """Return a text, number, check box, date, instant or duration as JSON has it."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if counts(field):
        return float(str(value).removesuffix("%"))
    return duration_text(value) if field.kind is Kind.DURATION else value

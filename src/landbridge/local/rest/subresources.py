"""What lies below a record: sublists, their lines, subrecords and referenced records (documented: ``section_159894563219``).

A line is added with POST to its sublist and changed with PATCH where the sublist has a key. Nothing below a record is deleted by itself: a PATCH
of the record with ``replace`` does that (documented: ``chapter_1545142407``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landbridge.local.access.model import Level
from landbridge.local.records.model import LineChanges, Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.rest import parameters, records
from landbridge.local.rest.faces import Face
from landbridge.local.rest.listing import page_document
from landbridge.local.rest.reading import Reader, document_of
from landbridge.local.rest.references import RECORD_PATH
from landbridge.local.rest.resources import Call, definition_of, loaded, may, may_view, record_of
from landbridge.local.rest.validation import validation_of
from landbridge.local.rest.writing import Form, Writer, line_key
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import COLLECTION, Answer
from landbridge.recordtypes import Kind
from landbridge.recordtypes.restkinds import points


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place below a record: the face and values there, and the address."""

    face: Face
    values: Mapping[str, Any]
    address: str


def read(call: Call, type_name: str, key: str, below: list[str]) -> Answer:
    """``GET /<type>/<id>/<sublist>[/<line>[/<part>...]]``, or the record that a field refers to."""
    definition = definition_of(call, type_name)
    may_view(call, definition)
    [record] = loaded(call, [record_of(call, definition, key)])
    spot = _Spot(call.face(definition), record.values, call.address(record))
    while True:
        name = _name(call, spot.face, below[0])
        address = f"{spot.address}/{spot.face.names[name]}"
        if name in spot.face.lines:
            lines = spot.values.get(name, [])
            if len(below) == 1:
                return _lines(call, spot.face.lines[name], lines, address)
            line, address = _line(call, spot.face.lines[name], lines, below[1], address)
            spot, below = _Spot(spot.face.lines[name], line, address), below[2:]
            if not below:
                return _answer_line(call, spot)
        elif name in spot.face.parts:
            spot = _Spot(spot.face.parts[name], spot.values.get(name, {}), address)
            below = below[1:]
            if not below:
                return Answer(200, _writer(call).part(spot.face, spot.values, spot.address, expand=True))
        else:
            if len(below) > 1:
                raise errors.no_such_resource(call.asked.path)
            return _field(call, spot, name, address)


def _name(call: Call, face: Face, rest_name: str) -> str:
    name = face.soap(rest_name)
    if name is None:
        raise errors.no_such_resource(call.asked.path)
    return name


def _writer(call: Call) -> Writer:
    form = Form(
        expand=parameters.flag(call.asked, "expandSubResources"),
        simple_enumerations=parameters.flag(call.asked, "simpleEnumFormat"),
    )
    return Writer(call.account, call.faces, call.asked.site, form)


def _lines(call: Call, face: Face, lines: list[dict[str, Any]], address: str) -> Answer:
    """Return a page of lines: their links, or with ``expandSubResources`` what they hold."""
    parameters.only(call.asked, "expandSubResources", "limit", "offset", "simpleEnumFormat")
    limit, offset = parameters.page(call.asked)
    writer = _writer(call)
    expand = parameters.flag(call.asked, "expandSubResources")
    places = list(enumerate(lines, start=1))[offset : offset + limit]
    items = [
        writer.line(face, line, f"{address}/{line_key(face, line, place)}", expand=expand)
        for place, line in places
    ]
    page = page_document(call, address, items, total=len(lines), limit=limit, offset=offset)
    return Answer(200, page, COLLECTION)


def _line(
    call: Call, face: Face, lines: list[dict[str, Any]], key: str, address: str
) -> tuple[dict[str, Any], str]:
    for place, line in enumerate(lines, start=1):
        if line_key(face, line, place) == key:
            return line, f"{address}/{key}"
    raise errors.no_such_resource(call.asked.path)


def _answer_line(call: Call, spot: _Spot) -> Answer:
    parameters.only(call.asked, "expandSubResources", "simpleEnumFormat")
    return Answer(200, _writer(call).line(spot.face, spot.values, spot.address, expand=True))


def _field(call: Call, spot: _Spot, name: str, address: str) -> Answer:
    """Return the record behind a reference, or the references of a list of them."""
    parameters.only(call.asked, "expandSubResources", "fields", "simpleEnumFormat")
    field, value = spot.face.shape.fields[name], spot.values.get(name)
    if field.kind is Kind.REF_LIST:
        items = [_writer(call).references.document(field.refers_to, one) for one in value or ()]
        page = page_document(call, address, items, total=len(items), limit=parameters.LARGEST_PAGE, offset=0)
        return Answer(200, page, COLLECTION)
    if not points(field) or value is None:
        raise errors.no_such_resource(call.asked.path)
    found = call.account.records.looking.record(field.refers_to, str(value))
    if found is None:
        raise errors.no_such_resource(call.asked.path)
    may_view(call, call.account.records.definition(found.type))
    writer = Writer(call.account, call.faces, call.asked.site, records.form_of(call))
    return Answer(200, writer.record(found))


# Writing


def add_line(call: Call, type_name: str, key: str, rest_name: str) -> Answer:
    """``POST /<type>/<id>/<sublist>``: one more line; 204 and its address."""
    parameters.only(call.asked)
    definition, record, name = _sublist(call, type_name, key, rest_name)
    face = call.face(definition).lines[name]
    sent = _read_line(call, face)
    _save_lines(call, definition, record, name, sent)
    after = call.account.records.get(definition.name, record.id)
    lines = after.values.get(name, []) if after else []
    place = len(lines)
    address = f"{call.asked.site}{RECORD_PATH}/{type_name}/{record.id}/{rest_name}"
    location = f"{address}/{line_key(face, lines[-1], place)}" if lines else address
    return Answer(204, headers={"Location": location})


def change_line(call: Call, type_name: str, key: str, rest_name: str, line_id: str) -> Answer:
    """``PATCH /<type>/<id>/<sublist>/<line>``, where the sublist has a key (documented: others are replaced whole)."""
    parameters.only(call.asked)
    definition, record, name = _sublist(call, type_name, key, rest_name)
    face = call.face(definition).lines[name]
    if not face.keys:
        raise errors.refused(
            400,
            f"The lines of {rest_name} have no key. Replace the sublist instead.",
            "INVALID_REQUEST",
            url=call.asked.path,
        )
    line, _ = _line(call, face, record.values.get(name, []), line_id, "")
    sent = _read_line(call, face)
    keys = {one: line[one] for one in face.keys if one in line}
    _save_lines(call, definition, record, name, {**sent, **keys})
    return Answer(204, headers={"Location": f"{call.asked.site}{call.asked.path}"})


def change_part(call: Call, type_name: str, key: str, rest_name: str) -> Answer:
    """``PATCH /<type>/<id>/<subrecord>``."""
    parameters.only(call.asked)
    definition = definition_of(call, type_name)
    may(call, definition, Level.EDIT)
    record = record_of(call, definition, key)
    document = document_of(call.asked.body)
    records.save(call, definition, {rest_name: document}, record)
    return Answer(204, headers={"Location": f"{call.asked.site}{call.asked.path}"})


def is_part(call: Call, type_name: str, rest_name: str) -> bool:
    """Say whether a name below a record is a subrecord."""
    face = call.face(definition_of(call, type_name))
    return face.soap(rest_name) in face.parts


def _sublist(call: Call, type_name: str, key: str, rest_name: str) -> tuple[TypeDefinition, Record, str]:
    definition = definition_of(call, type_name)
    may(call, definition, Level.EDIT)
    record = record_of(call, definition, key)
    name = _name(call, call.face(definition), rest_name)
    inner = call.face(definition).lines.get(name)
    if inner is None or inner.shape.sublist is None or inner.shape.sublist.computed:
        raise errors.invalid_method(call.asked.method, call.asked.path, ("GET",))
    return definition, record, name


def _read_line(call: Call, face: Face) -> dict[str, Any]:
    reader = Reader(call.account, face, validation_of(call.asked))
    return reader.line(face, document_of(call.asked.body))


def _save_lines(
    call: Call, definition: TypeDefinition, record: Record, name: str, line: dict[str, Any]
) -> None:
    records.saved(call, definition, record, {name: LineChanges([line], replace_all=False)})

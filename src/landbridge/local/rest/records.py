"""One record: read, created, changed, upserted, deleted (documented: ``section_1545141500`` and its neighbours)."""

from __future__ import annotations

from typing import Any

from landbridge.local.access.model import Level
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import UNCHANGED, Record, SaveResult, Unchanged
from landbridge.local.records.types import TypeDefinition
from landbridge.local.rest import parameters, proposal
from landbridge.local.rest.faces import Face
from landbridge.local.rest.reading import Reader, document_of
from landbridge.local.rest.resources import (
    EXTERNAL,
    Call,
    by_external_id,
    definition_of,
    loaded,
    may,
    may_view,
    record_of,
)
from landbridge.local.rest.validation import Validation, validation_of
from landbridge.local.rest.writing import Form, Writer
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Answer

SELECTED = "replaceSelectedFields"


def read(call: Call, type_name: str, key: str) -> Answer:
    """``GET /<type>/<id>``."""
    parameters.only(call.asked, "expandSubResources", "fields", "simpleEnumFormat")
    definition = definition_of(call, type_name)
    may_view(call, definition)
    record = record_of(call, definition, key)
    return Answer(
        200,
        Writer(call.account, call.faces, call.asked.site, form_of(call)).record(loaded(call, [record])[0]),
    )


def form_of(call: Call) -> Form:
    """Return how a record is asked for."""
    return Form(
        expand=parameters.flag(call.asked, "expandSubResources"),
        simple_enumerations=parameters.flag(call.asked, "simpleEnumFormat"),
        fields=frozenset(name.lower() for name in parameters.names(call.asked, "fields")),
    )


def create(call: Call, type_name: str) -> Answer:
    """``POST /<type>``: 204 and the address of the new record."""
    parameters.only(call.asked, "replace")
    definition = definition_of(call, type_name)
    return save(call, definition, document_of(call.asked.body), None)


def update(call: Call, type_name: str, key: str) -> Answer:
    """``PATCH /<type>/<id>``."""
    parameters.only(call.asked, "replace", SELECTED)
    definition = definition_of(call, type_name)
    may(call, definition, Level.EDIT)
    record = record_of(call, definition, key)
    return save(call, definition, document_of(call.asked.body), record)


def upsert(call: Call, type_name: str, key: str) -> Answer:
    """``PUT /<type>/eid:<externalId>``: creates or changes. Only an external id says what is meant (documented)."""
    parameters.only(call.asked, "replace", SELECTED)
    definition = definition_of(call, type_name)
    if not key.startswith(EXTERNAL):
        raise errors.invalid_id(key, call.asked.path)
    may(call, definition, Level.CREATE)
    record = by_external_id(call, definition, key)
    document = {**document_of(call.asked.body), "externalId": key.removeprefix(EXTERNAL)}
    return save(call, definition, document, record)


def delete(call: Call, type_name: str, key: str) -> Answer:
    """``DELETE /<type>/<id>``."""
    parameters.only(call.asked)
    definition = definition_of(call, type_name)
    may(call, definition, Level.FULL)
    record = record_of(call, definition, key)
    try:
        failed = call.account.records.delete(call.session, definition.name, record.id)
    except RecordError as error:
        raise errors.of_record(error, url=call.asked.path) from None
    if failed is not None:
        raise errors.of_record(RecordError(failed.code, failed.message))
    return Answer(204)


def save(
    call: Call,
    definition: TypeDefinition,
    document: dict[str, Any],
    record: Record | None,
    proposed: dict[str, Any] | None = None,
) -> Answer:
    """Save what a body says, over what was ``proposed``; answer 204 with the record's address. Raises ``RestError``."""
    validation = validation_of(call.asked)
    face = call.face(definition)
    reader = Reader(
        call.account,
        face,
        validation,
        replace=_replaced(call, face),
        before=record.values if record else proposed,
    )
    sent = reader.read(document)
    values = proposal.over(proposed or {}, sent.values)
    if record is not None:
        _clear_selected(call, face, document, values)
    return saved(call, definition, record, values, external_id=sent.external_id, validation=validation)


def saved(
    call: Call,
    definition: TypeDefinition,
    record: Record | None,
    values: dict[str, Any],
    *,
    external_id: str | Unchanged | None = UNCHANGED,
    validation: Validation | None = None,
) -> Answer:
    """Save values; answer 204 with the record's address. Raises ``RestError``."""
    try:
        result = call.account.records.save(
            call.session,
            definition.name,
            values,
            id=record.id if record else None,
            external_id=external_id,
        )
    except RecordError as error:
        path = path_of(call.face(definition), error.field)
        raise errors.of_record(error, path=path, url=call.asked.path) from None
    headers = {"Location": call.address(result.record)} | (validation.headers() if validation else {})
    _told(result, headers)
    return Answer(204, headers=headers)


def _told(result: SaveResult, headers: dict[str, str]) -> None:
    """Raise what an afterSubmit script threw, with the address of the record, which stands (assumed)."""
    failed = result.after_submit_error
    if failed is not None:
        error = errors.of_record(RecordError(failed.code, failed.message))
        raise errors.RestError(error.status, error.details, headers)


def path_of(face: Face, field: str | None) -> str:
    """Return the JSON path of a field's SOAP path (``itemList.item``), empty where there is none."""
    if not field:
        return ""
    name, _, rest = field.partition(".")
    own = face.names.get(name, name)
    inner = face.lines.get(name) or face.parts.get(name)
    if not rest or inner is None:
        return own
    return f"{own}.items.{path_of(inner, rest)}" if name in face.lines else f"{own}.{path_of(inner, rest)}"


def _replaced(call: Call, face: Face) -> frozenset[str]:
    """Return the SOAP names of the sublists that ``replace`` names. Raises ``RestError`` 400."""
    found = set()
    for name in parameters.names(call.asked, "replace"):
        soap = face.soap(name)
        if soap is None:
            raise errors.invalid_parameter("replace", f"There is no sublist or field '{name[:100]}'.")
        found.add(soap)
    return frozenset(found & face.lines.keys())


def _clear_selected(call: Call, face: Face, document: dict[str, Any], values: dict[str, Any]) -> None:
    """With ``replaceSelectedFields``, clear the body fields that ``replace`` names and the body does not, and no others (documented)."""
    if not parameters.flag(call.asked, SELECTED):
        return
    named = {face.soap(name) for name in parameters.names(call.asked, "replace")}
    sent = {face.soap(name) for name in document}
    for name in named - sent - {None}:
        values[str(name)] = None
    unnamed = [name for name, value in values.items() if value is None and name not in named]
    if unnamed:
        path = face.names[unnamed[0]]
        raise errors.invalid_body(f"With {SELECTED}, a field to clear stands in the parameter replace.", path)

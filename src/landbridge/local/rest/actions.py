"""What an address can do to a record beside reading and writing it: ``!transform``, ``!attach``, ``!detach``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import LineChanges, Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.rest import errors, parameters, records
from landbridge.local.rest.gate import Answer
from landbridge.local.rest.reading import document_of
from landbridge.local.rest.resources import Call, definition_of, may_view, record_of


def operation(call: Call, kind: str, key: str, action: str, rest: list[str]) -> Callable[[], Answer]:
    """Return the operation of ``/<type>/<id>/!<action>/...``. Raises ``RestError`` 404 or, for what is not there yet, 501."""
    match action, rest:
        case "!transform", [target]:
            return partial(transform, call, kind, key, target)
        case "!attach", [other, other_key]:
            return partial(attach, call, kind, key, other, other_key)
        case "!detach", [other, other_key]:
            return partial(detach, call, kind, key, other, other_key)
    raise errors.no_such_resource(call.asked.path)


def transform(call: Call, kind: str, key: str, target: str) -> Answer:
    """``POST /<type>/<id>/!transform/<target>``: the document that NetSuite would propose, changed by the body, saved."""
    parameters.only(call.asked, "replace")
    source_type, target_type = definition_of(call, kind), definition_of(call, target)
    may_view(call, source_type)
    source = record_of(call, source_type, key)
    document = document_of(call.asked.body) if call.asked.body.strip() else {}
    try:
        proposal = call.account.records.propose(source.type, source.id, target_type.name)
    except RecordError as error:
        raise errors.of_record(error, url=call.asked.path) from None
    return records.save(call, target_type, document, None, dict(proposal.values))


ROLES = "contactRolesList"


def attach(call: Call, kind: str, key: str, other: str, other_key: str) -> Answer:
    """``POST /<type>/<id>/!attach/contact/<id>``: the contact joins the record's contacts, in the ``role`` of the body (documented)."""
    target, record, contact = _contact(call, kind, key, other, other_key)
    document = document_of(call.asked.body) if call.asked.body.strip() else {}
    line = {"contact": {"id": contact.id}, **({"role": document["role"]} if "role" in document else {})}
    name = call.face(target).names[ROLES]
    records.save(call, target, {name: {"items": [line]}}, record)
    return Answer(204)


def detach(call: Call, kind: str, key: str, other: str, other_key: str) -> Answer:
    """``POST /<type>/<id>/!detach/contact/<id>``."""
    target, record, contact = _contact(call, kind, key, other, other_key)
    lines = [line for line in record.values.get(ROLES, ()) if line.get("contact") != contact.id]
    records.saved(call, target, record, {ROLES: LineChanges(lines)})
    return Answer(204)


def _contact(
    call: Call, kind: str, key: str, other: str, other_key: str
) -> tuple[TypeDefinition, Record, Record]:
    parameters.only(call.asked)
    target, attached = definition_of(call, kind), definition_of(call, other)
    if attached.name != "contact" or ROLES not in target.shape.lists:
        raise errors.unsupported(
            f"attaching {other[:60]} records to {kind[:60]} records", url=call.asked.path
        )
    return target, record_of(call, target, key), record_of(call, attached, other_key)

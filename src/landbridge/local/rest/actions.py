"""What an address can do to a record beside reading and writing it: ``!transform``, ``!attach``, ``!detach``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from landbridge.local.access.model import Level
from landbridge.local.records.attachments import CONTACT, HOLDERS, Attachment, Change, attached, detached
from landbridge.local.records.errors import RecordError
from landbridge.local.rest import parameters, records
from landbridge.local.rest.reading import document_of
from landbridge.local.rest.resources import Call, definition_of, may, may_view, record_of
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Answer


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
    may(call, target_type, Level.CREATE)
    source = record_of(call, source_type, key)
    document = document_of(call.asked.body) if call.asked.body.strip() else {}
    try:
        proposal = call.account.records.propose(source.type, source.id, target_type.name, call.sees)
    except RecordError as error:
        raise errors.of_record(error, url=call.asked.path) from None
    return records.save(call, target_type, document, None, dict(proposal.values))


def attach(call: Call, kind: str, key: str, other: str, other_key: str) -> Answer:
    """``POST /<type>/<id>/!attach/contact/<id>``: the contact is attached, in the ``role`` of the body (documented)."""
    pair = _attachment(call, kind, key, other, other_key)
    return _changed(call, attached, pair)


def detach(call: Call, kind: str, key: str, other: str, other_key: str) -> Answer:
    """``POST /<type>/<id>/!detach/contact/<id>``."""
    pair = _attachment(call, kind, key, other, other_key)
    return _changed(call, detached, pair)


def _attachment(call: Call, kind: str, key: str, other: str, other_key: str) -> Attachment:
    parameters.only(call.asked)
    holder, contact = definition_of(call, kind), definition_of(call, other)
    if contact.name != CONTACT or holder.name not in HOLDERS:
        raise errors.unsupported(
            f"attaching {other[:60]} records to {kind[:60]} records", url=call.asked.path
        )
    # One of the two is changed, which is judged where it is saved; the other one is seen (assumed).
    may_view(call, holder)
    may_view(call, contact)
    return Attachment(record_of(call, holder, key), record_of(call, contact, other_key), _role(call))


def _role(call: Call) -> str:
    """Return the id of the body's ``role``; there may be no body. Raises ``RestError`` 400."""
    document = document_of(call.asked.body) if call.asked.body.strip() else {}
    role = document.get("role")
    found = role.get("id") if isinstance(role, dict) else role
    if found is None:
        return ""
    if not str(found).isdigit() or not call.account.records.looking.exists("contactRole", str(found)):
        raise errors.invalid_body("There is no such role.", "role")
    return str(found)


def _changed(call: Call, change: Callable[[Attachment], Change], pair: Attachment) -> Answer:
    try:
        record, values = change(pair)
    except RecordError as error:
        if error.code == "FEATURE_UNAVAILABLE":
            raise errors.unsupported(
                "a contact of several companies, or with a role at one", url=call.asked.path
            ) from None
        raise errors.of_record(error, url=call.asked.path) from None
    records.saved(call, call.account.records.definition(record.type), record, values)
    return Answer(204)

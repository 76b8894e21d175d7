"""Controls of records: saving in any execution context, reading what is stored, the mail that scripts sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.access.model import Context, Session
from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.control.people import user_named
from landbridge.local.records.errors import does_not_exist
from landbridge.local.records.model import UNCHANGED, Record
from landbridge.local.records.values import from_json, instant_text, to_json

controls = Controls()

Type = Annotated[str, "Record type, such as customer."]


def _shown(record: Record) -> dict[str, Any]:
    return {
        "type": record.type,
        "id": record.id,
        "external_id": record.external_id,
        "created": instant_text(record.created),
        "modified": instant_text(record.modified),
        "values": to_json(record.values),
    }


def _context(name: str) -> Context:
    try:
        return Context(name)
    except ValueError as error:
        raise ControlRefusal(f"{name!r} is no execution context") from error


NOT_GIVEN = "\0"
"""The default of an external id: NetSuite has no such text."""


@controls.declare("POST", "/save")
def save(
    account: Account,
    *,
    type: Type,  # noqa: A002 - as it is typed
    values: Annotated[dict[str, Any], "Field values by SOAP name or script id; null clears."],
    id: Annotated[str | None, "Internal id of the record to change; without it a new one."] = None,  # noqa: A002 - NetSuite's name
    external_id: Annotated[str | None, "External id; null clears it."] = NOT_GIVEN,
    context: Annotated[str, "Execution context."] = Context.USERINTERFACE.value,
    user: Annotated[str | None, "Who saves, id or e-mail; the first administrator without it."] = None,
    event: Annotated[str | None, "User event type, when it is neither create nor edit."] = None,
    script_type: Annotated[str | None, "SuiteScript type: lead, prospect, customer."] = None,
) -> dict[str, Any]:
    """Save a record in any execution context; answers it with what afterSubmit threw."""
    definition = account.records.definition(type)
    fields = definition.fields
    sent = {
        name: from_json(fields[name], value) if name in fields else value for name, value in values.items()
    }
    who = user_named(account, user)
    result = account.records.save(
        Session(who.id, who.role_ids[0], _context(context), origin="control"),
        type,
        sent,
        id=id,
        external_id=UNCHANGED if external_id == NOT_GIVEN else external_id,
        event=event,
        script_type=script_type,
    )
    failure = result.after_submit_error
    return {
        **_shown(result.record),
        "after_submit_error": failure and {"code": failure.code, "message": failure.message},
    }


@controls.declare("POST", "/delete")
def delete(
    account: Account,
    *,
    type: Type,  # noqa: A002 - as it is typed
    id: Annotated[str, "Internal id."],  # noqa: A002 - NetSuite's name
    context: Annotated[str, "Execution context."] = Context.USERINTERFACE.value,
    user: Annotated[str | None, "Who deletes, id or e-mail; the first administrator without it."] = None,
) -> dict[str, Any]:
    """Delete a record in any execution context; answers what afterSubmit threw."""
    who = user_named(account, user)
    session = Session(who.id, who.role_ids[0], _context(context), origin="control")
    failure = account.records.delete(session, type, id)
    return {"after_submit_error": failure and {"code": failure.code, "message": failure.message}}


@controls.declare("POST", "/merge")
def merge(
    account: Account,
    *,
    type: Annotated[str, "Record type: customer, vendor or contact."],  # noqa: A002 - as it is typed
    id: Annotated[str, "Internal id of the duplicate, which goes."],  # noqa: A002 - NetSuite's name
    into: Annotated[str, "Internal id of the record that stays."],
    user: Annotated[str | None, "Who merges, id or e-mail; the first administrator without it."] = None,
) -> dict[str, Any]:
    """Merge a duplicate into another record, as Manage Duplicates does; answers the record that stays."""
    who = user_named(account, user)
    session = Session(who.id, who.role_ids[0], Context.USERINTERFACE, origin="control")
    return _shown(account.records.merge(session, type, id, into))


@controls.declare("GET", "/records/{type}")
def records(account: Account, *, type: Type) -> list[dict[str, Any]]:  # noqa: A002 - as it is typed
    """Every stored record of a type, by id."""
    account.records.definition(type)
    found = account.records.get_many(type, account.records.search(type, []))
    return [_shown(found[record_id]) for record_id in sorted(found, key=int)]


@controls.declare("GET", "/records/{type}/{id}")
def record(
    account: Account,
    *,
    type: Type,  # noqa: A002 - as it is typed
    id: Annotated[str, "Internal id."],  # noqa: A002 - NetSuite's name
) -> dict[str, Any]:
    """One stored record."""
    found = account.records.get(type, id)
    if found is None:
        raise does_not_exist()
    return _shown(found)


@controls.declare("GET", "/timeline")
def timeline(account: Account) -> list[dict[str, Any]]:
    """The last saves, oldest first: when each was committed and when its scripts had ended."""
    return [to_json(asdict(saved)) for saved in account.records.timeline.rows()]


@controls.declare("GET", "/outbox")
def outbox(account: Account) -> list[dict[str, Any]]:
    """Mail that scripts sent, oldest first."""
    return [to_json(asdict(mail)) for mail in account.outbox.messages()]

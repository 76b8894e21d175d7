"""Types and records as addresses name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.account import Account
from landbridge.local.records.entities import script_type_of
from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.records.model import Record
from landbridge.local.records.types import TypeDefinition
from landbridge.local.rest.faces import Face, Faces
from landbridge.local.rest.reading import EXTERNAL_ID
from landbridge.local.rest.references import RECORD_PATH
from landbridge.local.restservices import errors
from landbridge.local.restservices.gate import Asked, require
from landbridge.recordtypes import restnames

EXTERNAL = "eid:"


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the gate let through."""

    account: Account
    faces: Faces
    asked: Asked
    session: Session

    def face(self, definition: TypeDefinition) -> Face:
        """Return how a type looks in REST."""
        return self.faces.of(definition)

    def sees(self, record_type: str) -> bool:
        """Say whether the role may view records of a type."""
        permission = self.account.records.permission(record_type)
        return self.account.access.level(self.session, permission) >= Level.VIEW

    def address(self, record: Record) -> str:
        """Return the address of a record."""
        return f"{self.asked.site}{RECORD_PATH}/{restnames.type_name(record.type)}/{record.id}"


def type_names(account: Account) -> dict[str, str]:
    """Return the account's names of all types by REST's in lower case: an address may write them in any case (documented by example)."""
    return {restnames.type_name(name).lower(): name for name in account.records.types.names()}


def definition_of(call: Call, rest_name: str) -> TypeDefinition:
    """Return the type that an address names. Raises ``RestError`` 404."""
    name = type_names(call.account).get(rest_name.lower())
    if name is None:
        raise errors.unknown_type(rest_name, call.asked.path)
    return call.account.records.definition(name)


def may(call: Call, definition: TypeDefinition, level: Level) -> None:
    """Raise ``RestError`` 403 unless the role has a type's permission at ``level``.

    Asked before a record is looked for: who may not see it learns nothing of whether it is there.
    """
    require(call.account, call.session, definition.permission, level)


def may_view(call: Call, definition: TypeDefinition) -> None:
    """Raise ``RestError`` 403 unless the role may view records of a type."""
    may(call, definition, Level.VIEW)


def may_search(call: Call, definition: TypeDefinition) -> None:
    """Raise ``RestError`` 403 unless the role may view records of a type, and search at all."""
    may_view(call, definition)
    try:
        call.account.access.require_search(
            call.session, transactions=definition.permission.startswith("TRAN_")
        )
    except PermissionMissing as missing:
        raise errors.permission_missing(missing.permission) from None


def record_of(call: Call, definition: TypeDefinition, key: str) -> Record:
    """Return the record of an address, by internal id or ``eid:``. Raises ``RestError`` 404 or 400."""
    if key.startswith(EXTERNAL):
        found = by_external_id(call, definition, key)
        if found is None:
            raise errors.no_instance(call.asked.path, key.removeprefix(EXTERNAL))
        return found
    digits = key.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise errors.invalid_id(key, call.asked.path)
    record = call.account.records.get(definition.name, key)
    if record is None:
        raise errors.no_instance(call.asked.path)
    return record


def records_of(call: Call, definition: TypeDefinition, keys: Sequence[str]) -> list[Record]:
    """Return the records of several keys in their order, internal ids or ``eid:``. Raises ``RestError`` 404 when one is missing, or 400."""
    external = {key: _external_id(call, key) for key in keys if key.startswith(EXTERNAL)}
    found = call.account.records.get_many(definition.name, [key for key in keys if key not in external])
    named = call.account.records.by_external_ids(definition.name, list(external.values()))
    found |= {key: named[one] for key, one in external.items() if one in named}
    for key in keys:
        if key not in found:
            raise errors.no_instance(call.asked.path, key.removeprefix(EXTERNAL))
    return [found[key] for key in keys]


def by_external_id(call: Call, definition: TypeDefinition, key: str) -> Record | None:
    """Return the record with the external id of ``eid:...``, or ``None``. Raises ``RestError`` 400 for what can be none."""
    return call.account.records.by_external_id(definition.name, _external_id(call, key))


def _external_id(call: Call, key: str) -> str:
    external_id = key.removeprefix(EXTERNAL)
    if not EXTERNAL_ID.fullmatch(external_id):
        raise errors.invalid_id(key, call.asked.path)
    return external_id


def loaded(call: Call, records: Sequence[Record]) -> list[Record]:
    """Run the beforeLoad scripts of records that are read whole (assumed, as for SOAP's get); return them as a reader sees them.

    Raises ``RestError`` 400 for what a script threw.
    """
    shown = call.account.records.shown(records, with_open=False, sees=call.sees)
    if call.session.fires_user_events:
        for record in shown:
            _before_load(call, record)
    return shown


def _before_load(call: Call, record: Record) -> None:
    try:
        call.account.scripting.before_load(
            call.session, "view", script_type_of(record.type, record.values), record
        )
    except ScriptFailure as failure:
        raise errors.of_record(RecordError(failure.code, failure.message)) from None

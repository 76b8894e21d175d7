"""Mass Update (Lists > Mass Update): one value for a field of many records.

The event is xedit (documented: ``SuiteScript 2.x User Event``). The context is CUSTOMMASSUPDATE: help describes it as that of a
mass update (``section_157960811083``); that the plain one has it too is assumed, and what the scripts that must ignore mass
updates go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.fieldtexts import FieldTexts
from landbridge.local.records.entities import type_name
from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import Field

if TYPE_CHECKING:
    from landbridge.local.account import Account

PERMISSION = "LIST_MASSUPDATES"
ORIGIN = "mass update"


class MassUpdateRefused(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """An update that cannot be done at all; the text says why."""


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """What became of one record: updated, or the error that refused it."""

    id: str
    code: str = ""
    message: str = ""


def mass_update(
    account: Account,
    session: Session,
    record_type: str,
    field: str,
    text: str,
    *,
    ids: Sequence[str] = (),
    search: str = "",
) -> list[UpdateResult]:
    """Give ``field`` (SuiteScript id) the value ``text`` in the records ``ids``, or in those that a saved search finds.

    ``record_type`` is a SuiteScript type or the id of a custom record type. Raises :class:`MassUpdateRefused`, ``RecordError``
    for a text that is no value of the field, ``PermissionMissing``.
    """
    account.access.require(session, PERMISSION, Level.VIEW)
    name = type_name(record_type)
    account.access.require(session, account.records.permission(name), Level.EDIT)
    changed = _field(account.records.definition(name), field)
    value = FieldTexts(account).value(changed, text)
    chosen = list(ids) if ids else _found(account, name, search)
    saving = replace(session, context=Context.CUSTOMMASSUPDATE, origin=ORIGIN)
    return [_updated(account, saving, name, one, {changed.name: value}) for one in chosen]


def updatable(account: Account, record_type: str) -> list[Field]:
    """Return the fields of a type that can be updated, by label. Raises ``RecordError`` INVALID_RCRD_TYPE."""
    found = account.records.definition(type_name(record_type)).entered
    return sorted(found, key=lambda field: field.label)


def _field(definition: TypeDefinition, wanted: str) -> Field:
    field = definition.field_of(wanted)
    if field is None or field not in definition.entered:
        raise MassUpdateRefused(f"The field {wanted!r} cannot be updated.")
    return field


def _found(account: Account, record_type: str, search: str) -> list[str]:
    if not search:
        raise MassUpdateRefused("Say which records: internal ids or a saved search.")
    saved = account.records.saved_searches.find("", search) or account.records.saved_searches.find(search, "")
    if saved is None:
        raise MassUpdateRefused(f"There is no saved search {search!r}.")
    if saved.record_type != record_type:
        raise MassUpdateRefused(
            f"The saved search {saved.title!r} searches other records: {saved.record_type}."
        )
    return sorted(account.records.search(record_type, saved.criteria), key=int)


def _updated(
    account: Account, session: Session, record_type: str, record_id: str, values: dict[str, object]
) -> UpdateResult:
    try:
        if not record_id.isdecimal():
            raise does_not_exist()
        account.records.save(session, record_type, values, id=record_id, event="xedit")
    except RecordError as error:
        return UpdateResult(record_id, error.code, error.message)
    return UpdateResult(record_id)

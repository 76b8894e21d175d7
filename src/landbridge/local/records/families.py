"""What some criteria of a family's search mean: which members, which states, which fields.

``TransactionSearchBasic`` and ``ItemSearchBasic`` ask for types by names of their own (schema: TransactionType, ItemType,
ItemSubType), and for a transaction's status by TransactionStatus, where the record shows a text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from landbridge.local.records.conditions import only_value, wanted_values
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.records.types import TypeDefinition
from landbridge.recordtypes import RECORD_TYPES, transactions

MAIN_LINE = "mainLine"


def _members(definition: TypeDefinition) -> tuple[str, ...]:
    return definition.members or (definition.name,)


def _is_transaction(definition: TypeDefinition) -> bool:
    kind = RECORD_TYPES.get(_members(definition)[0])
    return kind is not None and kind.searched_as == transactions.FAMILY


def is_own_meaning(definition: TypeDefinition, name: str) -> bool:
    """Say whether a criterion asks for something else than what fields hold: a type, a status, the main line."""
    if name == MAIN_LINE or _called(definition, name):
        return True
    return _is_transaction(definition) and name in ("status", "approvalStatus", "recordType")


def _called(definition: TypeDefinition, name: str) -> dict[str, list[str]]:
    """Return the members by what the criterion ``name`` calls them; nothing when it is no such criterion."""
    called: dict[str, list[str]] = {}
    for member in _members(definition):
        kind = RECORD_TYPES.get(member)
        for criterion, value in kind.search_values if kind is not None else ():
            if criterion == name:
                called.setdefault(value, []).append(member)
    return called


def translated(definition: TypeDefinition, criterion: Criterion) -> Criterion:
    """Return a criterion in terms of what is stored: SOAP names approval statuses by words, records by entries of a list.

    Raises ``RecordError`` INVALID_SEARCH_VALUE.
    """
    if criterion.field != "approvalStatus" or not _is_transaction(definition):
        return criterion
    wanted, _ = wanted_values(criterion)
    if any(value not in transactions.APPROVAL_STATUSES for value in wanted):
        raise RecordError("INVALID_SEARCH_VALUE", "There is no such approval status.", field=criterion.field)
    return replace(criterion, values=tuple(transactions.APPROVAL_STATUSES[value] for value in wanted))


def members_meant(definition: TypeDefinition, criterion: Criterion) -> tuple[str, ...] | None:
    """Return the record types that a criterion such as ``type`` names, ``None`` when it asks for something else.

    Raises ``RecordError`` INVALID_SEARCH_VALUE for a type that the account does not keep.
    """
    if criterion.field == "recordType" and _is_transaction(definition):
        return _script_types_meant(definition, criterion)
    called = _called(definition, criterion.field)
    if not called:
        return None
    wanted, _ = wanted_values(criterion)
    unknown = [value for value in wanted if value not in called]
    if unknown:
        raise RecordError(
            "INVALID_SEARCH_VALUE",
            f"The local account keeps no {definition.name} whose {criterion.field} is {unknown[0][:60]!r}.",
            field=criterion.field,
        )
    found = {name for value in wanted for name in called[value]}
    keep = criterion.operator == "anyOf"
    return tuple(name for name in _members(definition) if (name in found) is keep)


_FITS: dict[str, Callable[[str, str], bool]] = {
    "is": lambda name, text: name == text,
    "isNot": lambda name, text: name != text,
    "contains": lambda name, text: text in name,
    "doesNotContain": lambda name, text: text not in name,
    "startsWith": lambda name, text: name.startswith(text),
    "doesNotStartWith": lambda name, text: not name.startswith(text),
}


def _script_types_meant(definition: TypeDefinition, criterion: Criterion) -> tuple[str, ...]:
    """Return the record types whose SuiteScript type fits a text, big and small letters alike (``VendorBill``: vendorbill)."""
    text = str(only_value(criterion)).lower()
    fits = _FITS.get(criterion.operator)
    if fits is None:
        raise RecordError(
            "INVALID_SEARCH_OPERATOR",
            f"recordType is not searched with {criterion.operator}.",
            field="recordType",
        )
    found = tuple(
        name for name in _members(definition) if fits(RECORD_TYPES[name].script_types[0].lower(), text)
    )
    if not found:
        raise RecordError(
            "INVALID_SEARCH_VALUE",
            f"The local account keeps no {definition.name} whose recordType {criterion.operator} {text[:60]!r}.",
            field="recordType",
        )
    return found


def states_meant(definition: TypeDefinition, criterion: Criterion) -> list[tuple[str, str]] | None:
    """Return the states (type, text) that a transaction's ``status`` criterion names, ``None`` for other criteria.

    Raises ``RecordError`` INVALID_SEARCH_VALUE for a state that no transaction of the account can be in.
    """
    if criterion.field != "status" or not _is_transaction(definition):
        return None
    wanted, _ = wanted_values(criterion)
    found: list[tuple[str, str]] = []
    for value in wanted:
        states = [
            (name, state.text)
            for name, known in transactions.STATES.items()
            for state in known
            if state.value == value
        ]
        if not states:
            raise RecordError(
                "INVALID_SEARCH_VALUE", f"No transaction here has the status {value[:60]!r}.", field="status"
            )
        found += states
    return found


def meanings_of(definition: TypeDefinition, name: str) -> Sequence[str]:
    """Return the paths of the fields that a criterion of a family looks into, nothing where it has no such meaning."""
    if not _is_transaction(definition):
        return ()
    return ("approvalStatus",) if name == "approvalStatus" else transactions.CRITERIA.get(name, ((), ()))[1]

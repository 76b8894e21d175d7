"""Enumerations as REST has them: ``{id, refName}`` with ids of REST's own.

A value without an entry in the tables of ``restids`` is SOAP's without its underscore.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from landbridge.recordtypes import Field, Kind
from landbridge.recordtypes.restids import BY_ENUMERATION, BY_FIELD
from landbridge.recordtypes.transactions import STATES

AS_TEXT = {"customer.stage", "supportCase.stage"}
"""Enumerations of SOAP that are plain text in REST, in capitals (kind observed, spelling assumed as in SuiteQL)."""


def is_text(where: str, field: Field) -> bool:
    """Say whether an enumeration is no object in REST."""
    return f"{where}.{field.name}" in AS_TEXT or not field.values


@cache
def ids_of(where: str, field: Field) -> Mapping[str, str]:
    """Return REST's ids by stored value of a field of ``where`` (``projectTask.predecessorList``)."""
    if is_text(where, field):
        return {value: value.removeprefix("_").upper() for value in field.values}
    known = BY_FIELD.get(f"{where}.{field.name}") or BY_ENUMERATION.get(field.enumeration) or {}
    return {value: known.get(value, value.removeprefix("_")) for value in field.values}


@cache
def values_of(where: str, field: Field) -> Mapping[str, str]:
    """Return stored values by REST's id."""
    return {rest_id: value for value, rest_id in ids_of(where, field).items()}


def has_status(where: str, field: Field) -> bool:
    """Say whether a text of SOAP is an ``{id, refName}`` in REST: the status of a transaction."""
    return field.name == "status" and field.kind is Kind.STRING and where in STATES


def status_id(where: str, text: str) -> str:
    """Return the letter of a transaction's status text, the text itself where none is known."""
    return next((state.letter for state in STATES[where] if state.text == text), text)


def status_texts(where: str, asked: Collection[str]) -> list[str]:
    """Return the status texts that are named by letter, or by themselves."""
    return [state.text for state in STATES[where] if state.letter in asked or state.text in asked]


_LISTED = {"projectTask.priority", "job.entityStatus", "job.timeApproval"}
"""References of SOAP to short lists that REST shows as enumerations (observed)."""

_BY_NAME = {"projectTask.priority"}
"""Those of them whose ids are the names in capitals: HIGH, MEDIUM, LOW (observed)."""


def is_listed(where: str, field: Field) -> bool:
    """Say whether a reference is an enumeration in REST, so without links."""
    return field.name == "approvalStatus" or f"{where}.{field.name}" in _LISTED


def listed_id(where: str, field: Field, text: str, record_id: str) -> str:
    """Return the enumeration's id of an entry of a list."""
    return text.upper() if f"{where}.{field.name}" in _BY_NAME and text else record_id


def has_named_ids(where: str, field: Field) -> bool:
    """Say whether an entry of a list is told by its name."""
    return f"{where}.{field.name}" in _BY_NAME

"""Conditions of a filter as searches: which operators a kind of field has, and what their values mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from landbridge.local.account import Account
from landbridge.local.datetexts import read_date
from landbridge.local.records.model import Criterion
from landbridge.local.records.trees import Group
from landbridge.local.rest import filters
from landbridge.local.rest.faces import Face
from landbridge.local.rest.filters import Condition
from landbridge.local.rest.writing import MODIFIED, WITHOUT_INSTANT
from landbridge.recordtypes import Field, Kind, restenumerations
from landbridge.recordtypes.restkinds import points

_EMPTY = {"EMPTY": ("empty", "notEmpty")}
_TEXT = {
    "IS": ("is", "isNot"),
    "CONTAIN": ("contains", "doesNotContain"),
    "START_WITH": ("startsWith", "doesNotStartWith"),
    "END_WITH": ("endsWith", "doesNotEndWith"),
}
_NUMBER = {
    "ANY_OF": ("anyOf", "noneOf"),
    "EQUAL": ("equalTo", "notEqualTo"),
    "GREATER": ("greaterThan", "notGreaterThan"),
    "GREATER_OR_EQUAL": ("greaterThanOrEqualTo", "notGreaterThanOrEqualTo"),
    "LESS": ("lessThan", "notLessThan"),
    "LESS_OR_EQUAL": ("lessThanOrEqualTo", "notLessThanOrEqualTo"),
    "BETWEEN": ("between", "notBetween"),
    "WITHIN": ("between", "notBetween"),
}
_CHOICE = {"ANY_OF": ("anyOf", "noneOf"), "EQUAL": ("anyOf", "noneOf"), "IS": ("anyOf", "noneOf")}
_DATE = {
    "AFTER": ("after", "notAfter"),
    "BEFORE": ("before", "notBefore"),
    "ON": ("on", "notOn"),
    "ON_OR_AFTER": ("onOrAfter", "notOnOrAfter"),
    "ON_OR_BEFORE": ("onOrBefore", "notOnOrBefore"),
}
_BOOLEAN = {"IS": ("is", "is")}

Table = dict[str, tuple[str, str]]


def operators_of(where: str, field: Field) -> Table:
    """Return the operators of a field with what each means in a search, plain and negated (documented: ``section_1545222128``)."""
    if restenumerations.has_status(where, field):
        return {**_CHOICE, **_EMPTY}
    if field.kind is Kind.ENUM:
        return {**(_TEXT if not field.values else _CHOICE), **_EMPTY}
    if field.kind is Kind.BOOLEAN:
        return {**_BOOLEAN, **_EMPTY}
    by_kind: dict[Kind, Table] = {
        Kind.STRING: _TEXT,
        Kind.DATE: _DATE,
        Kind.DATETIME: _DATE,
        Kind.REF_LIST: _CHOICE,
    }
    return {**by_kind.get(field.kind, _NUMBER), **_EMPTY}


ID_OPERATORS = _NUMBER
EXTERNAL_ID_OPERATORS = {**_TEXT, **_EMPTY}
INSTANT_OPERATORS = {**_DATE, **_EMPTY}


def words_of(table: Table) -> list[str]:
    """Return the operators' names, with their negations, as the metadata lists them."""
    return [name for plain in sorted(table) for name in (plain, f"{plain}_NOT")]


class CriteriaReader:
    """Turns the conditions of one filter into searches of one type."""

    def __init__(self, account: Account, face: Face) -> None:
        self._account = account
        self._face = face

    def criterion(self, condition: Condition) -> Criterion | Group:
        """Return what a condition asks for. Raises ``RestError`` 400 INVALID_PARAMETER."""
        if condition.field.lower() == "id":
            return self._made(condition, "internalId", ID_OPERATORS, _id)
        if condition.field.lower() == "externalid":
            return self._made(condition, "externalId", EXTERNAL_ID_OPERATORS, str)
        name = self._face.soap(condition.field)
        if (
            name is None
            and condition.field.lower() == MODIFIED.lower()
            and self._face.where in WITHOUT_INSTANT
        ):
            return self._made(condition, "modified", INSTANT_OPERATORS, self._day)
        if name is None or name not in self._face.shape.fields or name in self._face.parts:
            raise filters.invalid(f"Records cannot be filtered by {condition.field[:100]!r}.")
        return self._of_field(condition, self._face.shape.fields[name])

    def _of_field(self, condition: Condition, field: Field) -> Criterion | Group:
        table = operators_of(self._face.where, field)
        if field.kind is Kind.BOOLEAN and condition.operator == "EMPTY":
            # A check box is never empty: it is checked or not.
            return Group(every=condition.negated, parts=())
        if field.kind is Kind.BOOLEAN and condition.operator == "IS":
            wanted = _flag(condition.values[0]) is not condition.negated
            return Criterion(field.name, "is", (wanted,))
        if restenumerations.has_status(self._face.where, field):
            return self._of_status(condition, field, table)
        return self._made(condition, field.name, table, self._value_reader(field))

    def _of_status(self, condition: Condition, field: Field, table: Table) -> Criterion | Group:
        texts = tuple(restenumerations.status_texts(self._face.where, condition.values))
        if condition.operator == "EMPTY":
            return self._made(condition, field.name, table, str)
        found = [Criterion(field.name, "isNot" if condition.negated else "is", (text,)) for text in texts]
        return Group(every=condition.negated, parts=tuple(found))

    def _made(
        self, condition: Condition, name: str, table: Table, read: Callable[[str], Any]
    ) -> Criterion | Group:
        if condition.operator not in table:
            suffix = "_NOT" if condition.negated else ""
            raise filters.invalid(f"{condition.field[:100]!r} has no operator {condition.operator}{suffix}.")
        operator = table[condition.operator][condition.negated]
        return Criterion(name, operator, tuple(read(value) for value in condition.values))

    def _value_reader(self, field: Field) -> Callable[[str], Any]:
        if points(field) or field.kind is Kind.REF_LIST:
            return _id
        if field.kind is Kind.ENUM and field.values:
            return lambda text: self._enumeration(field, text)
        readers: dict[Kind, Callable[[str], Any]] = {
            Kind.INTEGER: _number,
            Kind.DOUBLE: _number,
            Kind.DURATION: _hours,
            Kind.DATE: self._day,
            Kind.DATETIME: self._day,
        }
        return readers.get(field.kind, str)

    def _enumeration(self, field: Field, text: str) -> str:
        known = restenumerations.values_of(self._face.where, field)
        if text not in known:
            raise filters.invalid(f"{field.name} is never {text[:60]!r}.")
        return known[text]

    def _day(self, text: str) -> date:
        """Read a date in the account's format, or ISO 8601 (the format documented, ISO assumed)."""
        try:
            return read_date(self._account.settings, text)
        except ValueError:
            raise filters.invalid(f"{text[:60]!r} is no date.") from None


def _flag(text: str) -> bool:
    words = {"true": True, "t": True, "false": False, "f": False}
    if text.lower() not in words:
        raise filters.invalid(f"{text[:60]!r} is neither true nor false.")
    return words[text.lower()]


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,18}(\.\d{1,12})?", text):
        raise filters.invalid(f"{text[:60]!r} is no number.")
    return float(text)


def _id(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text):
        raise filters.invalid(f"{text[:60]!r} is no internal id.")
    return int(text)


def _hours(text: str) -> float:
    match = re.fullmatch(r"(\d{1,9}):([0-5]\d)", text)
    return int(match[1]) + int(match[2]) / 60 if match else _number(text)

"""Short ways to write a mapping row of a kind."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.workflows.catalogue.model import Row, Source

LINE_KEY = "lineKey"


def netsuite_id(target: str) -> Row:
    """The internal id of the record."""
    return Row(target, Source.FIELD, "internalId", required=True)


def line_id(target: str) -> Row:
    """Internal id and key of the line, ``5-1``."""
    return Row(target, Source.FIELD, LINE_KEY, required=True)


def field(target: str, name: str, *, required: bool = False, initial_only: bool = False) -> Row:
    """What is in a NetSuite field."""
    return Row(target, Source.FIELD, name, required=required, initial_only=initial_only)


def constant(target: str, value: str | int, *, initial_only: bool = False) -> Row:
    """Always the same."""
    return Row(target, Source.CONSTANT, value=value, initial_only=initial_only)


def ticked(target: str, *, on: bool = True) -> Row:
    """Always true, or always false."""
    return Row(target, Source.CONSTANT, value=on)


def joined(target: str, *pieces: str, required: bool = False, initial_only: bool = False) -> Row:
    """Fields, each in braces, and text between them."""
    value = [{"field": one[1:-1]} if one.startswith("{") else {"text": one} for one in pieces]
    return Row(target, Source.CONCATENATION, value=value, required=required, initial_only=initial_only)


def macro(target: str, name: str, of_field: str = "") -> Row:
    """What a macro gives, some for a field."""
    return Row(target, Source.MACRO, of_field, name)


def negative(target: str, name: str, *, initial_only: bool = False) -> Row:
    """The number of a field with the other sign."""
    return Row(target, Source.MACRO, name, "_NEGATIVE", initial_only=initial_only)


def link(target: str, name: str, *keys: str, required: bool = False, initial_only: bool = False) -> Row:
    """The record that a workflow imported, the first of several workflows that did."""
    value = keys[0] if len(keys) == 1 else list(keys)
    return Row(target, Source.LOOKUP, name, value, required=required, initial_only=initial_only)


def of_link(target: str, name: str, key: str, returns: str, *, required: bool = False) -> Row:
    """A field of the record that a workflow imported."""
    return Row(target, Source.LOOKUP, name, {"workflow": key, "return": returns}, required=required)


def named(target: str, name: str, table: str) -> Row:
    """The record of the account that is called what NetSuite shows in the field; left as it is where there is none."""
    return Row(target, Source.LOOKUP, name, {"table": table, "by": "name", "return": "id"})


def part(target: str, group: str) -> Row:
    """What the same record, or line, became in another group."""
    return Row(target, Source.PART, value=group, required=True)


def values(target: str, name: str, pairs: Mapping[str, str | bool], *, initial_only: bool = False) -> Row:
    """What each value of a field gives."""
    return Row(target, Source.VALUES, name, dict(pairs), initial_only=initial_only)


def where(
    target: str, condition: str, then: Row, otherwise: Row | None = None, *, initial_only: bool = False
) -> Row:
    """One row where a condition holds, else another, or nothing: then the target stays as it is."""
    value: dict[str, object] = {"branches": [{"if": condition, "then": _plain(then)}]}
    if otherwise is not None:
        value["else"] = _plain(otherwise)
    return Row(target, Source.CONDITIONAL, value=value, initial_only=initial_only)


def _plain(row: Row) -> dict[str, object]:
    plain = {"source": row.source.value, "field": row.field, "value": row.value}
    return {**plain, "required": True} if row.required else plain


ACTIVE = values("active", "isInactive", {"true": False, "false": True, "": True})
"""Active follows the Inactive box."""

PERSON = (
    field("first", "firstName"),
    field("middle", "middleName"),
    field("last", "lastName"),
    field("salutation", "salutation"),
    field("email", "email"),
    field("phone", "phone"),
    field("mobile", "mobilePhone"),
    field("fax", "fax"),
)
"""Who somebody is and how to reach them."""

ADDRESS = (
    field("addr1", "address1"),
    field("addr2", "address2"),
    field("addr3", "address3"),
    field("city", "city"),
    field("state", "state"),
    field("zip", "zipCode"),
    macro("country", "_LABEL", "country"),
)
"""The default billing address."""

"""The parts of a mapping row's value, as ``catalogue.Row`` says they are stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from landbridge.service.ports import JsonValue, Value
from landbridge.service.workflows.catalogue import Row, Source
from landbridge.service.workflows.filters import Expression, FilterSyntaxError, parse

ID = "id"
"""Returned by a lookup that names no field: the record's internal id."""


class RowMisfit(ValueError):  # noqa: N818  # named as the other reasons of a row are
    """The row cannot work as it is stored, or does not suit what NetSuite holds in the field. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One of a concatenation: a field, or a text."""

    field: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LinkLookup:
    """The record that ``workflow`` imported, or field ``returns`` of it (``id``: its internal id)."""

    workflow: str
    returns: str = ID


@dataclass(frozen=True, slots=True)
class TableLookup:
    """The record of ``table`` of which field ``by`` has the value; field ``returns`` of it is the result (``id``: its internal id).

    ``where``: values that it must have too. ``first``: of several the one with the lowest id; else several are an error.
    """

    table: str
    by: str
    returns: str = ID
    where: Mapping[str, JsonValue] = field(default_factory=dict)
    first: bool = False


Lookup = LinkLookup | TableLookup


@dataclass(frozen=True, slots=True)
class Branch:
    """What a row takes where ``condition`` holds; without one, where nothing before did."""

    condition: Expression | None
    row: Row


def pieces_of(row: Row) -> list[Piece]:
    """Return what a concatenation joins. Raises :class:`RowMisfit`."""
    stored = row.value
    if not isinstance(stored, list | tuple) or not stored:
        raise RowMisfit("The concatenation of this row is no list of fields and texts.")
    return [_piece(one) for one in stored]


def _piece(stored: object) -> Piece:
    if isinstance(stored, Mapping) and len(stored) == 1:
        (kind, value), *_ = stored.items()
        if kind == "field" and isinstance(value, str) and value:
            return Piece(field=value)
        if kind == "text" and isinstance(value, str):
            return Piece(text=value)
    raise RowMisfit("The concatenation of this row has a part that is neither a field nor a text.")


def lookups_of(row: Row) -> list[Lookup]:
    """Return where the row looks its value up, in the order of preference. Raises :class:`RowMisfit`."""
    forms = row.value if isinstance(row.value, list | tuple) else [row.value]
    if not forms:
        raise RowMisfit("The lookup of this row does not say where it looks.")
    return [_lookup(form) for form in forms]


def _lookup(form: object) -> Lookup:
    if isinstance(form, str) and form:
        return LinkLookup(form)
    stored = form if isinstance(form, Mapping) else {}
    workflow, table, by = (str(stored.get(name) or "") for name in ("workflow", "table", "by"))
    returns = str(stored.get("return") or ID)
    if workflow:
        return LinkLookup(workflow, returns)
    if not table or not by:
        raise RowMisfit("The lookup of this row names no table, or no field to look by.")
    where = stored.get("where")
    return TableLookup(
        table, by, returns, where if isinstance(where, Mapping) else {}, stored.get("several") == "first"
    )


def values_of(row: Row) -> Mapping[str, Value]:
    """Return what each value gives. Raises :class:`RowMisfit`."""
    if not isinstance(row.value, Mapping):
        raise RowMisfit("The value list of this row is not a list of pairs.")
    return row.value


def branches_of(row: Row) -> Iterator[Branch]:
    """Yield the branches of a conditional row in order, the one without a condition last. Raises :class:`RowMisfit`."""
    stored = row.value if isinstance(row.value, Mapping) else {}
    branches = stored.get("branches")
    if not isinstance(branches, list | tuple) or not branches:
        raise RowMisfit("The condition of this row has no branches.")
    for one in branches:
        branch = one if isinstance(one, Mapping) else {}
        yield Branch(_condition(branch.get("if")), _row(row, branch.get("then")))
    if stored.get("else") is not None:
        yield Branch(None, _row(row, stored["else"]))


def _condition(text: object) -> Expression:
    try:
        return parse(text if isinstance(text, str) else "")
    except FilterSyntaxError as error:
        raise RowMisfit(f"The condition of this row cannot be read. {error}") from None


def _row(whole: Row, stored: object) -> Row:
    parts = stored if isinstance(stored, Mapping) else {}
    try:
        source = Source(parts.get("source"))
    except ValueError:
        raise RowMisfit("A branch of this row gives no value.") from None
    if source in (Source.CONDITIONAL, Source.PART):
        raise RowMisfit("A branch of this row is a condition again, or a part.")
    return replace(
        whole,
        source=source,
        field=str(parts.get("field") or ""),
        value=parts.get("value"),
        required=whole.required or bool(parts.get("required")),
    )

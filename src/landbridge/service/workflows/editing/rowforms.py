"""The form of one mapping row, by its kind of source: what stands in it, and the row that somebody entered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from landbridge.service.projects.record_types import SppKind
from landbridge.service.workflows.branches import RowMisfit, branches_of, pieces_of, values_of
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.content import UNKEPT, unkept
from landbridge.service.workflows.filters import FilterSyntaxError, parse
from landbridge.service.workflows.rows import LONGEST_NAME, lookup_forms

FREE_LINES = 3
"""Empty lines below those that are filled, so that some can be added without a script."""

MOST_LINES = 500
_NUMBERS = frozenset({SppKind.NUMBER, SppKind.MONEY, SppKind.HOURS})
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
OTHER = "other"
"""The kind of a branch that the form has no boxes for: its row as JSON."""

_SIMPLE = {Source.FIELD: "field", Source.CONSTANT: "value", Source.MACRO: "value"}


class RowFormError(ValueError):
    """What was entered is no row. The message is a sentence for whoever entered it."""


@dataclass(frozen=True, slots=True)
class RowForm:
    """What stands in the form: single boxes by name, and lines of boxes."""

    source: Source
    boxes: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset({"active"})
    lines: tuple[Mapping[str, str], ...] = ()


def form_of(row: Row, *, active: bool) -> RowForm:
    """Return the form filled with a row; what of its value is not as its kind of source demands is left out."""
    boxes = {"target": row.target, "field": row.field}
    if row.source in {Source.CONSTANT, Source.MACRO}:
        boxes["value"] = _text(row.value)
    try:
        lines = tuple(_lines(row))
    except RowMisfit:
        lines = ()
    ticked = {"active": active, "initial_only": row.initial_only, "required": row.required}
    return RowForm(row.source, boxes, frozenset(name for name, on in ticked.items() if on), lines)


def _lines(row: Row) -> Iterator[dict[str, str]]:
    """Yield the lines of boxes that say a row's value. Raises ``RowMisfit``."""
    if row.source is Source.CONCATENATION:
        yield from ({"field": one.field, "text": one.text} for one in pieces_of(row))
    elif row.source is Source.VALUES:
        yield from ({"from": given, "to": _text(result)} for given, result in values_of(row).items())
    elif row.source is Source.LOOKUP:
        yield from (_lookup_line(one) for one in lookup_forms(row.value))
    elif row.source is Source.CONDITIONAL and isinstance(row.value, Mapping):
        list(branches_of(row))
        yield from (_branch_line(str(one["if"]), one["then"]) for one in row.value["branches"])
        if row.value.get("else") is not None:
            yield _branch_line("", row.value["else"])


def entered(posted: Mapping[str, str]) -> RowForm:
    """Return the form as somebody filled it; empty lines are left out. Raises :class:`RowFormError` for a kind that is none of the form's."""
    source = next((one for one in Source if one.value == posted.get("source", Source.FIELD.value)), None)
    if source is None or source is Source.PART:
        raise RowFormError(f"There is no kind of row {posted['source']!r} to choose.")
    numbers = {name.split("-")[1] for name in posted if name.startswith("line-") and name.count("-") == 2}
    lines = []
    for number in sorted(int(one) for one in numbers if one.isdecimal() and len(one) < 5)[:MOST_LINES]:
        line = {
            name.split("-", 2)[2]: value.strip() if name.endswith("-if") else value
            for name, value in posted.items()
            if name.startswith(f"line-{number}-")
        }
        if any(value for name, value in line.items() if name != "kind"):
            lines.append(line)
    boxes = {name: posted.get(name, "").strip() for name in ("target", "field")}
    boxes["value"] = posted.get("value", "")
    ticked = frozenset(name for name in ("active", "initial_only", "required") if name in posted)
    return RowForm(source, boxes, ticked, tuple(lines))


def row_of(form: RowForm, group: Group) -> Row:
    """Return the row that a form says. Raises :class:`RowFormError`."""
    target = form.boxes.get("target", "")
    if not target:
        raise RowFormError("Say which SuiteProjects Pro field the row sets.")
    if unkept([list(form.boxes.values()), list(form.lines)]):
        raise RowFormError(f"The row {UNKEPT}")
    if max(len(target), len(form.boxes.get("field", ""))) > LONGEST_NAME:
        raise RowFormError(f"Names of fields have {LONGEST_NAME} characters at most.")
    value = _READ[form.source](form, group, target) if form.source in _READ else None
    takes_field = form.source in {Source.FIELD, Source.VALUES, Source.LOOKUP, Source.MACRO}
    return Row(
        target,
        form.source,
        form.boxes.get("field", "") if takes_field else "",
        value,
        required="required" in form.ticked,
        initial_only="initial_only" in form.ticked,
    )


def typed(text: str, group: Group, target: str) -> object:
    """Return a constant as its field takes it: a flag for a flag, a number for a number, else the text."""
    kind = group.target(target).kind
    if kind is SppKind.FLAG and text.strip().lower() in _FLAGS:
        return _FLAGS[text.strip().lower()]
    if kind in _NUMBERS:
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text or None


def _constant(form: RowForm, group: Group, target: str) -> object:
    return typed(form.boxes.get("value", ""), group, target)


def _macro(form: RowForm, _group: Group, _target: str) -> str:
    return form.boxes.get("value", "")


def _pieces(form: RowForm, _group: Group, _target: str) -> list[dict[str, str]]:
    return list(_read_pieces(form))


def _read_pieces(form: RowForm) -> Iterator[dict[str, str]]:
    for line in form.lines:
        if line.get("field", "").strip():
            yield {"field": line["field"].strip()}
        if line.get("text"):
            yield {"text": line["text"]}


def _pairs(form: RowForm, group: Group, target: str) -> dict[str, object]:
    pairs: dict[str, object] = {}
    for line in form.lines:
        given = line.get("from", "").strip()
        if given in pairs:
            raise RowFormError(f"The value {given or '(empty)'} stands in two lines.")
        pairs[given] = typed(line.get("to", ""), group, target)
    return pairs


def _lookups(form: RowForm, _group: Group, _target: str) -> object:
    found = [_lookup(line) for line in form.lines]
    if not found:
        raise RowFormError("Say where the value is looked up: what a workflow made of it, or a table.")
    return found[0] if len(found) == 1 else found


def _lookup(line: Mapping[str, str]) -> str | dict[str, object]:
    workflow, table, returned = (line.get(name, "").strip() for name in ("workflow", "table", "return"))
    if workflow and table:
        raise RowFormError("A lookup goes to a workflow or to a table, not to both.")
    if workflow:
        return {"workflow": workflow, "return": returned} if returned and returned != "id" else workflow
    by = line.get("by", "").strip()
    if not table or not by:
        raise RowFormError("A lookup in a table names the table and the field by which it looks.")
    found: dict[str, object] = {"table": table, "by": by, "return": returned or "id"}
    where = line.get("where", "").strip()
    if where:
        found["where"] = dict(_condition_pair(one) for one in where.split(","))
    if line.get("several"):
        found["several"] = "first"
    return found


def _condition_pair(text: str) -> tuple[str, object]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not name or not equals:
        raise RowFormError(
            "Beside the lookup stands what the record must also have, as: active = yes, template = no."
        )
    return name, _FLAGS.get(value.lower(), value)


def _branches(form: RowForm, group: Group, target: str) -> dict[str, object]:
    branches: list[dict[str, object]] = []
    otherwise: dict[str, object] | None = None
    for line in form.lines:
        then = _branch_row(line, group, target)
        condition = line.get("if", "").strip()
        if condition:
            _require_readable(condition)
            branches.append({"if": condition, "then": then})
        elif otherwise is None:
            otherwise = then
        else:
            raise RowFormError("Two branches have no condition; only one can be what is left.")
    if not branches:
        raise RowFormError("A conditional row has a branch with a condition at least.")
    return {"branches": branches, **({"else": otherwise} if otherwise else {})}


def _branch_row(line: Mapping[str, str], group: Group, target: str) -> dict[str, object]:
    kind, text = line.get("kind", ""), line.get("value", "")
    if kind == OTHER:
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise RowFormError(f"A branch cannot be read as JSON: {error}") from None
        if not isinstance(found, dict):
            raise RowFormError("A branch in JSON is an object with source, field and value.")
        return found
    if kind == Source.CONSTANT.value:
        return {"source": kind, "value": typed(text, group, target)}
    if kind == Source.MACRO.value:
        return {"source": kind, "value": text.strip()}
    if not text.strip():
        raise RowFormError("A branch says which field it takes.")
    return {"source": Source.FIELD.value, "field": text.strip()}


def _require_readable(condition: str) -> None:
    try:
        parse(condition)
    except FilterSyntaxError as error:
        raise RowFormError(f"The condition {condition!r} cannot be read. {error}") from None


def _lookup_line(form: str | Mapping[str, Any]) -> dict[str, str]:
    if isinstance(form, str):
        return {"workflow": form}
    where = ", ".join(f"{name} = {_text(value)}" for name, value in (form.get("where") or {}).items())
    line = {name: str(form.get(name) or "") for name in ("workflow", "table", "by", "return")}
    return {**line, "where": where, "several": "on" if form.get("several") else ""}


def _branch_line(condition: str, then: Mapping[str, Any]) -> dict[str, str]:
    source = next((one for one in Source if one.value == then.get("source")), None)
    box = _SIMPLE.get(source) if source else None
    if box is None or set(then) - {"source", box}:
        return {"if": condition, "kind": OTHER, "value": json.dumps(dict(then), ensure_ascii=False)}
    return {"if": condition, "kind": str(then["source"]), "value": _text(then.get(box))}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


_READ: dict[Source, Callable[[RowForm, Group, str], object]] = {
    Source.CONSTANT: _constant,
    Source.MACRO: _macro,
    Source.CONCATENATION: _pieces,
    Source.VALUES: _pairs,
    Source.LOOKUP: _lookups,
    Source.CONDITIONAL: _branches,
}

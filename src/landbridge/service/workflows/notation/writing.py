"""Writing the notation: what ``reading.parse`` makes the same rows and the same filter of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from landbridge.service.projects.record_types import CUSTOM_ENDING
from landbridge.service.workflows.asking import fields_of
from landbridge.service.workflows.branches import RowMisfit
from landbridge.service.workflows.catalogue import Row, Source
from landbridge.service.workflows.filters import fields_of as compared_by
from landbridge.service.workflows.filters import parse as parse_filter
from landbridge.service.workflows.filters.quoting import quoted

_LOOKUP_KEYS = ("workflow", "table", "by", "return", "several")


def render(rows: Sequence[tuple[Row, bool]], filter_text: str = "") -> str:
    """Return rows, each with whether it is active, and the filter of their group as a text.

    Raises ``branches.RowMisfit`` for a row whose value is not as its source demands.
    """
    lines = [*_declarations(rows, filter_text)]
    together: list[Row] = []
    for row, _ in rows:
        if row.source is Source.CONDITIONAL:
            together.append(row)
            continue
        lines += _block(together)
        together = []
        lines += _statement(row)
    lines += _block(together)
    if filter_text.strip():
        lines += ["FILTER <<END", filter_text.strip(), "END"]
    return "\n".join(lines) + "\n" if lines else ""


def _declarations(rows: Sequence[tuple[Row, bool]], filter_text: str) -> Iterator[str]:
    targets = [row.target for row, _ in rows]
    read = {name for row, _ in rows for name in fields_of(row)}
    if filter_text.strip():
        read |= compared_by(parse_filter(filter_text))
    initial = [row.target for row, _ in rows if row.initial_only]
    yield from _declaration("NS_FIELDS", sorted(read))
    yield from _declaration(
        "NS_CUSTOM_FIELDS", sorted(name for name in read if name.rpartition(".")[2].startswith("cust"))
    )
    yield from _declaration("OA_FIELDS", targets)
    yield from _declaration("OA_CUSTOM_FIELDS", filter(_is_custom, targets))
    yield from _declaration("OA_FIELDS_INITIAL_ONLY", initial)
    yield from _declaration("OA_CUSTOM_FIELDS_INITIAL_ONLY", filter(_is_custom, initial))
    yield from _declaration("OA_FIELDS_REQUIRED", (row.target for row, _ in rows if row.required))
    yield from _declaration("OA_FIELDS_INACTIVE", (row.target for row, active in rows if not active))


def _declaration(keyword: str, names: Iterable[str]) -> Iterator[str]:
    listed = ", ".join(names)
    if listed:
        yield f"{keyword} {listed}"


def _is_custom(name: str) -> bool:
    return name.endswith(CUSTOM_ENDING)


def _statement(row: Row) -> Iterator[str]:
    if row.source is not Source.VALUES:
        yield f"{row.target} {_value(row.source, row.field, row.value)}"
        return
    if not isinstance(row.value, Mapping):
        raise RowMisfit("The value list of this row is not a list of pairs.")
    yield f"<{row.target} {row.field}>"
    yield from (f"  {quoted(str(key))} {_literal(value)}" for key, value in row.value.items())
    yield f"</{row.target}>"


def _block(rows: Sequence[Row]) -> Iterator[str]:
    """Yield conditional rows that follow each other as the block of conditions that the notation has for them."""
    if not rows:
        return
    yield "IF <<END"
    for row in rows:
        stored = _mapping(row.value)
        branches = stored.get("branches")
        for branch in branches if isinstance(branches, list | tuple) else ():
            condition = str(_mapping(branch).get("if", ""))
            break_of = "\n" if "#" in condition else " "  # THEN is no part of a comment
            yield f"  IF {condition}{break_of}THEN {row.target} {_branch(_mapping(branch).get('then'))}"
        if stored.get("else") is not None:
            yield f"  ELSE {row.target} {_branch(stored['else'])}"
    yield "END"


def _branch(stored: object) -> str:
    parts = _mapping(stored)
    text = _value(Source(parts.get("source")), str(parts.get("field") or ""), parts.get("value"))
    return f"{text} REQUIRED" if parts.get("required") else text


def _value(source: Source, name: str, value: object) -> str:
    if source is Source.MACRO:
        return f"{value}({name})" if name else str(value)
    write = {
        Source.FIELD: lambda: name,
        Source.CONSTANT: lambda: _literal(value),
        Source.CONCATENATION: lambda: _joined(value),
        Source.PART: lambda: f"part={value}",
        Source.VALUES: lambda: f"values={name}{json.dumps(_mapping(value), allow_nan=False)}",
        Source.LOOKUP: lambda: f"lookup={name}:{_lookup(value)}",
    }
    return write[source]()


def _joined(value: object) -> str:
    if not isinstance(value, list | tuple):
        raise RowMisfit("The concatenation of this row is no list of fields and texts.")
    pieces = [
        str(piece["field"]) if "field" in piece else quoted(str(piece["text"]))
        for piece in map(_mapping, value)
    ]
    return f"{pieces[0]}," if len(pieces) == 1 else ", ".join(pieces)


def _lookup(value: object) -> str:
    if not isinstance(value, list | tuple):
        return _form(value)
    forms = "|".join(_form(form) for form in value)
    return f"{forms}|" if len(value) == 1 else forms


def _form(form: object) -> str:
    if isinstance(form, str):
        return f"lookup_workflow={form}"
    stored = _mapping(form)
    pairs = [f"lookup_{key}={stored[key]}" for key in _LOOKUP_KEYS if stored.get(key)]
    if stored.get("where") is not None:
        pairs.append(f"lookup_where={json.dumps(stored['where'])}")
    return ":".join(pairs)


def _literal(value: object) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value, allow_nan=False)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise RowMisfit("The value of this row is not as its kind of source demands.")
    return value

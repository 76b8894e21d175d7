"""One mapping row for one part: from what NetSuite holds to the value of the SuiteProjects Pro field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from landbridge.service.ports import JsonValue, Reference, Value
from landbridge.service.workflows.branches import RowMisfit, branches_of, pieces_of, values_of
from landbridge.service.workflows.catalogue import Source
from landbridge.service.workflows.conversion import NotConvertible, convert, plain_text, shown
from landbridge.service.workflows.filters import holds, render
from landbridge.service.workflows.lookups import look_up, value_of
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.work import LeftAsItIs, Work

ANY = "*"
"""The entry of a value map for every value that it does not list."""


def evaluate(work: Work) -> JsonValue:
    """Return the value of the row's field, ``None`` for an empty one.

    Raises ``NotConvertible``, ``RowMisfit``, :class:`LeftAsItIs` and :class:`ParentNotLinked`.
    """
    row = work.row
    value = work.look.part.value(row.field) if row.source is Source.FIELD else _SOURCES[row.source](work)
    converted = convert(value, work.target, work.look.environment.surroundings)
    if work.steps is not None and converted != value:
        work.note("conversion", lambda: f"{work.target.label} takes it as {shown(converted)}")
    return converted


def _field(work: Work) -> Value:
    return work.look.part.value(work.row.field)


def _constant(work: Work) -> Value:
    value = work.row.value
    if value is not None and not isinstance(value, str | bool | int | float):
        raise RowMisfit("The constant of this row is no text, number or flag.")
    return value


def _concatenation(work: Work) -> Value:
    """Join fields and texts; where every field is empty, so is the whole."""
    pieces = pieces_of(work.row)
    texts = [(piece, plain_text(work.look.part.value(piece.field))) for piece in pieces if piece.field]
    if texts and not any(text for _, text in texts):
        return None
    by_piece = iter(texts)
    return "".join(next(by_piece)[1] if piece.field else piece.text for piece in pieces)


def _macro(work: Work) -> Value:
    macro = MACROS.get(str(work.row.value))
    if macro is None:
        raise RowMisfit("The macro of this row is not known.")
    source = work.look.part.value(work.row.field) if macro.of_field else None
    value = macro.value(work.look.part, work.look.environment.surroundings, source)
    work.note("macro", lambda: f"{macro.name} is {shown(value)}")
    return value


def _values(work: Work) -> Value:
    listed = values_of(work.row)
    source = work.look.part.value(work.row.field)
    if isinstance(source, list | tuple) and source:
        results = [_listed(work, listed, one) for one in source]
        return ", ".join(plain_text(one) for one in results if one not in (None, ""))
    return _listed(work, listed, source)


def _listed(work: Work, listed: Mapping[str, Value], source: Value) -> Value:
    key = plain_text(source)
    if isinstance(source, Reference) and source.internal_id in listed:
        key = source.internal_id
    if key not in listed:
        if ANY not in listed:
            raise RowMisfit(f"The value list of this row has no entry for {shown(source)!r}.")
        key = ANY
    result = listed[key]
    work.note("values", lambda: f"{key!r} gives {shown(result)!r}")
    return result


def _conditional(work: Work) -> Value:
    look = work.look
    for branch in branches_of(work.row):
        condition = branch.condition
        if condition is None or holds(condition, partial(value_of, look), look.environment.surroundings.zone):
            work.note("branch", lambda: f"IF {render(condition)}" if condition else "ELSE")  # noqa: B023  # called at once
            return _of_branch(Work(branch.row, work.target, look, None, work.steps))
    raise LeftAsItIs("None of its conditions holds.")


def _of_branch(work: Work) -> Value:
    value = _SOURCES[work.row.source](work)
    if work.row.required and value in (None, ""):
        raise NotConvertible(
            f"{work.row.field or 'The value'} is empty, and {work.target.label} must be filled."
        )
    return value


def _part(work: Work) -> Value:
    spp_id = work.became(str(work.row.value)) if work.became else None
    work.note("lookup", lambda: f"what it became in {work.row.value}: {spp_id or 'nothing yet'}")
    return spp_id


_SOURCES: dict[Source, Callable[[Work], Value]] = {
    Source.FIELD: _field,
    Source.CONSTANT: _constant,
    Source.CONCATENATION: _concatenation,
    Source.MACRO: _macro,
    Source.LOOKUP: look_up,
    Source.VALUES: _values,
    Source.CONDITIONAL: _conditional,
    Source.PART: _part,
}

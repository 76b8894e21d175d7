"""The mapping engine: one part of a NetSuite record becomes the fields of one SuiteProjects Pro record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.service.ports import JsonValue
from landbridge.service.workflows.asking import fields_of
from landbridge.service.workflows.branches import RowMisfit
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.conversion import NotConvertible, shown
from landbridge.service.workflows.environment import Became, Environment, nothing
from landbridge.service.workflows.evaluating import evaluate
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import Mapped, ParentMissing, PartMissing, Result, Unmappable
from landbridge.service.workflows.work import LeftAsItIs, Look, ParentNotLinked, Step, Work


@dataclass(frozen=True, slots=True)
class Explained:
    """What became of one row: what NetSuite holds in each field that it reads, the steps, and the value that is set.

    ``left``: the field is left as it is, for ``reason``. ``problem``: what stands in the way, for ``reason``.
    """

    row: Row
    source: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    value: JsonValue = None
    left: bool = False
    problem: ParentMissing | PartMissing | Unmappable | None = None
    reason: str = ""


def map_part(
    group: Group, rows: Sequence[Row], part: Part, environment: Environment, became: Became = nothing
) -> Result:
    """Return the fields to write, or the first thing that stands in the way: a missing parent, a value that does not fit.

    ``environment`` holds what ``asking`` says that the rows ask for.
    """
    if group.goes_with and became(group.goes_with) is None:
        return PartMissing(group.goes_with)
    look = Look(group, rows, part, environment)
    fields: dict[str, JsonValue] = {}
    awaited: list[ParentMissing] = []
    for row in rows:
        try:
            fields[row.target] = _settle(Work(row, group.target(row.target), look, became))
        except LeftAsItIs as left:
            if left.awaited:
                awaited.append(left.awaited)
        except _Stopped as stopped:
            return stopped.problem
    return Mapped(fields, frozenset(row.target for row in rows if row.initial_only), tuple(awaited))


def explain_part(
    group: Group, rows: Sequence[Row], part: Part, environment: Environment, became: Became = nothing
) -> list[Explained]:
    """Return what :func:`map_part` makes of each row, with the way there; rows after one that stands in the way are explained too."""
    look = Look(group, rows, part, environment)
    return [_explained(row, look, became) for row in rows]


def _explained(row: Row, look: Look, became: Became) -> Explained:
    steps: list[Step] = []
    source = tuple((name, shown(look.part.value(name))) for name in sorted(fields_of(row)))
    try:
        value = _settle(Work(row, look.group.target(row.target), look, became, steps))
    except LeftAsItIs as left:
        return Explained(row, source, tuple(steps), left=True, reason=left.reason)
    except _Stopped as stopped:
        reason = _told(stopped.problem)
        return Explained(row, source, tuple(steps), problem=stopped.problem, reason=reason)
    return Explained(row, source, tuple(steps), value)


def _told(problem: ParentMissing | PartMissing | Unmappable) -> str:
    if isinstance(problem, ParentMissing):
        return f"{problem.name or problem.parent.internal_id} is not imported yet."
    if isinstance(problem, PartMissing):
        return f"The record gives nothing in {problem.group}."
    return problem.reason


class _Stopped(Exception):  # noqa: N818  # carries a result out of a row
    def __init__(self, problem: ParentMissing | PartMissing | Unmappable) -> None:
        super().__init__()
        self.problem = problem


def _settle(work: Work) -> JsonValue:
    """Return the value of the row. Raises ``LeftAsItIs`` and :class:`_Stopped`."""
    row = work.row
    try:
        value = evaluate(work)
    except ParentNotLinked as missing:
        raise _Stopped(missing.parent) from None
    except (NotConvertible, RowMisfit) as error:
        raise _Stopped(_unmappable(work, str(error), at_fault=isinstance(error, RowMisfit))) from None
    if value is None and row.required:
        if row.source is Source.PART:
            raise _Stopped(PartMissing(str(row.value)))
        reason = f"{row.field or 'The value'} is empty, and {work.target.label} must be filled."
        raise _Stopped(_unmappable(work, reason))
    return value


def _unmappable(work: Work, reason: str, *, at_fault: bool = False) -> Unmappable:
    """Name the one field that the row reads, or the field that it sets, and what was in it."""
    read = sorted(fields_of(work.row))
    field = read[0] if len(read) == 1 else work.row.target
    value = ", ".join(shown(work.look.part.value(name)) for name in read)
    return Unmappable(field, shown(value), reason, at_fault)

"""Criteria of SOAP's searches as conditions of a query.

Texts compare without regard to case, as searches do. What an operator negates is met by an empty field where it asks for texts and lists,
and not where it asks for numbers and times (assumed of searches: no source says). Instants are compared in the account's wall time with
room for the change of the clocks, and once more, exactly, when the records are here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NoReturn

from landbridge.netsuite.records import Criterion, Operand, Record, Ref
from landbridge.netsuite.suiteql.columns import FieldColumn
from landbridge.netsuite.suiteql.parameters import Parameter
from landbridge.netsuite.suiteql.plans import Plan
from landbridge.netsuite.suiteql.zone import AccountZone
from landbridge.recordtypes import Kind
from landbridge.recordtypes.families import kind_of

Check = Callable[[Record], bool]

MOST_IN_A_LIST = 1000
"""Values behind IN (Oracle's bound)."""

_COMPARED = {
    "equalTo": "=",
    "notEqualTo": "<>",
    "greaterThan": ">",
    "notGreaterThan": "<=",
    "greaterThanOrEqualTo": ">=",
    "notGreaterThanOrEqualTo": "<",
    "lessThan": "<",
    "notLessThan": ">=",
    "lessThanOrEqualTo": "<=",
    "notLessThanOrEqualTo": ">",
}
_TIMES = {
    "after": ">",
    "notOnOrBefore": ">",
    "onOrAfter": ">=",
    "notBefore": ">=",
    "before": "<",
    "notOnOrAfter": "<",
    "onOrBefore": "<=",
    "notAfter": "<=",
}
_PATTERNS = {
    "contains": ("", "%{}%"),
    "startsWith": ("", "{}%"),
    "doesNotContain": ("NOT ", "%{}%"),
    "doesNotStartWith": ("NOT ", "{}%"),
}
_BESIDE: dict[str, Callable[[datetime, datetime], bool]] = {
    ">": lambda found, wanted: found > wanted,
    ">=": lambda found, wanted: found >= wanted,
    "<": lambda found, wanted: found < wanted,
    "<=": lambda found, wanted: found <= wanted,
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One condition: its SQL with the values of its question marks, and what is checked when the record is here."""

    sql: str
    params: tuple[Parameter, ...] = ()
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """All conditions of a read. ``fields`` are those that it asks by; ``instants`` says whether wall times are among them."""

    where: tuple[str, ...] = ()
    params: tuple[Parameter, ...] = ()
    fields: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = field(default=())
    instants: bool = False

    @classmethod
    def of(cls, plan: Plan, criteria: Sequence[Criterion], zone: AccountZone) -> Conditions:
        """Translate ``criteria``; ``ValueError`` names the field for what a query cannot ask."""
        columns = _columns(plan)
        parts: list[_Part] = []
        for criterion in criteria:
            column = columns.get(criterion.field)
            if column is None:
                raise ValueError(f"{plan.table.type} cannot be asked for by {criterion.field!r} in a query")
            parts.append(_part(criterion, column, zone))
        return cls(
            tuple(part.sql for part in parts),
            tuple(value for part in parts for value in part.params),
            frozenset(columns[criterion.field].name for criterion in criteria),
            tuple(part.check for part in parts if part.check is not None),
            any(part.check is not None for part in parts),
        )

    def met_by(self, record: Record) -> bool:
        """Say whether a record meets what the query asked with room."""
        return all(check(record) for check in self.checks)


def _columns(plan: Plan) -> dict[str, FieldColumn]:
    """Return the columns by what a search calls them: fields of the record, custom fields, the ids."""
    place = plan.table.place
    by_name = {column.name: column for column in plan.columns}
    kind = kind_of(plan.table.type)
    for one in kind.fields if kind else ():
        if one.search_name and one.name in by_name:
            by_name[one.search_name] = by_name[one.name]
    ids = {
        "internalId": FieldColumn("internalId", Kind.REF, "id", place),
        "internalIdNumber": FieldColumn("internalId", Kind.INTEGER, "id", place),
        "externalId": FieldColumn("externalId", Kind.STRING, "externalid", place),
        "externalIdString": FieldColumn("externalId", Kind.STRING, "externalid", place),
    }
    return by_name | ids


def _part(criterion: Criterion, column: FieldColumn, zone: AccountZone) -> _Part:
    if criterion.operator in ("empty", "notEmpty"):
        _count(criterion, 0)
        return _Part(f"{column.sql} IS {'NOT ' if criterion.operator == 'notEmpty' else ''}NULL")
    if criterion.operator in ("anyOf", "noneOf"):
        return _list(criterion, column)
    if column.kind is Kind.DATETIME:
        return _time(criterion, column, zone)
    makers: dict[Kind, Callable[[Criterion, FieldColumn], _Part]] = {
        Kind.STRING: _text,
        Kind.BOOLEAN: _flag,
        Kind.INTEGER: _number,
        Kind.DOUBLE: _number,
        Kind.DURATION: _number,
        Kind.DATE: _day,
    }
    if column.kind not in makers:
        raise _cannot(criterion)
    return makers[column.kind](criterion, column)


def _text(criterion: Criterion, column: FieldColumn) -> _Part:
    (value,) = _count(criterion, 1)
    if not isinstance(value, str):
        _misfit(criterion, "text")
    if criterion.operator == "is":
        return _Part(f"UPPER({column.sql}) = UPPER(?)", (value,))
    if criterion.operator == "isNot":
        return _Part(f"(UPPER({column.sql}) <> UPPER(?) OR {column.sql} IS NULL)", (value,))
    if criterion.operator not in _PATTERNS:
        raise _cannot(criterion)
    negated, form = _PATTERNS[criterion.operator]
    plain = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in value)
    like = f"UPPER({column.sql}) {negated}LIKE UPPER(?) ESCAPE '\\'"
    return _Part(f"({like} OR {column.sql} IS NULL)" if negated else like, (form.format(plain),))


def _flag(criterion: Criterion, column: FieldColumn) -> _Part:
    if criterion.operator != "is":
        raise _cannot(criterion)
    (value,) = _count(criterion, 1)
    if not isinstance(value, bool):
        _misfit(criterion, "a boolean")
    return _Part(f"{column.sql} = ?", (value,))


def _number(criterion: Criterion, column: FieldColumn) -> _Part:
    if criterion.operator in ("between", "notBetween"):
        low, high = (_numeric(criterion, value) for value in _count(criterion, 2))
        negated = "NOT " if criterion.operator == "notBetween" else ""
        return _Part(f"{column.sql} {negated}BETWEEN ? AND ?", (low, high))
    if criterion.operator not in _COMPARED:
        raise _cannot(criterion)
    return _Part(
        f"{column.sql} {_COMPARED[criterion.operator]} ?", (_numeric(criterion, _count(criterion, 1)[0]),)
    )


def _day(criterion: Criterion, column: FieldColumn) -> _Part:
    if criterion.operator in ("within", "notWithin"):
        days = tuple(_date(criterion, value) for value in _count(criterion, 2))
        negated = "NOT " if criterion.operator == "notWithin" else ""
        return _Part(f"{column.sql} {negated}BETWEEN ? AND ?", days)
    operator = {"on": "=", "notOn": "<>", **_TIMES}.get(criterion.operator)
    if operator is None:
        raise _cannot(criterion)
    return _Part(f"{column.sql} {operator} ?", (_date(criterion, _count(criterion, 1)[0]),))


def _time(criterion: Criterion, column: FieldColumn, zone: AccountZone) -> _Part:
    if criterion.operator in ("within", "notWithin"):
        return _span(criterion, column, _count(criterion, 2), zone)
    if criterion.operator in ("on", "notOn"):
        day = _date(criterion, _count(criterion, 1)[0])
        return _span(criterion, column, (day, day), zone)
    operator = _TIMES.get(criterion.operator)
    if operator is None:
        raise _cannot(criterion)
    return _bound(criterion, column, operator, _count(criterion, 1)[0], zone)


def _span(criterion: Criterion, column: FieldColumn, values: tuple[Operand, ...], zone: AccountZone) -> _Part:
    """What lies from the first value to the last, or outside of them; that is checked as a whole, which a day among instants cannot be."""
    negated = criterion.operator.startswith("not")
    if negated and isinstance(values[0], datetime) is not isinstance(values[1], datetime):
        _misfit(criterion, "two dates or two instants")
    operators = ("<", ">") if negated else (">=", "<=")
    low, high = (
        _bound(criterion, column, operator, value, zone)
        for operator, value in zip(operators, values, strict=True)
    )
    sql = f"({low.sql} OR {high.sql})" if negated else f"{low.sql} AND {high.sql}"
    checks = [one.check for one in (low, high) if one.check is not None]
    met = any if negated else all
    check = (lambda record: met(one(record) for one in checks)) if checks else None
    return _Part(sql, low.params + high.params, check)


def _bound(
    criterion: Criterion, column: FieldColumn, operator: str, value: Operand, zone: AccountZone
) -> _Part:
    """One bound: a day is one of the account's, an instant is compared with room and checked again."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{criterion.field}: an instant needs a time zone")
        whole = value.replace(microsecond=0)
        lower = operator.startswith(">")
        wall = zone.wall_before(whole) if lower else zone.wall_after(whole)
        return _Part(f"{column.sql} {operator[0]}= ?", (wall,), _exactly(column.name, operator, whole))
    day = _date(criterion, value)
    first = datetime.combine(day, datetime.min.time())
    next_day = operator in (">", "<=")
    edge = first + timedelta(days=1) if next_day else first
    return _Part(f"{column.sql} {'>=' if operator.startswith('>') else '<'} ?", (edge,))


def _exactly(name: str, operator: str, wanted: datetime) -> Check:
    beside = _BESIDE[operator]

    def check(record: Record) -> bool:
        found = record.values.get(name)
        return isinstance(found, datetime) and beside(found, wanted)

    return check


def _list(criterion: Criterion, column: FieldColumn) -> _Part:
    if not criterion.values:
        raise ValueError(f"{criterion.field}: {criterion.operator} needs a value")
    if column.kind not in (Kind.REF, Kind.ENUM) and column.name != "externalId":
        raise _cannot(criterion)
    values = [_entry(criterion, column, value) for value in criterion.values]
    lists = [values[start : start + MOST_IN_A_LIST] for start in range(0, len(values), MOST_IN_A_LIST)]
    inside = " OR ".join(f"{column.sql} IN ({', '.join('?' * len(one))})" for one in lists)
    return _Part(
        f"({inside})" if criterion.operator == "anyOf" else f"(NOT ({inside}) OR {column.sql} IS NULL)",
        tuple(values),
    )


def _entry(criterion: Criterion, column: FieldColumn, value: Operand) -> Parameter:
    if column.name == "externalId":
        external = value.external_id or value.internal_id if isinstance(value, Ref) else value
        return external if isinstance(external, str) else _misfit(criterion, "external ids")
    if column.kind is Kind.ENUM:
        codes = {soap: code for code, soap in (column.codes or {}).items()}
        return codes[value] if isinstance(value, str) and value in codes else _misfit(criterion, "its values")
    internal = value.internal_id if isinstance(value, Ref) else value
    is_id = isinstance(internal, str) and internal.removeprefix("-").isdecimal() and internal.isascii()
    return int(internal) if is_id else _misfit(criterion, "internal ids")  # type: ignore[arg-type]  # checked in the line before


def _numeric(criterion: Criterion, value: Operand) -> Parameter:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _misfit(criterion, "a number")
    return value


def _date(criterion: Criterion, value: Operand) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        _misfit(criterion, "a date")
    return value


def _count(criterion: Criterion, wanted: int) -> tuple[Operand, ...]:
    if len(criterion.values) != wanted:
        raise ValueError(
            f"{criterion.field}: {criterion.operator} takes {wanted} value(s), not {len(criterion.values)}"
        )
    return criterion.values


def _misfit(criterion: Criterion, wanted: str) -> NoReturn:
    raise ValueError(f"{criterion.field}: {criterion.operator} needs {wanted}")


def _cannot(criterion: Criterion) -> ValueError:
    return ValueError(f"{criterion.field}: a query cannot ask {criterion.operator!r} of it")

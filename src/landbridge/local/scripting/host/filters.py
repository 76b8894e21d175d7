"""Filters of N/search on records: each condition is a search of the account's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from landbridge.local.records.entities import STAGE_OF_SCRIPT_TYPE
from landbridge.local.records.model import Criterion
from landbridge.local.records.types import TypeDefinition
from landbridge.local.scripting import fieldvalues
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.host.expressions import Condition, Expressions
from landbridge.recordtypes import Field, Kind, Search

if TYPE_CHECKING:
    from landbridge.local.scripting.execution import Execution

OPERATORS = {
    "after": "after",
    "anyof": "anyOf",
    "before": "before",
    "between": "between",
    "contains": "contains",
    "doesnotcontain": "doesNotContain",
    "doesnotstartwith": "doesNotStartWith",
    "equalto": "equalTo",
    "greaterthan": "greaterThan",
    "greaterthanorequalto": "greaterThanOrEqualTo",
    "haskeywords": "hasKeywords",
    "is": "is",
    "isempty": "empty",
    "isnot": "isNot",
    "isnotempty": "notEmpty",
    "lessthan": "lessThan",
    "lessthanorequalto": "lessThanOrEqualTo",
    "noneof": "noneOf",
    "notafter": "notAfter",
    "notbefore": "notBefore",
    "notbetween": "notBetween",
    "notequalto": "notEqualTo",
    "notgreaterthan": "notGreaterThan",
    "notgreaterthanorequalto": "notGreaterThanOrEqualTo",
    "notlessthan": "notLessThan",
    "notlessthanorequalto": "notLessThanOrEqualTo",
    "noton": "notOn",
    "notonorafter": "notOnOrAfter",
    "notonorbefore": "notOnOrBefore",
    "notwithin": "notWithin",
    "on": "on",
    "onorafter": "onOrAfter",
    "onorbefore": "onOrBefore",
    "startswith": "startsWith",
    "within": "within",
}
"""SuiteScript's search operators and SOAP's names of the same."""

_OWN_IDS = {
    "internalid": "internalId",
    "internalidnumber": "internalIdNumber",
    "externalid": "externalId",
    "externalidstring": "externalIdString",
}
PERIODS = {
    name.lower(): name
    for name in (
        "thisWeek",
        "lastWeek",
        "nextWeek",
        "thisWeekToDate",
        "thisMonth",
        "lastMonth",
        "nextMonth",
        "thisMonthToDate",
        "monthBeforeLast",
        "thisFiscalQuarter",
        "lastFiscalQuarter",
        "thisYear",
        "lastYear",
        "thisYearToDate",
    )
}
"""Named periods: scripts write them in lower case, SOAP in mixed case. Those of one word are the same."""

_NUMBERS = (Search.LONG, Search.DOUBLE)


def matching_ids(
    execution: Execution, definition: TypeDefinition, script_type: str, expression: Sequence[Any]
) -> list[str]:
    """Return the internal ids that meet a filter expression, in the account's own order. Raises :class:`ScriptError`."""
    matcher = _Matcher(execution, definition)
    everything = execution.account.records.search(definition.name, matcher.stage_criteria(script_type))
    if not expression:
        return everything
    kept = Expressions(matcher.meeting, matcher.everything).evaluate(expression)
    return [record_id for record_id in everything if record_id in kept]


class _Matcher:
    def __init__(self, execution: Execution, definition: TypeDefinition) -> None:
        self._execution = execution
        self._definition = definition

    def stage_criteria(self, script_type: str) -> list[Criterion]:
        """A search of leads or prospects finds those only; one of customers finds every stage (assumed)."""
        if script_type in ("lead", "prospect"):
            return [Criterion("stage", "anyOf", (STAGE_OF_SCRIPT_TYPE[script_type],))]
        return []

    def everything(self) -> set[str]:
        """Return all ids of the type."""
        return set(self._execution.account.records.search(self._definition.name, []))

    def meeting(self, condition: Condition) -> set[str]:
        """Return the ids that meet one condition."""
        name, operator = condition.name, condition.operator
        if "." in name:
            raise ScriptError(
                "UNSUPPORTED_BY_LOCAL_ACCOUNT",
                f"A search filter with a join ({name}) is not supported by the local account.",
            )
        if operator not in OPERATORS:
            raise ScriptError("SSS_INVALID_SRCH_OPERATOR", f"The search operator {operator} is not valid.")
        criterion = self._criterion(name, OPERATORS[operator], condition.values)
        return set(self._execution.account.records.search(self._definition.name, [criterion]))

    def _criterion(self, name: str, operator: str, values: list[Any]) -> Criterion:
        field = fieldvalues.fields_by_script_id(self._definition).get(name)
        searched = _OWN_IDS.get(name) or (field.search_name or field.name if field else name)
        _, search = self._definition.search_field(searched)
        if search is Search.MULTISELECT and operator == "is":
            operator = "anyOf"
        return Criterion(searched, operator, tuple(self._value(field, search, value) for value in values))

    def _value(self, field: Field | None, search: Search, value: Any) -> Any:
        if search is Search.BOOLEAN:
            return value in (True, "T", "true")
        if search is Search.DATE:
            return self._date(field, value)
        if search in _NUMBERS:
            return _number(value, whole=search is Search.LONG)
        if field is not None and field.kind is Kind.ENUM:
            return fieldvalues.from_wire(field, str(value).upper())
        return str(value)

    def _date(self, field: Field | None, value: Any) -> Any:
        formats = self._execution.scripting.formats
        text = str(value)
        if not text[:1].isdigit():
            return PERIODS.get(text.lower(), text)
        if field is not None and field.kind is Kind.DATETIME and ":" in text:
            return formats.instant_of(text)
        return formats.date_of(text)


def _number(value: Any, *, whole: bool) -> float | int:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ScriptError("SSS_INVALID_SRCH_FILTER", f"{value!r} is not a number.") from None
    return int(number) if whole else number

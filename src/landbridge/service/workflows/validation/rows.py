"""One row of a mapping against what both sides say they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from landbridge.service.ports import DestinationField, SourceField
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows import catalogue, filters, rows
from landbridge.service.workflows.branches import branches_of, pieces_of, values_of
from landbridge.service.workflows.catalogue import Group, Row, Source
from landbridge.service.workflows.conversion import NotConvertible, convert
from landbridge.service.workflows.macros import MACROS
from landbridge.service.workflows.validation.fitting import misfit
from landbridge.service.workflows.validation.sides import OWN_FIELDS, Sides

Found = tuple[str, str]
"""A code and a sentence."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the rows of one group of a workflow that reads ``netsuite_type``."""

    sides: Sides
    netsuite_type: str
    group: Group

    def row(self, row: Row) -> Iterator[Found]:
        """Yield what is wrong with an active row."""
        target = self.sides.target(self.group.spp_type, row.target)
        if target is None:
            yield "unknown_target", f"{self.group.label} has no field {row.target!r} in SuiteProjects Pro."
            return
        wrong = list(rows.shape_problems(row))
        yield from (("bad_row", problem) for problem in wrong)
        if not wrong:
            yield from self._value(row, target)

    def condition(self, text: str) -> Iterator[Found]:
        """Yield what is wrong with a filter or a condition."""
        try:
            expression = filters.parse(text)
        except filters.FilterSyntaxError as error:
            yield "bad_condition", f"{text[:80]!r} cannot be read: {error}"
            return
        yield from self._compared(expression)

    def _compared(self, expression: filters.Expression) -> Iterator[Found]:
        for name in sorted(filters.fields_of(expression)):
            yield from self._unknown(name)
        for name in sorted(filters.spp_fields_of(expression)):
            table, _, field = name.partition(".")
            yield from self._field_of(table, field)

    def _value(self, row: Row, target: DestinationField) -> Iterator[Found]:
        check = {
            Source.FIELD: self._field,
            Source.CONSTANT: self._constant,
            Source.VALUES: self._values,
            Source.CONCATENATION: self._pieces,
            Source.MACRO: self._macro,
            Source.LOOKUP: self._lookups,
            Source.CONDITIONAL: self._branches,
        }.get(row.source)
        return check(row, target) if check else iter(())

    def _field(self, row: Row, target: DestinationField) -> Iterator[Found]:
        found = self._find(row.field)
        if found is None:
            yield from self._unknown(row.field)
            return
        why = misfit(found.kind, target) if found.name not in OWN_FIELDS else ""
        if why:
            yield "wrong_type", f"{row.field} {why}, which {target.label} cannot take."

    def _constant(self, row: Row, target: DestinationField) -> Iterator[Found]:
        yield from self._fixed_value(row.value, target)

    def _values(self, row: Row, target: DestinationField) -> Iterator[Found]:
        yield from self._unknown(row.field)
        for value in values_of(row).values():
            yield from self._fixed_value(value, target)

    def _pieces(self, row: Row, _target: DestinationField) -> Iterator[Found]:
        for piece in pieces_of(row):
            if piece.field:
                yield from self._unknown(piece.field)

    def _macro(self, row: Row, _target: DestinationField) -> Iterator[Found]:
        if row.value not in MACROS:
            yield "unknown_macro", f"there is no macro {row.value!r}."
        if row.field:
            yield from self._unknown(row.field)

    def _lookups(self, row: Row, target: DestinationField) -> Iterator[Found]:
        yield from self._unknown(row.field)
        for form in rows.lookup_forms(row.value):
            yield from self._lookup(form, target)

    def _branches(self, row: Row, target: DestinationField) -> Iterator[Found]:
        for branch in branches_of(row):
            if branch.condition is not None:
                yield from self._compared(branch.condition)
            yield from self._value(branch.row, target)

    def _fixed_value(self, value: object, target: DestinationField) -> Iterator[Found]:
        try:
            convert(value, self.group.target(target.name))  # type: ignore[arg-type]  # a constant is JSON: text, number, flag or nothing
        except NotConvertible as error:
            yield "wrong_type", f"{value!r} does not fit: {error}"

    def _lookup(self, form: str | dict[str, Any], target: DestinationField) -> Iterator[Found]:
        key = form if isinstance(form, str) else form.get("workflow")
        answer = "" if isinstance(form, str) else str(form.get("return", ""))
        if key is not None:
            linked = catalogue.find(str(key))
            if linked is None:
                yield "unknown_workflow", f"{key!r} is no workflow."
                return
            table = linked.spp_type
        else:
            table = str(form.get("table", "")) if isinstance(form, dict) else ""
            if table not in SPP_TYPES:
                yield "unknown_table", f"{table!r} is no table of SuiteProjects Pro."
                return
            yield from self._field_of(table, str(form.get("by", "")) if isinstance(form, dict) else "")
        if answer and answer != "id":
            yield from self._field_of(table, answer)
        elif target.refers_to and target.refers_to != table:
            yield (
                "wrong_type",
                f"it finds a record of {table}, and {target.label} takes one of {target.refers_to}.",
            )

    def _field_of(self, table: str, name: str) -> Iterator[Found]:
        if name != "id" and (not name or self.sides.target(table, name) is None):
            yield "unknown_target", f"the table {table} has no field {name!r} in SuiteProjects Pro."

    def _find(self, name: str) -> SourceField | None:
        return self.sides.source(self.netsuite_type).find(self.group, name)

    def _unknown(self, name: str) -> Iterator[Found]:
        side = self.sides.source(self.netsuite_type)
        if side.find(self.group, name) is None and not side.may_have(name):
            where = (
                f"lines ({self.group.each}) of {self.netsuite_type} have"
                if self.group.each
                else f"{self.netsuite_type} has"
            )
            yield "unknown_netsuite_field", f"{where} no field {name!r} in NetSuite."

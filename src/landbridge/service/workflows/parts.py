"""What one NetSuite record falls into: a part for each record of SuiteProjects Pro that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from landbridge.service.ports import Reference, SourceRecord, Value
from landbridge.service.workflows.catalogue import Group

OF_RECORD = "record."
LINE_KEY = "lineKey"


@dataclass(frozen=True, slots=True)
class Part:
    """One of them: ``key`` is the record's internal id, of a line with what the line is known by (``5-1``).

    ``number`` is where the line stands among those of its sublist, from 1.
    """

    record: SourceRecord
    key: str
    line: Mapping[str, Value] | None = None
    number: int = 0

    def value(self, field: str) -> Value:
        """Return what NetSuite has in ``field``: of the line where this is one, ``record.`` before the name being the record's.

        ``applyList.doc`` are the references that the lines of a sublist hold, one for each line that has one.
        """
        nearest = self.record.values if self.line is None else self.line
        if field in nearest:
            return nearest[field]
        if field == LINE_KEY:
            return self.key
        name = field.removeprefix(OF_RECORD)
        if name == "internalId":
            return self.record.internal_id
        if name == "externalId":
            return self.record.external_id
        if self.line is not None and name == field:
            return None
        sublist, dot, column = name.partition(".")
        return self._of_lines(sublist, column) if dot else self.record.values.get(name)

    def _of_lines(self, sublist: str, column: str) -> Value:
        values = [line.get(column) for line in self.record.lines.get(sublist, ())]
        return tuple(one for one in values if isinstance(one, Reference)) or None


def parts_of(group: Group, record: SourceRecord) -> Iterator[Part]:
    """Yield every line that has a key, also those of a key that was there before; the record itself in a group that is not of lines.

    :func:`landbridge.service.workflows.choosing.choose` says which of them are imported.
    """
    if not group.each:
        yield Part(record, record.internal_id)
        return
    for number, line in enumerate(record.lines.get(group.each, ()), start=1):
        by = next(filter(None, (plain_key(line.get(name)) for name in group.key_fields)), "")
        if by:
            yield Part(record, f"{record.internal_id}-{by}", line, number)


def added(first: Part, other: Part, fields: Iterable[str]) -> Part:
    """Return the first of two lines with the same key, with the numbers of both in ``fields`` added together."""
    if first.line is None or other.line is None:
        return first
    line = dict(first.line)
    for name in fields:
        one, two = line.get(name), other.line.get(name)
        if isinstance(one, float) and isinstance(two, float):
            line[name] = float(str(Decimal(str(one)) + Decimal(str(two))))
        elif one is None and two is not None:
            line[name] = two
    return replace(first, line=line)


def plain_key(value: Value) -> str:
    """Return a line's key as text: a reference's internal id, a number without decimals."""
    internal_id = getattr(value, "internal_id", None)
    if internal_id is not None:
        return str(internal_id)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)

"""What one NetSuite record falls into: a part for each record of SuiteProjects Pro that comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landbridge.service.ports import SourceRecord, Value
from landbridge.service.workflows.catalogue import Group

OF_RECORD = "record."
LINE_KEY = "lineKey"


@dataclass(frozen=True, slots=True)
class Part:
    """One of them: ``key`` is the record's internal id, of a line with what the line is known by (``5-1``)."""

    record: SourceRecord
    key: str
    line: Mapping[str, Value] | None = None

    def value(self, field: str) -> Value:
        """Return what NetSuite has in ``field``: of the line where this is one, ``record.`` before the name being the record's."""
        if field == "internalId":
            return self.record.internal_id
        if field == "externalId":
            return self.record.external_id
        if field == LINE_KEY:
            return self.key
        if self.line is not None and not field.startswith(OF_RECORD):
            return self.line.get(field)
        return self.record.values.get(field.removeprefix(OF_RECORD))


def parts_of(group: Group, record: SourceRecord) -> Iterator[Part]:
    """Yield the parts of a record in a group, each key once. Lines without a key are no part."""
    if not group.each:
        yield Part(record, record.internal_id)
        return
    known: set[str] = set()
    for line in record.lines.get(group.each, ()):
        by = plain_key(line.get(group.key_field))
        if by and by not in known:
            known.add(by)
            yield Part(record, f"{record.internal_id}-{by}", line)


def plain_key(value: Value) -> str:
    """Return a line's key as text: a reference's internal id, a number without decimals."""
    internal_id = getattr(value, "internal_id", None)
    if internal_id is not None:
        return str(internal_id)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)

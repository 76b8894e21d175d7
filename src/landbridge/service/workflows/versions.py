"""The version of a source record: its instant and a digest, since NetSuite keeps whole seconds and two saves may share one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from landbridge.service.ports import Line, Reference, SourceRecord, Value

_INSTANTS = frozenset({"lastModifiedDate", "lastModified"})
"""The instant is the other half of the version."""

_KEYS_OF_LINES = ("line", "doc", "job")
"""What the mapping groups know lines by (``Group.key_fields``)."""


def digest(record: SourceRecord) -> str:
    """Return 32 hexadecimal digits over what was read of the record, its lines in their order, but not when it was modified.

    The same content gives the same digits, however often it is saved.
    """
    content = {name: value for name, value in record.values.items() if name not in _INSTANTS}
    parts = [record.type, record.internal_id, str(record.external_id), _fields(content)]
    for sublist in sorted(record.lines):
        parts += [sublist, *(_fields(line) for line in record.lines[sublist])]
    return hashlib.blake2b("\x1c".join(parts).encode(), digest_size=16).hexdigest()


def monitored_digest(record: SourceRecord, fields: Sequence[str]) -> str:
    """Return 32 hexadecimal digits over the monitored ``fields``, and which lines their sublists have. ``itemList.rate`` is one of lines."""
    parts = [record.type]
    for name in fields:
        sublist, dot, column = name.partition(".")
        lines = record.lines.get(sublist, ())
        held = [_of_line(line, column) for line in lines] if dot else [_plain(_of_body(record, name))]
        parts += [name, str(len(held)), "\x1e".join(held)]
    return hashlib.blake2b("\x1c".join(parts).encode(), digest_size=16).hexdigest()


def _of_line(line: Line, column: str) -> str:
    """A line that takes the place of another one is a change, though it holds the same."""
    return "\x1d".join(_plain(line.get(name)) for name in (*_KEYS_OF_LINES, column))


def _of_body(record: SourceRecord, name: str) -> Value:
    return record.external_id if name == "externalId" else record.values.get(name)


def _fields(values: Mapping[str, Value]) -> str:
    return "\x1e".join(f"{name}\x1f{_plain(values[name])}" for name in sorted(values))


def _plain(value: Value) -> str:
    if isinstance(value, Reference):
        return f"ref {value.internal_id} {value.name}"
    if isinstance(value, (list, tuple)):
        return "\x1d".join(_plain(item) for item in value)
    return f"{type(value).__name__} {value}"

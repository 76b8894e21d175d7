"""The version of a source record: its instant and a digest, since NetSuite keeps whole seconds and two saves may share one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from landbridge.service.ports import Reference, SourceRecord, Value


def digest(record: SourceRecord) -> str:
    """Return 32 hexadecimal digits over everything that was read of the record. The same content gives the same digits."""
    text = _text(record.values)
    if record.lines:
        lines = ((name, line) for name in sorted(record.lines) for line in record.lines[name])
        text += "".join(f"\x1c{name}\x1e{_text(line)}" for name, line in lines)
    return hashlib.blake2b(
        f"{record.type}\x1e{record.internal_id}\x1e{record.external_id}\x1e{text}".encode(), digest_size=16
    ).hexdigest()


def _text(values: Mapping[str, Value]) -> str:
    return "\x1e".join(f"{name}\x1f{_plain(values[name])}" for name in sorted(values))


def _plain(value: Value) -> str:
    if isinstance(value, Reference):
        return f"ref {value.internal_id} {value.name}"
    if isinstance(value, (list, tuple)):
        return "\x1d".join(_plain(item) for item in value)
    return f"{type(value).__name__} {value}"

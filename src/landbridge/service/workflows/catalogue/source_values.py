"""What rules look at in a record or line."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import Reference, Value


def choice_of(values: Mapping[str, Value], name: str) -> str:
    """Return the internal id of what was chosen, empty for nothing."""
    value = values.get(name)
    return value.internal_id if isinstance(value, Reference) else str(value or "")

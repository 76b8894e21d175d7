"""Strict mapping validation (fact sheet 3.6): an option of the administration page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from landbridge.service.workflows.catalogue import Group, Row
from landbridge.service.workflows.content import Switched
from landbridge.service.workflows.validation.rows import Found


def problems(group: Group, rows: Sequence[Switched]) -> Iterator[tuple[str, Found]]:
    """Yield target and finding: default rows keep their target, may be switched off, and are not copied to another one."""
    default = {row.target: row for row in group.rows}
    there = {row.target for row, _ in rows}
    for target in default:
        if target not in there:
            yield (
                target,
                (
                    "strict_target",
                    "the default row of this field is gone: it may be switched off, and keeps its target.",
                ),
            )
    for row, _ in rows:
        original = next((one for one in group.rows if _same_source(one, row)), None)
        if original and row.target not in default:
            yield row.target, ("strict_copy", f"this row copies the default row of {original.target}.")


def _same_source(one: Row, other: Row) -> bool:
    return (one.source, one.field, one.value) == (other.source, other.field, other.value)

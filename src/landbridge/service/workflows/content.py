"""A mapping as plain data: what versions, drafts, files and the JSON API have of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from landbridge.service.workflows.catalogue import MAIN, Row, Source
from landbridge.service.workflows.models import MappingRow, Workflow

Switched = tuple[Row, bool]
"""A row and whether it is active."""

_DEFAULTS: dict[str, Any] = {
    "group": MAIN,
    "source": Source.FIELD.value,
    "field": "",
    "value": None,
    "required": False,
    "initial_only": False,
    "active": True,
}


def unkept(value: object) -> bool:
    """Whether plain data holds a character that the database keeps in no text: NUL, or half of a pair of UTF-16."""
    if isinstance(value, str):
        return any(one == "\0" or "\ud800" <= one <= "\udfff" for one in value)
    if isinstance(value, Mapping):
        return any(unkept(name) or unkept(one) for name, one in value.items())
    return isinstance(value, list | tuple) and any(unkept(one) for one in value)


UNKEPT = "holds a character that cannot be stored: NUL, or half of a character."


class NotAMappingError(ValueError):
    """The data is no mapping. The message names the row."""


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of a mapping by group, in order, and the filters of its groups; of groups that can be changed."""

    rows: Mapping[str, tuple[Switched, ...]]
    filters: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return ``{"mapping": [row, ...], "filters": {group: text}}``; of a row what is not its default (configuration reference)."""
        return {
            "mapping": [
                plain_row(group, row, active=on) for group, rows in self.rows.items() for row, on in rows
            ],
            "filters": {group: text for group, text in self.filters.items() if text},
        }


def from_plain(data: Mapping[str, Any]) -> Content:
    """Return the mapping that :meth:`Content.plain` wrote. Raises :class:`NotAMappingError`."""
    rows: dict[str, list[Switched]] = defaultdict(list)
    for position, one in enumerate(data.get("mapping", ()), 1):
        group, switched = _read_row(one, position)
        rows[group].append(switched)
    filters = {str(group): str(text) for group, text in data.get("filters", {}).items()}
    return Content({group: tuple(found) for group, found in rows.items()}, filters)


def stored(workflow: Workflow) -> Content:
    """Return what a workflow has now, in one query."""
    rows: dict[str, list[Switched]] = defaultdict(list)
    for one in MappingRow.objects.filter(workflow=workflow).order_by("group", "position"):
        rows[one.group].append((row_of(one), one.active))
    return Content({group: tuple(found) for group, found in rows.items()}, dict(workflow.filters))


def row_of(one: MappingRow) -> Row:
    """Return a stored row as the mapping takes it."""
    return Row(
        one.target,
        Source(one.source),
        one.field,
        one.value,
        required=one.required,
        initial_only=one.initial_only,
    )


def plain_row(group: str, row: Row, *, active: bool) -> dict[str, Any]:
    """Return one row as data, without what has its default value."""
    written = {
        "target": row.target,
        "group": group,
        "source": row.source.value,
        "field": row.field,
        "value": row.value,
        "required": row.required,
        "initial_only": row.initial_only,
        "active": active,
    }
    return brief(written)


def brief(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as data without what has its default value."""
    return {name: value for name, value in row.items() if name == "target" or value != _DEFAULTS[name]}


def over(there: Content, wanted: Content) -> Content:
    """Return ``there`` with the groups that ``wanted`` has rows of in place of its own, filter and all, and its other filters."""
    without = dict.fromkeys(wanted.rows, "")
    return Content({**there.rows, **wanted.rows}, {**there.filters, **without, **wanted.filters})


def in_order(groups: Sequence[str], content: Content) -> Content:
    """Return ``content`` with its groups in this order, others last."""
    known = [key for key in groups if key in content.rows]
    rest = [key for key in content.rows if key not in known]
    return Content({key: content.rows[key] for key in (*known, *rest)}, content.filters)


def targets(rows: Iterable[Switched]) -> list[str]:
    """Return the SuiteProjects Pro fields that rows set, in order."""
    return [row.target for row, _ in rows]


def _read_row(one: object, position: int) -> tuple[str, Switched]:
    if not isinstance(one, Mapping) or not isinstance(one.get("target"), str):
        raise NotAMappingError(f"Row {position} names no SuiteProjects Pro field as `target`.")
    unknown = sorted(set(one) - {"target", *_DEFAULTS})
    if unknown:
        raise NotAMappingError(f"Row {position} ({one['target']}) has an unknown {unknown[0]!r}.")
    given = {**_DEFAULTS, **one}
    for name, default in _DEFAULTS.items():
        if name != "value" and not isinstance(given[name], type(default)):
            raise NotAMappingError(f"Row {position} ({one['target']}): `{name}` is a {_called(default)}.")
    try:
        source = Source(given["source"])
    except ValueError:
        raise NotAMappingError(
            f"Row {position} ({one['target']}): there is no source {given['source']!r}."
        ) from None
    row = Row(
        given["target"],
        source,
        given["field"],
        given["value"],
        required=given["required"],
        initial_only=given["initial_only"],
    )
    return given["group"], (row, given["active"])


def _called(default: object) -> str:
    return "text" if isinstance(default, str) else "yes or no"

"""Single edits of a draft: what a button of the mapping page does."""

from __future__ import annotations

from dataclasses import replace

from landbridge.service.workflows.catalogue import Group, Row
from landbridge.service.workflows.content import Content, Switched
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.rows import default_rows_of, is_fixed

Rows = tuple[Switched, ...]


def put_row(one: Content, group: Group, position: int | None, row: Row, *, active: bool) -> Content:
    """Set the row at ``position``, or add one at the end. Raises :class:`WorkflowRefused` for a fixed row."""
    rows = list(one.rows.get(group.key, ()))
    if position is None:
        rows.append((row, active))
    else:
        _refuse_fixed(group, _at(rows, position)[0])
        rows[position] = (row, active)
    return _with(one, group, tuple(rows))


def move(one: Content, group: Group, position: int, by: int) -> Content:
    """Move a row up (-1) or down (1); at the end of the list it stays."""
    rows = list(one.rows.get(group.key, ()))
    other = position + by
    _at(rows, position)
    if 0 <= other < len(rows):
        rows[position], rows[other] = rows[other], rows[position]
    return _with(one, group, tuple(rows))


def copy(one: Content, group: Group, position: int) -> Content:
    """Add a copy below a row, switched off, since no field is set twice: it waits for a field of its own."""
    rows = list(one.rows.get(group.key, ()))
    row, _ = _at(rows, position)
    _refuse_fixed(group, row)
    rows.insert(position + 1, (replace(row, required=False), False))
    return _with(one, group, tuple(rows))


def remove(one: Content, group: Group, position: int) -> Content:
    """Take a row away."""
    rows = list(one.rows.get(group.key, ()))
    _refuse_fixed(group, _at(rows, position)[0])
    del rows[position]
    return _with(one, group, tuple(rows))


def switch(one: Content, group: Group, position: int) -> Content:
    """Switch a row on or off."""
    rows = list(one.rows.get(group.key, ()))
    row, active = _at(rows, position)
    _refuse_fixed(group, row)
    rows[position] = (row, not active)
    return _with(one, group, tuple(rows))


def reset_row(one: Content, group: Group, position: int) -> Content:
    """Set a row back to the default row of its field. Raises :class:`WorkflowRefused` where there is none."""
    rows = list(one.rows.get(group.key, ()))
    target = _at(rows, position)[0].target
    default = next((row for row in group.rows if row.target == target), None)
    if default is None:
        raise WorkflowRefused("no_default", f"The default mapping has no row for {target}.")
    rows[position] = (default, True)
    return _with(one, group, tuple(rows))


def reset_group(one: Content, group: Group) -> Content:
    """Set all rows of a group back to the default, and take its filter away."""
    filters = {key: text for key, text in one.filters.items() if key != group.key}
    return Content({**one.rows, group.key: tuple(default_rows_of(group))}, filters)


def set_group(one: Content, group: Group, rows: Rows, text: str) -> Content:
    """Give a group other rows and another filter: what its text in the notation says."""
    return set_filter(_with(one, group, rows), group, text)


def set_filter(one: Content, group: Group, text: str) -> Content:
    """Give a group another filter; empty: none."""
    return Content(one.rows, {**one.filters, group.key: text.strip()})


def _with(one: Content, group: Group, rows: Rows) -> Content:
    return Content({**one.rows, group.key: rows}, one.filters)


def _at(rows: list[Switched], position: int) -> Switched:
    if not 0 <= position < len(rows):
        raise WorkflowRefused("no_row", "There is no such row any more.")
    return rows[position]


def _refuse_fixed(group: Group, row: Row) -> None:
    if is_fixed(group, row):
        raise WorkflowRefused("fixed_row", f"The row of {row.target} is fixed.")

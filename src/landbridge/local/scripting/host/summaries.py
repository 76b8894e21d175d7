"""Summary columns of a search: GROUP, COUNT, SUM, MIN, MAX, AVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from landbridge.local.scripting.errors import ScriptError


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a result row: what `getValue` and `getText` answer, and what sorting and summing go by."""

    value: Any
    text: str | None
    sort: Any


Row = tuple[str, list[Cell]]


def _numbers(cells: Sequence[Cell]) -> list[float]:
    return [float(cell.sort) for cell in cells if cell.sort not in (None, "")]


def _shown(number: float) -> Cell:
    text = str(int(number)) if number.is_integer() else str(number)
    return Cell(text, None, number)


def _extreme(choose: Callable[..., Cell]) -> Callable[[Sequence[Cell]], Cell]:
    def summary(cells: Sequence[Cell]) -> Cell:
        filled = [cell for cell in cells if cell.sort is not None]
        return choose(filled, key=lambda cell: cell.sort) if filled else Cell("", None, None)

    return summary


def _average(cells: Sequence[Cell]) -> Cell:
    numbers = _numbers(cells)
    return _shown(sum(numbers) / len(numbers)) if numbers else Cell("", None, None)


_SUMMARIES: dict[str, Callable[[Sequence[Cell]], Cell]] = {
    "GROUP": lambda cells: cells[0],
    "COUNT": lambda cells: _shown(float(sum(cell.sort is not None for cell in cells))),
    "SUM": lambda cells: _shown(sum(_numbers(cells))),
    "MIN": _extreme(min),
    "MAX": _extreme(max),
    "AVG": _average,
}


def summarised(rows: list[Row], summaries: list[str]) -> list[Row]:
    """Return one row a group. `summaries` by column. A summary row has no internal id. Raises :class:`ScriptError`."""
    unknown = [name for name in summaries if name not in _SUMMARIES]
    if unknown:
        raise ScriptError(
            "SSS_INVALID_SRCH_COL_SUM", "Every column of a summary search needs a summary type."
        )
    groups: dict[tuple[str, ...], list[list[Cell]]] = {}
    for _, cells in rows:
        key = tuple(str(cell.value) for cell, name in zip(cells, summaries, strict=True) if name == "GROUP")
        groups.setdefault(key, []).append(cells)
    if not rows and "GROUP" not in summaries:
        return [("", [_SUMMARIES[name]([]) for name in summaries])]
    return [
        ("", [_SUMMARIES[name]([cells[index] for cells in group]) for index, name in enumerate(summaries)])
        for group in groups.values()
    ]

"""What differs between two states of a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from landbridge.service.workflows.catalogue import MAIN
from landbridge.service.workflows.content import brief


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them. ``kind``: ``added``, ``removed``, ``changed``, ``order``, ``filter`` or ``option``.

    ``name`` is the row's SuiteProjects Pro field, of an option its key. ``before`` and ``after`` are rows as data, orders as lists of
    fields, texts of filters, values of options.
    """

    kind: str
    group: str
    name: str
    before: Any
    after: Any

    def plain(self) -> dict[str, Any]:
        """Return it as data."""
        return asdict(self)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what differs between two contents as data (``mapping``, ``filters``, ``options``); options that both have."""
    old, new = _by_group(before), _by_group(after)
    found: list[Difference] = []
    for group in {**old, **new}:
        found += _of_rows(group, old.get(group, []), new.get(group, []))
    found += _of_values("filter", before.get("filters", {}), after.get("filters", {}))
    options = before.get("options", {}), after.get("options", {})
    common = [key for key in options[0] if key in options[1]]
    found += _of_values("option", *({key: values[key] for key in common} for values in options))
    return found


def _by_group(content: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in content.get("mapping", ()):
        found.setdefault(row.get("group", MAIN), []).append(brief(row))
    return found


def _of_rows(
    group: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    old, new = _named(before), _named(after)
    for name in old:
        if name not in new:
            yield Difference("removed", group, name[0], old[name], None)
    for name, row in new.items():
        if name not in old:
            yield Difference("added", group, name[0], None, row)
        elif row != old[name]:
            yield Difference("changed", group, name[0], old[name], row)
    order = [name[0] for name in old if name in new], [name[0] for name in new if name in old]
    if order[0] != order[1]:
        yield Difference("order", group, "", *order)


def _named(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Rows by their field; of rows with the same field each by its turn."""
    found: dict[tuple[str, int], Mapping[str, Any]] = {}
    for row in rows:
        turn = sum(name == row["target"] for name, _ in found)
        found[row["target"], turn] = row
    return found


def _of_values(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old != new:
            group, key = (name, "") if kind == "filter" else ("", name)
            yield Difference(kind, group, key, old, new)

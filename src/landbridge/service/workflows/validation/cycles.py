"""What would wait for itself: workflows through required lookups, groups through their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from landbridge.service.workflows import catalogue, rows
from landbridge.service.workflows.catalogue import Row, Source

T = TypeVar("T")


def awaited(row: Row) -> set[str]:
    """Return the workflows for which a record waits because of a row: required ones; an alternative may come instead, so none then."""
    if row.source is not Source.LOOKUP or not row.required:
        return set()
    forms = rows.lookup_forms(row.value)
    keys = [form if isinstance(form, str) else form.get("workflow") for form in forms]
    return {str(keys[0])} if len(keys) == 1 and keys[0] is not None else set()


def waiting(by_workflow: Mapping[str, Iterable[Row]]) -> dict[str, set[str]]:
    """Return, by workflow, those that it waits for: by its required lookups."""
    return {
        key: {other for row in of_workflow for other in awaited(row) if catalogue.find(other)}
        for key, of_workflow in by_workflow.items()
    }


def joined(by_group: Mapping[str, Iterable[Row]]) -> dict[str, set[str]]:
    """Return, by group, those whose parts it needs."""
    return {
        key: {str(row.value) for row in of_group if row.source is Source.PART}
        for key, of_group in by_group.items()
    }


def cycles(graph: Mapping[T, Iterable[T]]) -> Iterator[list[T]]:
    """Yield each cycle once, beginning where the graph names it first; a graph without cycles yields nothing."""
    told: set[frozenset[T]] = set()
    done: set[T] = set()
    for start in graph:
        yield from _from(start, graph, [], done, told)


def _from(
    at: T, graph: Mapping[T, Iterable[T]], path: list[T], done: set[T], told: set[frozenset[T]]
) -> Iterator[list[T]]:
    if at in path:
        found = path[path.index(at) :]
        if frozenset(found) not in told:
            told.add(frozenset(found))
            yield found
        return
    if at in done:
        return
    for following in graph.get(at, ()):
        yield from _from(following, graph, [*path, at], done, told)
    done.add(at)

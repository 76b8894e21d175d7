"""Parents in a circle: each record of it waits for the next, so none could ever be imported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection as database

IN_A_CIRCLE = "parents_in_a_circle"

_CHAIN = """
WITH RECURSIVE waiting AS (
    SELECT internal_id, name, parent_id FROM runs_attention
    WHERE workflow_id = %(workflow)s AND parent_id <> ''
        AND parent_type = %(netsuite_type)s AND parent_table = %(table)s
        AND NOT EXISTS (
            SELECT FROM workflows_link
            WHERE connection_id = %(connection)s AND netsuite_type = %(netsuite_type)s
                AND workflows_link.internal_id = runs_attention.internal_id AND spp_type = %(table)s
        )
), chain AS (
    SELECT * FROM waiting WHERE internal_id = ANY(%(first)s)
    UNION
    SELECT waiting.* FROM waiting JOIN chain ON waiting.internal_id = chain.parent_id
)
SELECT internal_id, name, parent_id FROM chain
"""
"""What waits for what, from the given records on. UNION leaves out rows that are there already, so a circle comes to an end."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record and the parent that it waits for, of its own type."""

    name: str
    parent_id: str


def waiting_from(
    connection_id: int, workflow_id: int, netsuite_type: str, table: str, first: Collection[str]
) -> dict[str, Waiting]:
    """Return what these records wait for, and what that waits for, and so on, as it was written down before. One query."""
    parameters: dict[str, int | str | list[str]] = {
        "connection": connection_id,
        "workflow": workflow_id,
        "netsuite_type": netsuite_type,
        "table": table,
        "first": list(first),
    }
    with database.cursor() as cursor:
        cursor.execute(_CHAIN, parameters)
        return {internal_id: Waiting(name, parent) for internal_id, name, parent in cursor.fetchall()}


def circles(waiting: Mapping[str, Waiting]) -> dict[str, list[str]]:
    """Return the circle in which each record stands, from itself around to itself; those that stand in none are absent."""
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    for start in waiting:
        path: list[str] = []
        places: dict[str, int] = {}
        here = start
        while here in waiting and here not in done and here not in places:
            places[here] = len(path)
            path.append(here)
            here = waiting[here].parent_id
        if here in places:
            circle = path[places[here] :]
            for turn, member in enumerate(circle):
                found[member] = [*circle[turn:], *circle[:turn], member]
        done.update(path)
    return found

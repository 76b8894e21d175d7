"""Loads the environment of a batch: a query for each table and field that rows look in, and for each table that filters look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from landbridge.service.ports import Destination
from landbridge.service.workflows.asking import asked_of
from landbridge.service.workflows.choosing import related_of
from landbridge.service.workflows.environment import Environment, LinkedId, LookupKey, Surroundings
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.store import PreparedGroup


def environment_for(
    groups: Sequence[PreparedGroup],
    parts: Mapping[str, Sequence[Part]],
    *,
    linked: LinkedId,
    destination: Destination,
    surroundings: Surroundings,
) -> Environment:
    """Return what mapping ``parts``, by key of the group, needs. ``linked`` knows the links of ``asking.parents_of`` and of the parts."""
    asked: dict[LookupKey, set[str]] = defaultdict(set)
    for group in groups:
        for key, values in asked_of(group.rows, parts.get(group.group.key, ())).items():
            asked[key] |= values
    environment = Environment(
        linked,
        surroundings,
        {
            (table, by): destination.lookup(table, by, sorted(values))
            for (table, by), values in asked.items()
            if values
        },
    )
    related: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for table, ids in related_of(group, parts.get(group.group.key, ()), environment).items():
            related[table] |= ids
    held = {
        (table, record.spp_id): record
        for table, ids in related.items()
        for record in destination.find(table, spp_ids=sorted(ids))
    }
    return replace(environment, held=held)

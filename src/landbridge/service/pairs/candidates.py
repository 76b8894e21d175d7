"""Which SuiteProjects Pro records a doubtful NetSuite record could be: those that carry its id, have its name, or were named as taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from landbridge.service.pairs.merges import TAKEN, holders
from landbridge.service.ports import Destination, DestinationRecord
from landbridge.service.projects.sensitivity import Sight, masked
from landbridge.service.runs.models import Attention
from landbridge.service.workflows import catalogue


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that could be meant; ``owner`` is the NetSuite id that it carries (empty: none), from which it is to be separated first."""

    spp_type: str
    spp_id: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful record with what it could be."""

    row: Attention
    candidates: Sequence[Candidate]


def doubts(rows: Iterable[Attention], destination: Destination, sight: Sight) -> list[Doubt]:
    """Return the rows with their candidates, as they may be seen: a question to SuiteProjects Pro for each workflow among them."""
    listed = list(rows)
    of_workflows: dict[str, list[Attention]] = defaultdict(list)
    for row in listed:
        of_workflows[row.workflow.key].append(row)
    taken = holders({(one.workflow_id, one.internal_id): one for one in listed if one.code == TAKEN})
    found = {
        row.pk: candidates
        for key, mine in of_workflows.items()
        for row, candidates in _of_workflow(key, mine, taken, destination, sight)
    }
    return [Doubt(row, found[row.pk]) for row in listed]


def _of_workflow(
    key: str,
    rows: Sequence[Attention],
    taken: dict[tuple[int, str], str],
    destination: Destination,
    sight: Sight,
) -> Iterator[tuple[Attention, list[Candidate]]]:
    main = catalogue.declaration(key).main
    named = {row.pk: taken.get((row.workflow_id, row.internal_id), "") for row in rows}
    records = destination.find(
        main.spp_type,
        netsuite_id_field=main.netsuite_id_field,
        netsuite_ids=[row.internal_id for row in rows],
        names=[row.name for row in rows if row.name],
        spp_ids=[spp_id for spp_id in named.values() if spp_id],
    )
    hidden = sight.hides_name(main.spp_type)
    for row in rows:
        yield (
            row,
            [
                Candidate(record.type, record.spp_id, masked(record.name) if hidden else record.name, owner)
                for record in records
                for owner in [str(record.fields.get(main.netsuite_id_field) or "")]
                if owner == row.internal_id or record.spp_id == named[row.pk] or _same_name(record, row)
            ],
        )


def _same_name(record: DestinationRecord, row: Attention) -> bool:
    return bool(row.name) and record.name.strip().casefold() == row.name.strip().casefold()

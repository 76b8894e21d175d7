"""What a policy does with the SuiteProjects Pro records of what was deleted in NetSuite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from landbridge.service.pairs.deletions.finding import Became, Gone, linked
from landbridge.service.pairs.models import DeletePolicy, Deletion
from landbridge.service.ports import Applied, Author, Change, Destination, Outcome
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

ACTIVE = "active"
Policy = DeletePolicy.Policy

_AUTHOR = Author(None, "Landbridge")


def do(
    workflow: Workflow,
    found: Sequence[Gone],
    destination: Destination,
    *,
    table: str,
    policy: str,
    now: datetime,
) -> list[Deletion]:
    """Mark, or mark and make inactive, and write the deletions down, in the caller's transaction. A handful of statements a table.

    ``table`` is that of the workflow's main group.
    """
    refused = _done(policy, found, destination, now) if policy != Policy.LEAVE else {}
    return Deletion.objects.bulk_create(
        [
            Deletion(
                workflow=workflow,
                internal_id=one.internal_id,
                name=one.name[:200],
                spp_type=spp_type,
                spp_id=spp_id,
                deleted_at=one.at,
                found_at=now,
                policy=policy,
                error=_error(one.became, refused),
            )
            for one in found
            for spp_type, spp_id in [_first(one, table)]
        ],
        ignore_conflicts=True,
    )


def retry(workflow: Workflow, destination: Destination, now: datetime) -> None:
    """Try once more to make inactive what was refused, in the caller's transaction, where it still bears the mark of the deletion."""
    declaration = catalogue.declaration(workflow.key)
    left = Deletion.objects.filter(workflow=workflow).exclude(error="")
    refused = {one.internal_id: one for one in left}
    tables = [group.spp_type for group in declaration.groups]
    became = linked(workflow.connection_id, declaration.netsuite_type, tables, list(refused))
    errors: dict[tuple[str, str], str] = {}
    for spp_type, spp_ids in _by_table(became.values()).items():
        there = destination.find(spp_type, spp_ids=spp_ids)
        marked = [one.spp_id for one in there if one.deleted_in_netsuite_at is not None]
        errors |= _refused(spp_type, _deactivated(spp_type, marked, destination, now))
    for one in refused.values():
        one.error = _error(became.get(one.internal_id, {}), errors)
    Deletion.objects.bulk_update(refused.values(), ["error"])


def _error(became: Became, refused: Mapping[tuple[str, str], str]) -> str:
    """Return why records that one became could not be made inactive; empty where all could."""
    reasons = (
        refused.get((spp_type, spp_id), "") for spp_type, spp_ids in became.items() for spp_id in spp_ids
    )
    return " ".join(dict.fromkeys(reason for reason in reasons if reason))


def _first(one: Gone, table: str) -> tuple[str, str]:
    spp_type = table if table in one.became else next(iter(one.became))
    return spp_type, one.became[spp_type][0]


def _done(
    policy: str, found: Iterable[Gone], destination: Destination, now: datetime
) -> dict[tuple[str, str], str]:
    """Return why records could not be made inactive."""
    refused: dict[tuple[str, str], str] = {}
    for spp_type, spp_ids in _by_table(one.became for one in found).items():
        if policy == Policy.DEACTIVATE:
            refused |= _refused(spp_type, _deactivated(spp_type, spp_ids, destination, now))
        destination.mark_deleted(spp_type, spp_ids, author=_AUTHOR, at=now)
    return refused


def _by_table(every: Iterable[Became]) -> Became:
    tables: dict[str, list[str]] = defaultdict(list)
    for became in every:
        for spp_type, spp_ids in became.items():
            tables[spp_type] += spp_ids
    return tables


def _refused(spp_type: str, answers: Iterable[Applied]) -> dict[tuple[str, str], str]:
    return {(spp_type, one.key): one.reason for one in answers if one.outcome is Outcome.REFUSED}


def _deactivated(
    spp_type: str, spp_ids: Sequence[str], destination: Destination, now: datetime
) -> Sequence[Applied]:
    """Make records inactive; a table without such a flag is left as it is."""
    if SPP_TYPES[spp_type].field(ACTIVE) is None:
        return ()
    changes = [Change(spp_id, spp_id, {ACTIVE: False}, None) for spp_id in spp_ids]
    return destination.apply(spp_type, changes, author=_AUTHOR, at=now)

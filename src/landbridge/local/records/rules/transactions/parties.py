"""Whom transactions are with: the entity, the customer above a project, and all whose documents one payment may settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landbridge.local.records.model import Record
from landbridge.local.records.rules.base import Lookup
from landbridge.local.records.rules.transactions.facts import FACTS
from landbridge.recordtypes import RECORD_TYPES


def party_of(record_type: str, values: Mapping[str, Any]) -> str:
    """Return the id of the entity of a transaction, empty when it has none."""
    return str(values.get(FACTS[record_type].entity, ""))


def party_record(record_type: str, values: Mapping[str, Any], look: Lookup) -> Record | None:
    """Return the entity of a transaction."""
    entity = party_of(record_type, values)
    field = RECORD_TYPES[record_type].field(FACTS[record_type].entity)
    return look.record(field.refers_to, entity) if entity else None


def party_key(record: Record, look: Lookup) -> tuple[str, str] | None:
    """Return type and id of the entity of a transaction; ids of different types may be alike."""
    party = party_record(record.type, record.values, look)
    return (party.type, party.id) if party is not None else None


def debtor(record_type: str, record_id: str, look: Lookup) -> tuple[str, str]:
    """Return the entity that a balance belongs to: a project's is its customer's (documented: projects bill their customer)."""
    if record_type == "job":
        job = look.record("job", record_id)
        if job is not None and job.values.get("parent"):
            return "customer", str(job.values["parent"])
    return record_type, record_id


def settled_together(record_type: str, record_id: str, look: Lookup) -> list[tuple[str, str]]:
    """Return the entities whose documents a payment of one may settle: a customer's, and those of its projects (assumed)."""
    kind, owner = debtor(record_type, record_id, look)
    found = [(kind, owner)]
    if kind == "customer":
        jobs = look.referring([(kind, owner)], "parent", ("job",), ())
        found += [(job_type, job_id) for job_type, job_id, _ in jobs]
    return found

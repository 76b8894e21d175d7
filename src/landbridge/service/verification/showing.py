"""A difference as a person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landbridge.service.projects.sensitivity import Sight, masked
from landbridge.service.verification.models import Difference
from landbridge.service.verification.tallies import ON_ITS_WAY

_NAMELESS: dict[str, str] = {
    Difference.Kind.DUPLICATE: "More than one record of SuiteProjects Pro belongs to it.",
    Difference.Kind.SURPLUS: "NetSuite has no such record, or the integration role cannot see it.",
}
"""What stands for reasons that list records with their names, where those are hidden."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference for a page, the API or a command. ``fields`` are ``{"field", "expected", "found"}``."""

    id: int
    workflow: str
    internal_id: str
    part: str
    name: str
    kind: str
    label: str
    code: str
    reason: str
    spp_type: str
    spp_id: str
    fields: list[dict[str, Any]]
    modified: datetime | None
    found_at: datetime

    @classmethod
    def of(cls, row: Difference, sight: Sight) -> Shown:
        """Return what somebody may see of it: values of sensitive fields stand as a mask on both sides, and names filled from them."""
        on_its_way = row.state == ON_ITS_WAY
        nameless = sight.hides_name(row.spp_type)
        return cls(
            id=row.pk,
            workflow=row.workflow.key,
            internal_id=row.internal_id,
            part=row.part,
            name=masked(row.name) if nameless and row.kind == Difference.Kind.SURPLUS else row.name,
            kind=ON_ITS_WAY if on_its_way else row.kind,
            label="On its way" if on_its_way else row.get_kind_display(),
            code=row.code,
            reason=_NAMELESS.get(row.kind, row.reason) if nameless else row.reason,
            spp_type=row.spp_type,
            spp_id=row.spp_id,
            fields=[
                {
                    "field": one["field"],
                    "expected": sight.value(row.spp_type, one["field"], one["expected"]),
                    "found": sight.value(row.spp_type, one["field"], one["found"]),
                }
                for one in row.fields
            ],
            modified=row.source_modified,
            found_at=row.found_at,
        )

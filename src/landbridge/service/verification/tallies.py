"""A comparison in numbers, for pages, commands and the API."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet, Sum

from landbridge.service.verification.models import Difference, Verification, VerifiedRange
from landbridge.service.workflows import catalogue

DIFFERENCE_KINDS = tuple(kind for kind in Difference.Kind if kind != Difference.Kind.NOT_IMPORTED)
"""The kinds that somebody should look at."""

ON_ITS_WAY = Difference.State.ON_ITS_WAY.value


@dataclass(frozen=True, slots=True)
class WorkflowTally:
    """One workflow: its ranges, the records of both sides, and differences by kind. ``hashes_differ``: ranges whose hashes do."""

    key: str
    label: str
    ranges: int = 0
    ranges_done: int = 0
    hashes_differ: int = 0
    netsuite: int = 0
    left_out: int = 0
    destination: int = 0
    differences: dict[str, int] = field(default_factory=dict)

    @property
    def different(self) -> int:
        """How many records differ."""
        return sum(self.differences.get(kind.value, 0) for kind in DIFFERENCE_KINDS)


def differences_by_kind(verification: Verification) -> dict[str, int]:
    """Return how many records of each kind were found; those on their way count by themselves."""
    rows = Difference.objects.filter(verification=verification).order_by()
    counted: dict[str, int] = {}
    for kind, state, count in rows.values_list("kind", "state").annotate(Count("pk")):
        name = ON_ITS_WAY if state == ON_ITS_WAY else kind
        counted[name] = counted.get(name, 0) + count
    return counted


def differing(counts: dict[str, int]) -> int:
    """Return how many of ``differences_by_kind`` are differences."""
    return sum(counts.get(kind.value, 0) for kind in DIFFERENCE_KINDS)


def by_workflow(verification: Verification) -> list[WorkflowTally]:
    """Return the comparison workflow by workflow, in order of dependency, in two queries."""
    ranges = (
        VerifiedRange.objects.filter(verification=verification)
        .order_by()
        .values("workflow__key")
        .annotate(
            ranges=Count("pk"),
            ranges_done=Count("pk", filter=Q(done=True)),
            hashes_differ=Count("pk", filter=~Q(netsuite_hash=F("destination_hash"))),
            netsuite_records=Sum("netsuite"),
            left_out_records=Sum("left_out"),
            destination_records=Sum("destination"),
        )
    )
    numbers = {row["workflow__key"]: row for row in ranges}
    found = _differences_by_workflow(verification)
    return [
        _tally(key, numbers.get(key, {}), found.get(key, {}))
        for key in catalogue.ordered(verification.workflows)
    ]


def _differences_by_workflow(verification: Verification) -> dict[str, dict[str, int]]:
    rows = Difference.objects.filter(verification=verification).order_by()
    found: dict[str, dict[str, int]] = {}
    for key, kind, state, count in rows.values_list("workflow__key", "kind", "state").annotate(Count("pk")):
        name = ON_ITS_WAY if state == ON_ITS_WAY else kind
        counted = found.setdefault(key, {})
        counted[name] = counted.get(name, 0) + count
    return found


def _tally(key: str, row: dict[str, int], differences: dict[str, int]) -> WorkflowTally:
    return WorkflowTally(
        key,
        catalogue.declaration(key).label,
        row.get("ranges", 0),
        row.get("ranges_done", 0),
        row.get("hashes_differ", 0),
        row.get("netsuite_records", 0),
        row.get("left_out_records", 0),
        row.get("destination_records", 0),
        differences,
    )


def to_look_at(verification: Verification) -> QuerySet[Difference]:
    """Return what was found, without what is not to be imported, in order of workflow and finding."""
    found = Difference.objects.filter(verification=verification).select_related("workflow")
    return found.exclude(kind=Difference.Kind.NOT_IMPORTED).order_by("workflow_id", "pk")


def of_kind(verification: Verification, kind: str) -> QuerySet[Difference]:
    """Return what was found of a kind, of what is on its way, or (for no kind) everything to look at."""
    if kind == Difference.Kind.NOT_IMPORTED:
        found = Difference.objects.filter(verification=verification, kind=kind)
        return found.select_related("workflow").order_by("workflow_id", "pk")
    found = to_look_at(verification)
    if kind == ON_ITS_WAY:
        return found.filter(state=kind)
    return found.filter(kind=kind).exclude(state=ON_ITS_WAY) if kind else found

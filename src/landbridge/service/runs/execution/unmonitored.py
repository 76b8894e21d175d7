"""Which records of a batch changed in none of their workflow's monitored fields since they were imported, so that nothing needs to be done."""

from __future__ import annotations

from collections.abc import Collection

from landbridge.service.runs.execution.handled import Versions
from landbridge.service.runs.execution.scene import Scene
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.workflows.versions import monitored_digest

_IMPORTED = frozenset({RunItem.Outcome.CREATED, RunItem.Outcome.UPDATED, RunItem.Outcome.UNCHANGED})


def unmonitored(scene: Scene, versions: Versions, forced: Collection[str]) -> frozenset[str]:
    """Return the internal ids of those whose last word in the log is an import of the same monitored content under the same rules.

    One query, none where the workflow monitors no fields. A full synchronization passes over nothing, and neither does anybody who asked
    for a record.
    """
    fields = scene.prepared.monitored
    asked = [key for key in versions if key not in forced]
    if fields is None or not asked or scene.run.kind == Run.Kind.FULL:
        return frozenset()
    workflow = scene.prepared.workflow
    last = (
        RunItem.objects.filter(workflow=workflow, internal_id__in=asked)
        .order_by("internal_id", "-pk")
        .distinct("internal_id")
        .values_list("internal_id", "outcome", "rules", "monitored_digest")
    )
    return frozenset(
        internal_id
        for internal_id, outcome, rules, known in last
        if outcome in _IMPORTED
        and rules == workflow.rules
        and known == monitored_digest(versions[internal_id][0], fields)
    )

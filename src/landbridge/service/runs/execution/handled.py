"""Which versions of a batch a run handled before, so that they are passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from landbridge.service.ports import SourceRecord
from landbridge.service.runs.execution.scene import Scene
from landbridge.service.runs.models import Run, RunItem

Versions = Mapping[str, tuple[SourceRecord, str]]
"""Records with their digests, by internal id."""


def handled(scene: Scene, versions: Versions, forced: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the internal ids whose version the log knows already, under the same rules; a full run knows only its own log.

    What another run wrote later counts, asked for or not: its version is newer, or as new. In the latter case it may be that the other had
    read it before us, since NetSuite's stamps are whole seconds; those among them that differ are returned again, as doubtful.
    """
    asked = [key for key in versions if key not in forced or scene.overtaken_after is not None]
    seen: set[str] = set()
    doubtful: set[str] = set()
    if not asked:
        return seen, doubtful
    overtaken = scene.overtaken_after
    for row, internal_id, modified, known_digest in _logged(scene, versions, asked):
        record, version = versions[internal_id]
        newer = (
            overtaken is not None and row > overtaken and modified is not None and modified >= record.modified
        )
        same = known_digest == version and (modified == record.modified or not record.dated)
        if newer or (same and internal_id not in forced):
            seen.add(internal_id)
        if newer and modified == record.modified and known_digest != version:
            doubtful.add(internal_id)
    return seen, doubtful


def _logged(
    scene: Scene, versions: Versions, asked: Collection[str]
) -> QuerySet[RunItem, tuple[int, str, datetime | None, str]]:
    """Return what the log tells of the records: row, internal id, instant and digest of the version.

    Of records without an instant it is the last row that counts: what they held before that, they may hold again.
    """
    workflow = scene.prepared.workflow
    known = RunItem.objects.filter(workflow=workflow, rules=workflow.rules, internal_id__in=asked)
    if scene.run.kind == Run.Kind.FULL:
        own = Q(run=scene.run)
        known = known.filter(own if scene.overtaken_after is None else own | Q(pk__gt=scene.overtaken_after))
    elif all(versions[key][0].dated for key in asked):
        known = known.filter(source_modified__gte=min(versions[key][0].modified for key in asked))
    else:
        known = known.order_by("internal_id", "-pk").distinct("internal_id")
    return known.values_list("pk", "internal_id", "source_modified", "source_digest")

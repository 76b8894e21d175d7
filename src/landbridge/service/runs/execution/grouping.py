"""One mapping group of a batch: its parts are mapped, matched and written together. A handful of statements, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from landbridge.service.runs.execution import outcomes, parents
from landbridge.service.runs.execution.documents import Document, name_of
from landbridge.service.runs.execution.outcomes import Done
from landbridge.service.runs.execution.scene import Scene, stamped_later
from landbridge.service.runs.execution.writing import Draft, Known, key_of, match_and_write
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.environment import Environment
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import Mapped, ParentMissing, PartMissing
from landbridge.service.workflows.store import PreparedGroup


@dataclass(frozen=True, slots=True)
class _Orphan:
    """A part with a required reference to what is not there."""

    document: Document
    part: Part
    problem: ParentMissing


class Course:
    """One pass over a batch: what its parts became is known to the groups that follow."""

    def __init__(self, scene: Scene, environment: Environment, known: Known) -> None:
        self._scene = scene
        self._environment = environment
        self._known = known
        self._became: dict[tuple[str, str], str] = {}

    def write(self, prepared: PreparedGroup, documents: Sequence[Document]) -> None:
        """Import the parts that the documents have in a group. A document with a part that cannot be imported gets its entry."""
        group = prepared.group
        drafts = self._map(prepared, documents)
        match_and_write(self._scene, group, drafts, self._known)
        for document in documents:
            for one in document.written:
                if one.group is group and one.applied.spp_id is not None:
                    self._became[group.key, one.key] = one.applied.spp_id

    def _map(self, prepared: PreparedGroup, documents: Sequence[Document]) -> list[Draft]:
        group = prepared.group
        drafts: list[Draft] = []
        orphans: list[_Orphan] = []
        for document in documents:
            for part in document.parts[group.key]:
                link = self._known.get(key_of(group, part))
                if self._scene.overtaken_after is not None and stamped_later(link, document.record.modified):
                    spp_id = link.spp_id if link else ""
                    document.entry = outcomes.older(document.record, document.digest, spp_id)
                    break
                result = map_part(group, prepared.rows, part, self._environment, self._became_of(part))
                if isinstance(result, Mapped):
                    drafts.append(Draft(document, part, result))
                elif isinstance(result, ParentMissing):
                    orphans.append(_Orphan(document, part, result))
                elif not isinstance(result, PartMissing):
                    document.entry = outcomes.unmappable(
                        document.record, document.digest, result, name_of(group, part)
                    )
                    break
        if orphans:
            _settle_orphans(self._scene, group, orphans)
        return [draft for draft in drafts if draft.document.entry is None]

    def _became_of(self, part: Part) -> Callable[[str], str | None]:
        """Return what answers for PART rows: what the same line became in another group, or the record around it."""

        def became(group_key: str) -> str | None:
            line = self._became.get((group_key, part.key))
            return line or self._became.get((group_key, part.record.internal_id))

        return became


def _settle_orphans(scene: Scene, group: Group, orphans: Sequence[_Orphan]) -> None:
    """Leave out the lines whose parent is not exported, where the group says so; the others hold up their record."""
    fates = parents.fates(
        scene.connection_id, {place.parent for one in orphans for place in one.problem.places()}
    )
    circles = parents.in_a_circle(scene.prepared, [(one.document.record, one.problem) for one in orphans])
    for one in orphans:
        document, problem = one.document, parents.likeliest(one.problem, fates)
        record, digest, name = document.record, document.digest, name_of(group, one.part)
        circle = circles.get(record.internal_id)
        if circle is not None:
            document.entry = parents.circular(record, digest, problem, circle)
            continue
        entry = parents.without_parent(record, digest, problem, fates, name, refused=group.refuses_orphans)
        if group.leaves_out_orphans and entry.outcome is Done.SKIPPED:
            document.awaited.extend(one.problem.places())
            document.left_out.append(entry.reason)
            document.orphan = document.orphan or entry
        elif document.entry is None:
            document.entry = entry

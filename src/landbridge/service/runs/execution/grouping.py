"""One mapping group of a batch: its parts are mapped, matched and written together. A handful of statements, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from landbridge.service import tracing
from landbridge.service.ports import Applied, Change, Outcome
from landbridge.service.runs.execution import outcomes, parents
from landbridge.service.runs.execution.documents import Document, Written, name_of
from landbridge.service.runs.execution.outcomes import Done
from landbridge.service.runs.execution.scene import Scene, stamped_later
from landbridge.service.workflows import links
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.environment import Environment
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.matching import Ambiguous, Candidates
from landbridge.service.workflows.models import Link
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import Mapped, ParentMissing, PartMissing
from landbridge.service.workflows.store import PreparedGroup

LINKING = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})

Known = dict[ParentKey, Link]
"""The links of a batch: of its parts, and of what they refer to."""


@dataclass(slots=True)
class _Draft:
    """A part on its way."""

    document: Document
    part: Part
    mapped: Mapped


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
        _match_and_write(self._scene, group, drafts, self._known)
        for document in documents:
            for one in document.written:
                if one.group is group and one.applied.spp_id is not None:
                    self._became[group.key, one.key] = one.applied.spp_id

    def _map(self, prepared: PreparedGroup, documents: Sequence[Document]) -> list[_Draft]:
        group = prepared.group
        drafts: list[_Draft] = []
        orphans: list[_Orphan] = []
        for document in documents:
            for part in document.parts[group.key]:
                link = self._known.get(_key(group, part))
                if self._scene.overtaken_after is not None and stamped_later(link, document.record.modified):
                    spp_id = link.spp_id if link else ""
                    document.entry = outcomes.older(document.record, document.digest, spp_id)
                    break
                result = map_part(group, prepared.rows, part, self._environment, self._became_of(part))
                if isinstance(result, Mapped):
                    drafts.append(_Draft(document, part, result))
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


def _key(group: Group, part: Part) -> ParentKey:
    return ParentKey(part.record.type, part.key, group.spp_type)


def _settle_orphans(scene: Scene, group: Group, orphans: Sequence[_Orphan]) -> None:
    """Leave out the lines whose parent is not exported, where the group says so; the others hold up their record."""
    fates = parents.fates(scene.connection_id, {one.problem.parent for one in orphans})
    circles = parents.in_a_circle(scene.prepared, [(one.document.record, one.problem) for one in orphans])
    for one in orphans:
        document, problem = one.document, one.problem
        record, digest, name = document.record, document.digest, name_of(group, one.part)
        circle = circles.get(record.internal_id)
        if circle is not None:
            document.entry = parents.circular(record, digest, problem, circle)
            continue
        entry = parents.without_parent(record, digest, problem, fates, name, refused=group.refuses_orphans)
        if group.leaves_out_orphans and entry.outcome is Done.SKIPPED:
            document.awaited.append(problem)
            document.left_out.append(entry.reason)
            document.orphan = document.orphan or entry
        elif document.entry is None:
            document.entry = entry


def _match_and_write(scene: Scene, group: Group, drafts: Sequence[_Draft], known: Known) -> None:
    """Match and write; what changed under our hands is matched once more."""
    todo = list(drafts)
    for last in (False, True):
        if not todo:
            return
        changes = _match(scene, group, todo, known)
        applied = _write(scene, group, changes)
        conflicts: list[_Draft] = []
        for draft in todo:
            answer = applied.get(draft.part.key)
            if answer is None:
                continue
            if answer.outcome is Outcome.CONFLICT and not last:
                conflicts.append(draft)
            else:
                _settle(group, draft, answer)
        remember(scene, group, ((draft.document, draft.part.key) for draft in todo), applied, known)
        todo = conflicts


def _settle(group: Group, draft: _Draft, answer: Applied) -> None:
    document = draft.document
    overtaken = answer.outcome is Outcome.STALE and document.written
    if answer.outcome in LINKING or overtaken:
        document.written.append(Written(group, draft.part.key, answer))
        document.awaited.extend(draft.mapped.awaited)
    elif document.entry is None:
        document.entry = outcomes.not_written(
            document.record, document.digest, answer, draft.mapped.fields, name_of(group, draft.part)
        )


def _match(scene: Scene, group: Group, drafts: Sequence[_Draft], known: Known) -> list[Change]:
    linked = {draft.part.key: link.spp_id for draft in drafts if (link := known.get(_key(group, draft.part)))}
    names = {str(draft.mapped.fields.get(group.name_field) or "") for draft in drafts}
    candidates = Candidates(
        group,
        scene.destination.find(
            group.spp_type,
            netsuite_id_field=group.netsuite_id_field,
            netsuite_ids=[draft.part.key for draft in drafts],
            names=names - {""},
            spp_ids=list(linked.values()),
        ),
    )
    changes: list[Change] = []
    for draft in drafts:
        document, key = draft.document, draft.part.key
        found = candidates.match(key, linked.get(key), draft.mapped.fields)
        if isinstance(found, Ambiguous):
            document.entry = document.entry or outcomes.ambiguous(
                document.record, document.digest, found, name_of(group, draft.part)
            )
            continue
        set_back = scene.overtaken_after is None and stamped_later(
            known.get(_key(group, draft.part)), document.record.modified
        )
        changes.append(
            Change(
                key,
                found.spp_id,
                draft.mapped.fields,
                document.record.modified,
                draft.mapped.initial_only,
                set_back=set_back,
            )
        )
    return changes


def _write(scene: Scene, group: Group, changes: Sequence[Change]) -> dict[str, Applied]:
    if not changes:
        return {}
    with tracing.span("write", attributes={"landbridge.records": len(changes)}):
        answers = scene.destination.apply(group.spp_type, changes, author=scene.author, at=scene.at)
    return {answer.key: answer for answer in answers}


def remember(
    scene: Scene,
    group: Group,
    parts: Iterable[tuple[Document, str]],
    applied: dict[str, Applied],
    known: Known,
) -> None:
    """Write the links of what was written."""
    written: list[Link] = []
    rebound: list[Link] = []
    for document, part_key in parts:
        answer = applied.get(part_key)
        if answer is None or answer.spp_id is None or answer.outcome not in LINKING:
            continue
        record = document.record
        link = known.get(ParentKey(record.type, part_key, group.spp_type)) or Link(
            connection_id=scene.connection_id,
            netsuite_type=record.type,
            internal_id=part_key,
            record_id=record.internal_id,
            spp_type=group.spp_type,
        )
        if link.spp_id != answer.spp_id:
            link.spp_id = answer.spp_id
            if answer.outcome is not Outcome.CREATED:  # nobody can be linked to a record that is new
                rebound.append(link)
        link.source_modified = record.modified
        link.source_digest = document.digest
        written.append(link)
    links.save(written, rebound=rebound, at=scene.at)

"""Parts of one group, mapped already, are matched and written, and their links kept. So many at a time, a handful of statements each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from landbridge.service import tracing
from landbridge.service.ports import Applied, Change, Outcome
from landbridge.service.runs.execution import outcomes
from landbridge.service.runs.execution.documents import Document, Written, name_of
from landbridge.service.runs.execution.scene import Scene, stamped_later
from landbridge.service.workflows import links
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.matching import Ambiguous, Candidates
from landbridge.service.workflows.models import Link
from landbridge.service.workflows.pairing import name_rules
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.results import Mapped

TOGETHER = 1000
"""So many parts a statement is about at the most: as many records as a page of NetSuite's has."""

T = TypeVar("T")

LINKING = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})

Known = dict[ParentKey, Link]
"""The links of a batch: of its parts, and of what they refer to."""


@dataclass(slots=True)
class Draft:
    """A part on its way."""

    document: Document
    part: Part
    mapped: Mapped


def key_of(group: Group, part: Part) -> ParentKey:
    """Return what the link of a part is found by."""
    return ParentKey(part.record.type, part.key, group.spp_type)


def together(drafts: Iterable[T]) -> Iterator[list[T]]:
    """Yield them in lists of :data:`TOGETHER`."""
    rest = iter(drafts)
    while some := list(islice(rest, TOGETHER)):
        yield some


def match_and_write(scene: Scene, group: Group, drafts: Sequence[Draft], known: Known) -> None:
    """Match and write the drafts. A document with a part that is not written gets its entry, and no further part of it is tried."""
    for some in together(drafts):
        _match_and_write(scene, group, [one for one in some if one.document.entry is None], known)
        if len(drafts) > TOGETHER:  # what follows is planned by how large the tables are by then
            scene.growth.add(len(some))


def _match_and_write(scene: Scene, group: Group, drafts: Sequence[Draft], known: Known) -> None:
    """What changed under our hands is matched once more."""
    todo = list(drafts)
    for last in (False, True):
        if not todo:
            return
        changes = _match(scene, group, todo, known)
        applied = apply(scene, group, changes)
        conflicts: list[Draft] = []
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


def _settle(group: Group, draft: Draft, answer: Applied) -> None:
    document = draft.document
    overtaken = answer.outcome is Outcome.STALE and document.written
    if answer.outcome in LINKING or overtaken:
        document.written.append(Written(group, draft.part.key, answer))
        document.awaited.extend(draft.mapped.awaited)
    elif document.entry is None:
        document.entry = outcomes.not_written(
            document.record, document.digest, answer, draft.mapped.fields, name_of(group, draft.part)
        )


def _match(scene: Scene, group: Group, drafts: Sequence[Draft], known: Known) -> list[Change]:
    linked = {
        draft.part.key: link.spp_id for draft in drafts if (link := known.get(key_of(group, draft.part)))
    }
    names = {str(draft.mapped.fields.get(group.name_field) or "") for draft in drafts}
    there = scene.destination.find(
        group.spp_type,
        netsuite_id_field=group.netsuite_id_field,
        netsuite_ids=[draft.part.key for draft in drafts],
        names=names - {""},
        spp_ids=list(linked.values()),
    )
    rules = name_rules(
        scene.connection_id,
        scene.prepared.declaration.netsuite_type,
        group,
        [draft.part.key for draft in drafts if group.name_field and draft.part.key not in linked],
        there,
    )
    candidates = Candidates(group, there, rules)
    changes: list[Change] = []
    for draft in drafts:
        document, key = draft.document, draft.part.key
        found = candidates.match(key, linked.get(key), draft.mapped.fields)
        if isinstance(found, Ambiguous):
            document.entry = document.entry or outcomes.ambiguous(
                document.record, document.digest, found, name_of(group, draft.part)
            )
            continue
        link = known.get(key_of(group, draft.part))
        set_back = scene.overtaken_after is None and stamped_later(link, document.record.modified)
        fields = draft.mapped.fields
        if scene.nodes is not None and group is scene.prepared.main.group:
            fields = scene.nodes.beside(fields, document.record, candidates.held(found.spp_id))
        changes.append(
            Change(
                key,
                found.spp_id,
                fields,
                document.record.modified,
                draft.mapped.initial_only,
                set_back=set_back or _changes_owner(link, found.spp_id),
            )
        )
    return changes


def _changes_owner(link: Link | None, spp_id: str | None) -> bool:
    """Whether no link led to the record: the version that it holds is not of this NetSuite record, and says nothing about its versions."""
    return spp_id is not None and (link is None or link.spp_id != spp_id)


def apply(scene: Scene, group: Group, changes: Sequence[Change]) -> dict[str, Applied]:
    """Write the changes and return the answers by key."""
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

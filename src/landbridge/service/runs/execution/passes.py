"""One pass over a batch, group by group. A record is written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from landbridge.service.runs.execution.children import REFERRING
from landbridge.service.runs.execution.choices import choose_parts
from landbridge.service.runs.execution.documents import Document
from landbridge.service.runs.execution.grouping import Course
from landbridge.service.runs.execution.scene import Scene
from landbridge.service.runs.execution.telling import tell
from landbridge.service.runs.execution.withdrawing import withdraw
from landbridge.service.runs.execution.writing import Known
from landbridge.service.workflows import links
from landbridge.service.workflows.asking import parents_of
from landbridge.service.workflows.environment import Environment
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.loading import environment_for


class Undo(Exception):  # noqa: N818 - a way out of the savepoint, not an error
    """Records failed after parts of them were written: the caller undoes the pass and goes on without ``documents``."""

    def __init__(self, documents: Sequence[Document]) -> None:
        super().__init__(len(documents))
        self.documents = documents


def go(scene: Scene, documents: Sequence[Document]) -> None:
    """Import the documents, and give each its entry. Raises :class:`Undo`; the caller holds a savepoint."""
    known = _known_links(scene, documents)
    environment = _environment(scene, documents, known)
    choose_parts(scene.prepared, documents, environment)
    course = Course(scene, environment, known)
    for prepared in scene.prepared.groups:
        going = [document for document in documents if document.entry is None]
        if going:
            course.write(prepared, going)
    withdraw(scene, [document for document in documents if document.entry is None], known)
    undone = [document for document in documents if document.entry is not None and document.written]
    if undone:
        raise Undo(undone)
    for document in documents:
        document.entry = document.entry or tell(scene.prepared, document)


def _environment(scene: Scene, documents: Sequence[Document], known: Known) -> Environment:
    """Return what mapping the documents asks for beside them."""

    def linked(parent: ParentKey) -> str | None:
        return known[parent].spp_id if parent in known else None

    groups = scene.prepared.groups
    return environment_for(
        groups,
        {
            one.group.key: [part for document in documents for part in document.all_parts[one.group.key]]
            for one in groups
        },
        linked=linked,
        destination=scene.destination,
        surroundings=scene.surroundings,
    )


def _known_links(scene: Scene, documents: Sequence[Document]) -> Known:
    """Return the links of the records' parts, also of those that they have no more, and of what the parts refer to."""
    groups = scene.prepared.groups
    keys: set[ParentKey] = set()
    for prepared in groups:
        referring = [row for row in prepared.rows if row.source in REFERRING]
        if referring:
            for document in documents:
                for part in document.all_parts[prepared.group.key]:
                    keys.update(parents_of(referring, part))
    main = groups[0].group
    if len(groups) == 1 and not main.each:
        keys.update(
            ParentKey(document.record.type, document.record.internal_id, main.spp_type)
            for document in documents
        )
        return links.load(scene.connection_id, keys)
    own = links.of_records(
        scene.connection_id,
        scene.prepared.declaration.netsuite_type,
        {prepared.group.spp_type for prepared in groups},
        [document.record.internal_id for document in documents],
    )
    return {**links.load(scene.connection_id, keys), **own}

"""Parts that a record had and has no more: its group says what is written to them then. They are never deleted."""

from __future__ import annotations

from collections.abc import Sequence

from landbridge.service.ports import Applied, Change, Outcome
from landbridge.service.runs.execution import outcomes
from landbridge.service.runs.execution.documents import Document, Written
from landbridge.service.runs.execution.scene import Scene, stamped_later
from landbridge.service.runs.execution.writing import LINKING, Known, apply, remember, together
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.models import Link


def withdraw(scene: Scene, documents: Sequence[Document], known: Known) -> None:
    """Withdraw what the documents have links of and no part any more, a table at a time. What is withdrawn already stays as it is."""
    by_id = {document.record.internal_id: document for document in documents}
    current = {(one.group.spp_type, one.key) for document in documents for one in document.written}
    for table, group in _withdrawing(scene).items():
        gone = [
            (by_id[link.record_id], link)
            for link in known.values()
            if link.spp_type == table
            and link.netsuite_type == scene.prepared.declaration.netsuite_type
            and link.record_id in by_id
            and (table, link.internal_id) not in current
        ]
        for some in together(gone):
            _write(scene, group, some, known)


def _withdrawing(scene: Scene) -> dict[str, Group]:
    """Return a group of each table whose parts are withdrawn."""
    return {one.group.spp_type: one.group for one in reversed(scene.prepared.groups) if one.group.withdrawn}


def _write(scene: Scene, group: Group, gone: Sequence[tuple[Document, Link]], known: Known) -> None:
    there = {
        record.spp_id
        for record in scene.destination.find(group.spp_type, spp_ids=[link.spp_id for _, link in gone])
    }
    changes = [
        Change(
            link.internal_id,
            link.spp_id,
            group.withdrawn,
            document.record.modified,
            set_back=scene.overtaken_after is None and stamped_later(link, document.record.modified),
        )
        for document, link in gone
        if link.spp_id in there  # somebody may have deleted it
    ]
    applied = apply(scene, group, changes)
    for document, link in gone:
        answer = applied.get(link.internal_id)
        if answer is not None:
            _settle(group, document, link.internal_id, answer)
    remember(scene, group, [(document, link.internal_id) for document, link in gone], applied, known)


def _settle(group: Group, document: Document, key: str, answer: Applied) -> None:
    """Note what was withdrawn. What was refused fails the whole record; one of which a newer version was withdrawn stays so."""
    overtaken = answer.outcome is Outcome.STALE and document.written
    if answer.outcome in LINKING or overtaken:
        document.written.append(Written(group, key, answer, withdrawn=True))
    elif document.entry is None:
        document.entry = outcomes.not_written(
            document.record, document.digest, answer, group.withdrawn, f"{group.label} {key}"
        )

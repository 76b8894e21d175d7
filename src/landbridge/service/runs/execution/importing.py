"""One batch of records, from what NetSuite answered to what SuiteProjects Pro holds. A handful of queries, however many records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, OperationalError, transaction

from landbridge.service.ports import SourceRecord
from landbridge.service.runs.execution import outcomes, passes
from landbridge.service.runs.execution.documents import Document, document_of
from landbridge.service.runs.execution.handled import handled
from landbridge.service.runs.execution.outcomes import Entry
from landbridge.service.runs.execution.scene import Scene
from landbridge.service.runs.execution.unmonitored import unmonitored
from landbridge.service.workflows import links
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.sensitivity import hidden_fields, hides_name
from landbridge.service.workflows.versions import digest

PARTS_AT_A_TIME = 5000
"""So many parts are held and written together; a record with more of them goes alone."""

_BAD_RECORD = (DatabaseError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What one strange record can raise. A lost database connection (OperationalError) is not among them."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch: an entry for each record, in order of internal id, except those ``seen``, handled before.

    ``doubtful``: those among the latter of which it is not certain that their last version was written. The caller asks for them again.
    ``passed_over``: how many had changed in no monitored field.
    """

    entries: list[Entry]
    seen: Collection[str]
    doubtful: Collection[str]
    passed_over: int = 0


def import_batch(scene: Scene, records: Sequence[SourceRecord], forced: Collection[str]) -> Imported:
    """Import a batch inside the caller's transaction and return what became of each record.

    Versions that a run handled before are left out, except those in ``forced``, which somebody asked for.
    """
    versions = {record.internal_id: (record, digest(record)) for record in records}
    seen, doubtful = handled(scene, versions, forced)
    todo = {key: versions[key] for key in sorted(versions, key=_number) if key not in seen}
    passed_over = unmonitored(scene, todo, forced)
    entries: dict[str, Entry] = {}
    for documents in _slices(_selected(scene, todo.values(), passed_over, entries)):
        for document in _import_or_halve(scene, documents):
            if document.entry is not None:
                entries[document.record.internal_id] = document.entry
    hidden = hidden_fields(scene.prepared.rows)
    nameless = hides_name(scene.prepared.declaration, hidden)
    told = [entries[key].discreet(hidden, nameless=nameless) for key in todo if key in entries]
    return Imported(told, seen, doubtful, len(todo) - len(told))


def _number(internal_id: str) -> tuple[int, str]:
    return (int(internal_id), "") if internal_id.lstrip("-").isdigit() else (0, internal_id)


def _selected(
    scene: Scene,
    todo: Iterable[tuple[SourceRecord, str]],
    passed_over: Collection[str],
    entries: dict[str, Entry],
) -> Iterator[Document]:
    """Yield the records that the workflow imports, but for those that are passed over; what it does not import gets its entry."""
    prepared = scene.prepared
    looked_at = [(*one, excluded(prepared.declaration, prepared.options, one[0])) for one in todo]
    imported = _imported_before(
        scene, [record.internal_id for record, _, why in looked_at if why and why.withdraws]
    )
    for record, version, why in looked_at:
        if why is None or record.internal_id in imported:
            if record.internal_id not in passed_over:
                yield document_of(prepared, record, version)
        else:
            entries[record.internal_id] = outcomes.left_out(record, version, why)


def _imported_before(scene: Scene, internal_ids: Collection[str]) -> set[str]:
    """Return those of these records that parts have been imported of, in one query."""
    if not internal_ids:
        return set()
    tables = {one.group.spp_type for one in scene.prepared.groups}
    kind = scene.prepared.declaration.netsuite_type
    return {
        link.record_id for link in links.of_records(scene.connection_id, kind, tables, internal_ids).values()
    }


def _slices(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield the documents, so many together as have :data:`PARTS_AT_A_TIME` parts, and at least one."""
    together: list[Document] = []
    parts = 0
    for document in documents:
        if together and parts + document.size > PARTS_AT_A_TIME:
            yield together
            together, parts = [], 0
        together.append(document)
        parts += document.size
    if together:
        yield together


def _import_or_halve(scene: Scene, documents: Sequence[Document]) -> Sequence[Document]:
    """Import; when something unforeseen happens, find the record that causes it by halving, so that the others arrive.

    What failed after parts of it were written is undone with the whole pass, which is repeated without it.
    """
    left = documents
    while left:
        try:
            with transaction.atomic():
                passes.go(scene, left)
            break
        except passes.Undo as undo:
            failed = {document.record.internal_id for document in undo.documents}
            left = [document for document in left if document.record.internal_id not in failed]
            for document in left:
                document.again()
        except OperationalError:
            raise
        except _BAD_RECORD as problem:
            _halve(scene, left, problem)
            break
    return documents


def _halve(scene: Scene, documents: Sequence[Document], problem: BaseException) -> None:
    for document in documents:
        document.again()
    if len(documents) == 1:
        (document,) = documents
        document.entry = outcomes.broken(document.record, document.digest, problem)
        return
    middle = len(documents) // 2
    _import_or_halve(scene, documents[:middle])
    _import_or_halve(scene, documents[middle:])

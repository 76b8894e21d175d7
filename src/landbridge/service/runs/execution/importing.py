"""One batch of records, from what NetSuite answered to what SuiteProjects Pro holds. A handful of queries, however many records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Q

from landbridge.service import tracing
from landbridge.service.ports import Applied, Author, Change, Destination, Outcome, SourceRecord
from landbridge.service.runs.execution import outcomes, parents
from landbridge.service.runs.execution.outcomes import Entry
from landbridge.service.runs.models import Run, RunItem
from landbridge.service.workflows import links
from landbridge.service.workflows.mapping import Mapped, ParentKey, ParentMissing, map_part, parents_of
from landbridge.service.workflows.matching import Ambiguous, Candidates
from landbridge.service.workflows.models import Link
from landbridge.service.workflows.parts import Part
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.sensitivity import hidden_fields, hides_name
from landbridge.service.workflows.store import Prepared
from landbridge.service.workflows.versions import digest

_BAD_RECORD = (DatabaseError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What one strange record can raise. A lost database connection (OperationalError) is not among them."""
_LINKING = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a batch is imported: for which run, by whom, when.

    ``overtaken_after``: the batch may have been read before later rows of the run log were written (``Reading.last_item``).
    """

    run: Run
    prepared: Prepared
    destination: Destination
    author: Author
    at: datetime
    overtaken_after: int | None = None

    @property
    def connection_id(self) -> int:
        """The connection of the run."""
        return self.run.connection_id


@dataclass(slots=True)
class _Draft:
    """A record on its way."""

    record: SourceRecord
    digest: str
    mapped: Mapped


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch: an entry for each record, in order of internal id, except those ``seen``, handled before.

    ``doubtful``: those among the latter of which it is not certain that their last version was written. The caller asks for them again.
    """

    entries: list[Entry]
    seen: Collection[str]
    doubtful: Collection[str]


def import_batch(scene: Scene, records: Sequence[SourceRecord], forced: Collection[str]) -> Imported:
    """Import a batch inside the caller's transaction and return what became of each record.

    Versions that a run handled before are left out, except those in ``forced``, which somebody asked for.
    """
    versions = {record.internal_id: (record, digest(record)) for record in records}
    seen, doubtful = _seen(scene, versions, forced)
    todo = [versions[key] for key in sorted(versions, key=_number) if key not in seen]
    hidden = hidden_fields(scene.prepared.rows)
    nameless = hides_name(scene.prepared.declaration, hidden)
    entries = [entry.discreet(hidden, nameless=nameless) for entry in _import_or_halve(scene, todo)]
    return Imported(entries, seen, doubtful)


def _number(internal_id: str) -> tuple[int, str]:
    return (int(internal_id), "") if internal_id.lstrip("-").isdigit() else (0, internal_id)


def _seen(
    scene: Scene, versions: dict[str, tuple[SourceRecord, str]], forced: Collection[str]
) -> tuple[set[str], set[str]]:
    """Return the internal ids whose version the log knows already, under the same rules; a full run knows only its own log.

    What another run wrote later counts, asked for or not: its version is newer, or as new. In the latter case it may be that the other had
    read it before us, since NetSuite's stamps are whole seconds; those among them that differ are returned again, as doubtful.
    """
    asked = [key for key in versions if key not in forced or scene.overtaken_after is not None]
    if not asked:
        return set(), set()
    workflow = scene.prepared.workflow
    known = RunItem.objects.filter(workflow=workflow, rules=workflow.rules, internal_id__in=asked)
    overtaken = scene.overtaken_after
    if scene.run.kind == Run.Kind.FULL:
        own = Q(run=scene.run)
        known = known.filter(own if overtaken is None else own | Q(pk__gt=overtaken))
    else:
        oldest = min(versions[key][0].modified for key in asked)
        known = known.filter(source_modified__gte=oldest)
    seen: set[str] = set()
    doubtful: set[str] = set()
    rows = known.values_list("pk", "internal_id", "source_modified", "source_digest")
    for row, internal_id, modified, known_digest in rows:
        record, version = versions[internal_id]
        newer = (
            overtaken is not None and row > overtaken and modified is not None and modified >= record.modified
        )
        same = internal_id not in forced and (modified, known_digest) == (record.modified, version)
        if newer or same:
            seen.add(internal_id)
        if newer and modified == record.modified and known_digest != version:
            doubtful.add(internal_id)
    return seen, doubtful


def _import_or_halve(scene: Scene, todo: Sequence[tuple[SourceRecord, str]]) -> list[Entry]:
    """Import; when something unforeseen happens, find the record that causes it by halving, so that the others arrive."""
    if not todo:
        return []
    try:
        with transaction.atomic():
            return _import(scene, todo)
    except OperationalError:
        raise
    except _BAD_RECORD as problem:
        if len(todo) == 1:
            return [outcomes.broken(*todo[0], problem)]
        middle = len(todo) // 2
        return _import_or_halve(scene, todo[:middle]) + _import_or_halve(scene, todo[middle:])


def _import(scene: Scene, todo: Sequence[tuple[SourceRecord, str]]) -> list[Entry]:
    entries: dict[str, Entry] = {}
    wanted: list[tuple[SourceRecord, str]] = []
    for record, version in todo:
        why = excluded(scene.prepared.declaration, scene.prepared.options, record)
        if why is None:
            wanted.append((record, version))
        else:
            entries[record.internal_id] = outcomes.left_out(record, version, why)
    if wanted:
        known = _known_links(scene, wanted)
        drafts = _map(scene, wanted, known, entries)
        _match_and_write(scene, drafts, known, entries)
    return [entries[record.internal_id] for record, _ in todo]


def _known_links(scene: Scene, wanted: Iterable[tuple[SourceRecord, str]]) -> dict[ParentKey, Link]:
    keys: set[ParentKey] = set()
    for record, _ in wanted:
        keys.add((record.type, record.internal_id))
        keys.update(parents_of(scene.prepared.main.rows, Part(record, record.internal_id)))
    return links.load(scene.connection_id, keys)


def _map(
    scene: Scene,
    wanted: Sequence[tuple[SourceRecord, str]],
    known: dict[ParentKey, Link],
    entries: dict[str, Entry],
) -> list[_Draft]:
    drafts: list[_Draft] = []
    orphans: list[tuple[SourceRecord, str, ParentMissing]] = []
    main = scene.prepared.main

    def linked(parent: ParentKey) -> str | None:
        return known[parent].spp_id if parent in known else None

    for record, version in wanted:
        link = known.get((record.type, record.internal_id))
        if link is not None and scene.overtaken_after is not None and _stamped_later(link, record):
            entries[record.internal_id] = outcomes.older(record, version, link.spp_id)
            continue
        result = map_part(main.group, main.rows, Part(record, record.internal_id), linked)
        if isinstance(result, Mapped):
            drafts.append(_Draft(record, version, result))
        elif isinstance(result, ParentMissing):
            orphans.append((record, version, result))
        else:
            entries[record.internal_id] = outcomes.unmappable(record, version, result)
    if orphans:
        fates = parents.fates(scene.connection_id, {problem.parent for _, _, problem in orphans})
        for record, version, problem in orphans:
            entries[record.internal_id] = parents.without_parent(record, version, problem, fates)
    return drafts


def _stamped_later(link: Link | None, record: SourceRecord) -> bool:
    """Whether what was imported before has a later stamp. Where nobody can have read the record after us, NetSuite's clock was set back.

    Links of earlier releases may hold fractions of the second.
    """
    return link is not None and link.source_modified.replace(microsecond=0) > record.modified


def _match_and_write(
    scene: Scene, drafts: Sequence[_Draft], known: dict[ParentKey, Link], entries: dict[str, Entry]
) -> None:
    """Match and write; what changed under our hands is matched once more."""
    todo = list(drafts)
    for last in (False, True):
        if not todo:
            return
        changes = _match(scene, todo, known, entries)
        applied = _write(scene, changes)
        conflicts = [draft for draft in todo if _outcome(applied, draft) is Outcome.CONFLICT]
        for draft in todo:
            answer = applied.get(draft.record.internal_id)
            if answer is not None and (last or answer.outcome is not Outcome.CONFLICT):
                entries[draft.record.internal_id] = outcomes.written(
                    draft.record, draft.digest, answer, draft.mapped.fields
                )
        _remember(scene, todo, applied, known)
        todo = conflicts


def _outcome(applied: dict[str, Applied], draft: _Draft) -> Outcome | None:
    answer = applied.get(draft.record.internal_id)
    return answer.outcome if answer else None


def _match(
    scene: Scene, drafts: Sequence[_Draft], known: dict[ParentKey, Link], entries: dict[str, Entry]
) -> list[Change]:
    group = scene.prepared.main.group
    linked = {
        draft.record.internal_id: known[draft.record.type, draft.record.internal_id].spp_id
        for draft in drafts
        if (draft.record.type, draft.record.internal_id) in known
    }
    names = {str(draft.mapped.fields.get(group.name_field) or "") for draft in drafts}
    candidates = Candidates(
        group,
        scene.destination.find(
            group.spp_type,
            netsuite_id_field=group.netsuite_id_field,
            netsuite_ids=[draft.record.internal_id for draft in drafts],
            names=names - {""},
            spp_ids=list(linked.values()),
        ),
    )
    changes: list[Change] = []
    for draft in drafts:
        internal_id = draft.record.internal_id
        found = candidates.match(internal_id, linked.get(internal_id), draft.mapped.fields)
        if isinstance(found, Ambiguous):
            entries[internal_id] = outcomes.ambiguous(draft.record, draft.digest, found)
        else:
            changes.append(
                Change(
                    internal_id,
                    found.spp_id,
                    draft.mapped.fields,
                    draft.record.modified,
                    draft.mapped.initial_only,
                    set_back=scene.overtaken_after is None
                    and _stamped_later(known.get((draft.record.type, internal_id)), draft.record),
                )
            )
    return changes


def _write(scene: Scene, changes: Sequence[Change]) -> dict[str, Applied]:
    if not changes:
        return {}
    with tracing.span("write", attributes={"landbridge.records": len(changes)}):
        answers = scene.destination.apply(
            scene.prepared.declaration.spp_type, changes, author=scene.author, at=scene.at
        )
    return {answer.key: answer for answer in answers}


def _remember(
    scene: Scene, drafts: Sequence[_Draft], applied: dict[str, Applied], known: dict[ParentKey, Link]
) -> None:
    """Write the links of what was written."""
    written: list[Link] = []
    rebound: list[Link] = []
    for draft in drafts:
        answer = applied.get(draft.record.internal_id)
        if answer is None or answer.spp_id is None or answer.outcome not in _LINKING:
            continue
        key = (draft.record.type, draft.record.internal_id)
        link = known.get(key) or Link(
            connection_id=scene.connection_id,
            netsuite_type=draft.record.type,
            internal_id=draft.record.internal_id,
            record_id=draft.record.internal_id,
            spp_type=scene.prepared.declaration.spp_type,
        )
        if link.spp_id != answer.spp_id:
            link.spp_id = answer.spp_id
            if answer.outcome is not Outcome.CREATED:  # nobody can be linked to a record that is new
                rebound.append(link)
        link.source_modified = draft.record.modified
        link.source_digest = draft.digest
        written.append(link)
    links.save(written, rebound=rebound, at=scene.at)

"""The stages of a link: each workflow's window in order of dependency, then the children whose parents have arrived.

Everything that a batch does (records, log, links, bookmark, counts) is one transaction that holds the lane and checks the fence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from django.db import transaction

from landbridge.netsuite import PermissionMissing, RecordTypeUnknown
from landbridge.service.connections.netsuite_pages import netsuite_pages
from landbridge.service.copying import copy_new
from landbridge.service.ports import Author, Destination, Reader
from landbridge.service.runs.deferring import ask_again
from landbridge.service.runs.execution import children, finishing, hierarchies, observing
from landbridge.service.runs.execution.claiming import Attempt
from landbridge.service.runs.execution.guards import why_stopped
from landbridge.service.runs.execution.importing import import_batch
from landbridge.service.runs.execution.outcomes import Done, missing
from landbridge.service.runs.execution.readings import Batch, Reading
from landbridge.service.runs.execution.scene import Scene
from landbridge.service.runs.execution.unread import FieldsUnread, look_again, refuse_unread
from landbridge.service.runs.execution.windows import Marks, Window, moved, window
from landbridge.service.runs.history import attention
from landbridge.service.runs.lanes import lane
from landbridge.service.runs.models import Run, RunItem, RunNote, RunStep
from landbridge.service.runs.services import Services
from landbridge.service.workflows.administration import zone_of
from landbridge.service.workflows.environment import Surroundings
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.store import Prepared

IDS_AT_A_TIME = 200
PASSED_OVER = "passed_over"
"""How records that changed in no monitored field are counted beside the outcomes."""
_ROUNDS_OF_CHILDREN = 200
"""So deep may parents of one type be nested that arrive with their children."""

T = TypeVar("T")

_log = structlog.get_logger(__name__)


def go(attempt: Attempt, services: Services) -> bool:
    """Work until the run is complete (``True``) or the link's time is over (``False``)."""
    return _Stages(attempt, services).go()


class _Stages:
    def __init__(self, attempt: Attempt, services: Services) -> None:
        self._attempt = attempt
        self._zone = zone_of(attempt.connection.pk)
        self._services = services
        self._reader: Reader = services.reader_for(attempt.connection)
        self._destination: Destination = services.destination_for(attempt.connection)
        self._until = services.clock() + services.link_time
        self._completed = False
        self._stopped: set[int] = set()
        """The workflows, by primary key, that this link must leave alone."""
        self._loaded_nodes: dict[int, hierarchies.Nodes | None] = {}
        """The hierarchies of the workflows that this link came to."""

    def go(self) -> bool:
        for position, step in enumerate(self._attempt.steps):
            last_step = position == len(self._attempt.steps) - 1
            if not self._step(step, last_step=last_step):
                return False
        return self._completed or self._children()

    def _step(self, step: RunStep, *, last_step: bool) -> bool:
        """Import one workflow's window; ``False`` when time is over before it is done."""
        prepared = self._attempt.workflows[step.workflow_id]
        if stopped := self._why_stopped(step, prepared):
            return self._stop(step, prepared, stopped)
        if step.until is None and hierarchies.needed(prepared):
            try:
                self._keep_hierarchies(prepared)
            except (PermissionMissing, RecordTypeUnknown) as refused:
                return self._stop(step, prepared, f"{prepared.declaration.label}: {refused}")
        read = self._window(step, prepared)
        asked = frozenset(self._attempt.requested.get(prepared.declaration.netsuite_type, ()))
        connection_id, kind = self._attempt.connection.pk, self._attempt.run.kind
        reading = self._services.readings.resume(
            connection_id,
            kind,
            step.pk,
            self._reader,
            lambda: _with_last(self._batches(step, prepared, read, asked)),
        )
        try:
            return self._import(step, prepared, read, reading, last_step=last_step)
        except FieldsUnread as unread:
            reading.close()
            return self._stop(step, prepared, str(unread))
        except RecordTypeUnknown as unknown:
            reading.close()
            told = f"{prepared.declaration.label}: NetSuite has no record type {prepared.declaration.netsuite_type}. {unknown}"
            return self._stop(step, prepared, told)

    def _why_stopped(self, step: RunStep, prepared: Prepared) -> str:
        """Return why the workflow stands still, which is looked at when its step begins."""
        if step.until is not None:
            return prepared.workflow.stopped_because
        kind, now = self._attempt.run.kind, self._services.clock()
        return why_stopped(prepared, self._attempt.connection, kind, self._reader, now)

    def _stop(self, step: RunStep, prepared: Prepared, why: str) -> bool:
        """Give the step up; the others go on, so this is always ``True``."""
        finishing.stop_step(self._attempt, step, why)
        self._stopped.add(prepared.workflow.pk)
        return True

    def _keep_hierarchies(self, prepared: Prepared) -> None:
        """Read the classifications that the workflow's records name, once a run, and write them as hierarchies."""
        lists = hierarchies.read(self._reader, hierarchies.needed(prepared))
        run = self._attempt.run
        with transaction.atomic():
            lane.hold(self._attempt.connection.pk, run.pk, self._attempt.fence)
            now = self._services.clock()
            refused = hierarchies.keep(self._destination, prepared, lists, author=self._author(), at=now)
            RunNote.objects.bulk_create(
                RunNote(run=run, state="warning", title="Hierarchies", message=one, at=now) for one in refused
            )

    def _nodes(self, prepared: Prepared) -> hierarchies.Nodes | None:
        """Return the hierarchies of a workflow, loaded once a link."""
        if prepared.workflow.pk not in self._loaded_nodes:
            self._loaded_nodes[prepared.workflow.pk] = hierarchies.load(self._destination, prepared)
        return self._loaded_nodes[prepared.workflow.pk]

    def _import(
        self, step: RunStep, prepared: Prepared, read: Window, reading: Reading, *, last_step: bool
    ) -> bool:
        """Import what a reading yields; ``False`` when time is over before its end, and it is kept. Raises ``FieldsUnread``."""
        run = self._attempt.run
        for batch, last in reading.batches:
            refuse_unread(self._reader, prepared)
            with self._observed(prepared, batch), transaction.atomic():
                step.passed_over += self._apply(prepared, batch, reading.last_item)
                if last:
                    self._close_step(step, prepared, read, last_step=last_step)
                self._note_progress(step, last=last)
            if not last and self._services.clock() >= self._until:
                if reading.last_item is None:
                    reading.last_item = (
                        RunItem.objects.order_by("pk").values_list("pk", flat=True).last() or 0
                    )
                self._services.readings.keep(run.connection_id, run.kind, reading)
                return False
        return True

    def _window(self, step: RunStep, prepared: Prepared) -> Window:
        """Return the step's window; the first batch of a run writes it down."""
        if step.until is not None:
            return Window(step.since, step.until)
        marks = Marks(prepared.workflow.bookmark, prepared.workflow.swept)
        run = self._attempt.run
        read = window(run.kind, marks, self._reader.now(), run.since)
        step.since, step.until, step.rules = read.since, read.until, prepared.workflow.rules
        return read

    def _batches(
        self, step: RunStep, prepared: Prepared, read: Window, asked: frozenset[str]
    ) -> Iterator[Batch]:
        """Yield the window, then what was asked for by id and did not stand in it. At least one batch."""

        def expect(total: int) -> None:
            step.expected = total

        look_again(self._reader, prepared)
        outstanding = set(asked)
        empty = True
        for records in self._reader.changed(prepared.declaration.netsuite_type, read.since, expect):
            outstanding.difference_update(record.internal_id for record in records)
            empty = False
            yield Batch(records, asked)
        if outstanding:
            empty = False
            yield from self._by_ids(prepared, sorted(outstanding))
        if empty:
            yield Batch(())

    def _by_ids(self, prepared: Prepared, internal_ids: Sequence[str]) -> Iterator[Batch]:
        for start in range(0, len(internal_ids), IDS_AT_A_TIME):
            chunk = internal_ids[start : start + IDS_AT_A_TIME]
            records = self._reader.by_ids(prepared.declaration.netsuite_type, chunk)
            found = {record.internal_id for record in records}
            yield Batch(
                records,
                frozenset(chunk),
                tuple(internal_id for internal_id in chunk if internal_id not in found),
            )

    def _apply(self, prepared: Prepared, batch: Batch, overtaken_after: int | None = None) -> int:
        """Import a batch inside the caller's transaction, first of all taking the lane. Return how many records were passed over."""
        run = self._attempt.run
        lane.hold(self._attempt.connection.pk, run.pk, self._attempt.fence)
        now = self._services.clock()
        place = self._attempt.connection
        around = Surroundings(now, self._reader.account, netsuite_pages(place), self._zone)
        scene = Scene(
            run,
            prepared,
            self._destination,
            self._author(),
            now,
            around,
            overtaken_after,
            self._nodes(prepared),
            self._services.growth,
        )
        imported = import_batch(scene, batch.records, batch.forced)
        entries = imported.entries + [
            missing(key, prepared.declaration.netsuite_type) for key in batch.absent
        ]
        if entries:
            before = attention.left_before(prepared.workflow, entries)
            tried = {internal_id: left.attempts for internal_id, left in before.items()}
            items = (entry.item(run, prepared, now, tried.get(entry.internal_id, 0) + 1) for entry in entries)
            copy_new(RunItem, items)
            attention.settle(prepared.workflow, run, entries, now, before)
            children.note_references(prepared, entries)
            transaction.on_commit(partial(self._services.growth.add, len(entries)))
        if imported.doubtful:  # last, since whoever queues the same job waits for our end
            ask_again(scene.connection_id, prepared.declaration.netsuite_type, imported.doubtful, now)
        read = len({record.internal_id for record in batch.records}) + len(batch.absent)
        told = Counter(str(entry.outcome) for entry in entries)
        if imported.passed_over:
            told[PASSED_OVER] = imported.passed_over
        self._count(prepared.workflow.key, told, read=read, seen=len(imported.seen))
        return imported.passed_over

    def _observed(self, prepared: Prepared, batch: Batch) -> AbstractContextManager[None]:
        return observing.batch(self._attempt.run, prepared.workflow.key, len(batch.records))

    def _count(self, key: str, outcomes: Counter[str], *, read: int, seen: int) -> None:
        run = self._attempt.run
        observing.count_records(run, key, outcomes)
        counts = Counter({key: int(value) for key, value in run.counts.items()})
        counts.update(outcomes)
        counts["read"] += read
        counts["seen"] += seen
        run.counts = dict(counts)
        if outcomes:  # what is only read again is no progress
            run.attempts = 0

    def _author(self) -> Author:
        owner = self._attempt.run.owner
        return Author(
            owner.pk if owner else None, owner.name if owner else "Landbridge", run_id=self._attempt.run.pk
        )

    def _close_step(self, step: RunStep, prepared: Prepared, read: Window, *, last_step: bool) -> None:
        """Move the bookmark in the transaction of the last batch; finish the run there too when nothing follows.

        Somebody who changed the rules meanwhile has asked that everything is read again: then the bookmark stays as it is.
        """
        workflow = prepared.workflow
        marks = moved(Marks(workflow.bookmark, workflow.swept), read)
        held = Workflow.objects.filter(pk=workflow.pk, rules=step.rules)
        held.update(bookmark=marks.bookmark, swept=marks.swept)
        step.done = True
        if last_step and not self._children_may_wait():
            self._complete(self._services.clock())

    def _note_progress(self, step: RunStep, *, last: bool) -> None:
        """Write down how far the step and the run came; the end of the run has done the latter itself."""
        step.save(update_fields=["since", "until", "rules", "expected", "done", "passed_over"])
        if not (last and self._completed):
            self._save_counts()

    def _save_counts(self) -> None:
        run = self._attempt.run
        Run.objects.filter(pk=run.pk).update(counts=run.counts, attempts=run.attempts)

    def _children_may_wait(self) -> bool:
        """Whether parents have arrived; a real-time run that wrote no record, and so no link, need not ask."""
        run = self._attempt.run
        linking = (Done.CREATED, Done.UPDATED, Done.UNCHANGED)
        if run.kind == Run.Kind.REAL_TIME and not any(run.counts.get(outcome.value) for outcome in linking):
            return False
        return bool(children.ready(self._attempt.connection.pk))

    def _children(self) -> bool:
        """Import the records whose parents have arrived, and theirs, then finish the run; ``False`` when time is over before."""
        before: dict[int, list[str]] = {}
        for _ in range(_ROUNDS_OF_CHILDREN):
            waiting = children.ready(self._attempt.connection.pk)
            ready = {key: ids for key, ids in waiting.items() if key not in self._stopped}
            if not ready or ready == before:
                break
            before = ready
            for workflow_id, prepared in self._attempt.workflows.items():
                if not self._children_of(prepared, ready.get(workflow_id, [])):
                    return False
        with transaction.atomic():
            lane.hold(self._attempt.connection.pk, self._attempt.run.pk, self._attempt.fence)
            self._complete(self._services.clock())
        return True

    def _children_of(self, prepared: Prepared, internal_ids: Sequence[str]) -> bool:
        """Import these records of a workflow, unless fields that it needs are not read; ``False`` when time is over before."""
        for batch in self._by_ids(prepared, internal_ids):
            try:
                refuse_unread(self._reader, prepared)
            except (
                FieldsUnread
            ) as unread:  # they go on waiting: the workflow's next step says why it does not import them
                _log.warning("children_left", workflow=prepared.workflow.pk, why=str(unread))
                self._stopped.add(prepared.workflow.pk)
                return True
            with self._observed(prepared, batch), transaction.atomic():
                self._apply(prepared, batch)
                self._save_counts()
            if self._services.clock() >= self._until:
                return False
        return True

    def _complete(self, now: datetime) -> None:
        finishing.complete(self._attempt, now)
        self._completed = True


def _with_last(items: Iterable[T]) -> Iterator[tuple[T, bool]]:
    """Yield each item and whether it is the last."""
    iterator = iter(items)
    try:
        current = next(iterator)
    except StopIteration:
        return
    for following in iterator:
        yield current, False
        current = following
    yield current, True

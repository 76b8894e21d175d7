"""The steps of a comparison: ranges are planned, compared one by one, and what was found is read anew. Each ends with a commit.

Nothing is written to NetSuite or SuiteProjects Pro, and no step holds a transaction open while it reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Max

from landbridge.service.ports import KeyRange, SourceRecord
from landbridge.service.runs.execution.unread import refuse_unread
from landbridge.service.verification import claim, finishing, freshness
from landbridge.service.verification.comparing import Compared, Finding, compare, together
from landbridge.service.verification.expecting import expect
from landbridge.service.verification.holding import Holdings, held_in_range, held_of
from landbridge.service.verification.models import Difference, Verification, VerifiedRange
from landbridge.service.verification.systems import Systems
from landbridge.service.verification.tables import part_name, record_of, tables_of
from landbridge.service.workflows import links
from landbridge.service.workflows.models import Link, Workflow
from landbridge.service.workflows.store import Prepared, prepare

IDS_AT_A_TIME = 200
NEXT_ROUND = timedelta(seconds=5)


class Went(Enum):
    """How a step ended."""

    ON = "on"
    WAITING = "waiting"  # until ``Verification.next_link_at``
    COMPLETED = "completed"


class Steps:
    """The steps of one comparison, by whoever has its fence. Each raises ``claim.Superseded`` and the errors of the reader."""

    def __init__(self, verification: Verification, systems: Systems) -> None:
        self._verification = verification
        self._systems = systems
        self._workflows: dict[str, Prepared] = {}

    def go(self) -> Went:
        """Do the next step, by the rules that the workflows have now."""
        stored = Workflow.objects.filter(connection=self._verification.connection)
        self._workflows = {prepared.workflow.key: prepared for prepared in prepare(stored)}
        unplanned = self._unplanned()
        if unplanned is not None:
            self._plan(unplanned)
            return Went.ON
        following = self._next_range()
        if following is not None:
            self._compare(following)
            return Went.ON
        return self._read_anew()

    @property
    def _chosen(self) -> list[Prepared]:
        return [prepared for key, prepared in self._workflows.items() if key in self._verification.workflows]

    def _unplanned(self) -> Prepared | None:
        planned = set(
            VerifiedRange.objects.filter(verification=self._verification)
            .order_by()
            .values_list("workflow_id", flat=True)
            .distinct()
        )
        return next((one for one in self._chosen if one.workflow.pk not in planned), None)

    def _plan(self, prepared: Prepared) -> None:
        """Write the ranges of a workflow down, so that whoever goes on later compares the same ones.

        Where there is nothing to compare, one range says that this was done.
        """
        started = self._verification.netsuite_started_at or self._systems.reader.now()
        ranges = [
            clipped
            for keys in self._systems.reader.key_ranges(prepared.declaration.netsuite_type)
            if (clipped := _clipped(keys, self._verification)) is not None
        ]
        now = self._systems.now()
        done = not ranges
        if done:
            ranges = [KeyRange(self._verification.first, self._verification.last)]
        with transaction.atomic():
            claim.hold(self._verification, now)
            self._verification.netsuite_started_at = started
            Verification.objects.filter(pk=self._verification.pk).update(netsuite_started_at=started)
            VerifiedRange.objects.bulk_create(
                VerifiedRange(
                    verification=self._verification,
                    workflow=prepared.workflow,
                    position=position,
                    first=keys.first,
                    last=keys.last,
                    done=done,
                    compared_at=now if done else None,
                )
                for position, keys in enumerate(ranges)
            )

    def _next_range(self) -> VerifiedRange | None:
        for prepared in self._chosen:
            found = VerifiedRange.objects.filter(
                verification=self._verification, workflow=prepared.workflow, done=False
            )
            following = found.order_by("position").first()
            if following is not None:
                return following
        return None

    def _compare(self, one: VerifiedRange) -> None:
        prepared = self._prepared(one.workflow_id)
        keys = KeyRange(one.first, one.last)
        reader = self._systems.reader
        records = reader.in_range(prepared.declaration.netsuite_type, keys)
        refuse_unread(reader, prepared)
        held = held_in_range(prepared, keys, self._systems.destination)
        compared = self._compared(prepared, records, held, keys)
        now = self._systems.now()
        one.done, one.compared_at = True, now
        one.netsuite, one.left_out, one.destination = (
            compared.netsuite,
            compared.left_out,
            compared.destination,
        )
        one.netsuite_hash, one.destination_hash = compared.netsuite_hash, compared.destination_hash
        with transaction.atomic():
            claim.hold(self._verification, now)
            one.save()
            self._write(prepared, compared.findings, now)

    def _compared(
        self,
        prepared: Prepared,
        records: Sequence[SourceRecord],
        held: Holdings,
        responsible: KeyRange | frozenset[str],
    ) -> Compared:
        """Compare records with what is held of them, table by table."""
        expected = expect(prepared, records, self._systems, self._workflows, held)
        return together(
            [
                compare(
                    expected[table.spp_type],
                    held[table.spp_type],
                    table.fields,
                    responsible,
                    table.spp_type,
                )
                for table in tables_of(prepared)
            ]
        )

    def _write(self, prepared: Prepared, findings: Sequence[Finding], now: datetime, round_: int = 0) -> None:
        rows = []
        for finding in findings:
            row = Difference(
                verification=self._verification,
                workflow=prepared.workflow,
                internal_id=record_of(finding.internal_id),
                part=part_name(prepared, finding.table, finding.internal_id),
                spp_type=finding.table,
                round=round_,
            )
            _fill(row, finding, now)
            rows.append(row)
        Difference.objects.bulk_create(rows)

    def _read_anew(self) -> Went:
        """Read some of what was found anew; when all of this round was, plan the next one or complete the comparison."""
        verification = self._verification
        suspects = Difference.objects.filter(verification=verification, state=Difference.State.SUSPECT)
        for prepared in self._chosen:
            due = suspects.filter(workflow=prepared.workflow, round__lt=verification.round)
            chunk = list(due.order_by("pk")[:IDS_AT_A_TIME])
            if chunk:
                self._read_chunk_anew(prepared, chunk)
                return Went.ON
        now = self._systems.now()
        with transaction.atomic():
            claim.hold(verification, now)
            reached = suspects.aggregate(reached=Max("round"))["reached"]
            if reached is None:
                finishing.complete(verification, now)
                return Went.COMPLETED
            verification.round = reached + 1
            verification.next_link_at = now + NEXT_ROUND
            verification.save(update_fields=["round", "next_link_at"])
        return Went.WAITING

    def _read_chunk_anew(self, prepared: Prepared, chunk: Sequence[Difference]) -> None:
        ids = list(dict.fromkeys(row.internal_id for row in chunk))
        linked_before = self._links(prepared, ids)
        reader, destination = self._systems.reader, self._systems.destination
        judge = freshness.Judge.of(
            self._verification, prepared, ids, reader.now()
        )  # a run that goes now may be over soon
        numbers = [one for one in ids if one.lstrip("-").isdecimal()]
        records = reader.by_ids(prepared.declaration.netsuite_type, numbers)
        refuse_unread(reader, prepared)
        parts = [row.part.rpartition(" ")[2] for row in chunk if row.part]
        held = held_of(prepared, ids, records, parts, destination)
        compared = self._compared(prepared, records, held, frozenset(ids))
        findings = {
            (record_of(one.internal_id), part_name(prepared, one.table, one.internal_id)): one
            for one in compared.findings
        }
        by_id = {record.internal_id: record for record in records}
        linked_after = self._links(prepared, ids)
        versions = {
            one: freshness.version_of(by_id.get(one), linked_before.get(one), linked_after.get(one))
            for one in ids
        }
        with transaction.atomic():
            claim.hold(self._verification, self._systems.now())
            if not _has_rules_of(prepared.workflow):
                return  # the next step reads these anew, by the new rules
            self._settle(chunk, findings, judge, versions)

    def _links(self, prepared: Prepared, ids: Sequence[str]) -> dict[str, Link]:
        """Return a link of each record that has one in the main table."""
        kind = prepared.declaration
        stored = links.of_records(self._verification.connection_id, kind.netsuite_type, [kind.spp_type], ids)
        return {link.record_id: link for link in stored.values()}

    def _settle(
        self,
        chunk: Sequence[Difference],
        findings: Mapping[tuple[str, str], Finding],
        judge: freshness.Judge,
        versions: Mapping[str, freshness.Version],
    ) -> None:
        settled = [row.pk for row in chunk if (row.internal_id, row.part) not in findings]
        Difference.objects.filter(pk__in=settled).delete()
        still = [row for row in chunk if (row.internal_id, row.part) in findings]
        for row in still:
            row.round += 1
            _fill(row, findings[row.internal_id, row.part], self._systems.now())
            if row.state == Difference.State.SUSPECT:
                row.state = judge.verdict(row, versions[row.internal_id])
        Difference.objects.bulk_update(still, [*_FILLED, "round"])

    def _prepared(self, workflow_id: int) -> Prepared:
        return next(one for one in self._chosen if one.workflow.pk == workflow_id)


_FILLED = ("name", "kind", "state", "code", "reason", "spp_id", "fields", "source_modified", "found_at")


def _fill(row: Difference, finding: Finding, now: datetime) -> None:
    """Write a finding into its row. What is not to be imported needs no second reading."""
    left_out = finding.kind == Difference.Kind.NOT_IMPORTED
    row.name = finding.name or row.name
    row.kind = finding.kind
    row.state = Difference.State.CONFIRMED if left_out else Difference.State.SUSPECT
    row.code, row.reason, row.spp_id = finding.code, finding.reason, finding.spp_id
    row.fields = [
        {"field": one.field, "expected": one.expected, "found": one.found} for one in finding.fields
    ]
    row.source_modified, row.found_at = finding.modified, now


def _has_rules_of(workflow: Workflow) -> bool:
    """Whether the workflow still has the rules that it had when it was loaded."""
    return Workflow.objects.filter(pk=workflow.pk, rules=workflow.rules).exists()


def _clipped(keys: KeyRange, verification: Verification) -> KeyRange | None:
    """Return what of a range the comparison is about."""
    firsts = [end for end in (keys.first, verification.first) if end is not None]
    lasts = [end for end in (keys.last, verification.last) if end is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    return None if first is not None and last is not None and first > last else KeyRange(first, last)

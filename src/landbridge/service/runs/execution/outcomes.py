"""What became of one record: the entry of the run log, and what is left to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from landbridge.service.ports import Applied, FieldChange, JsonValue, Outcome, SourceRecord
from landbridge.service.runs.history.masking import discreet
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.workflows.conversion import shown
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.matching import Ambiguous
from landbridge.service.workflows.results import ParentMissing, Unmappable
from landbridge.service.workflows.selection import Excluded
from landbridge.service.workflows.store import Prepared
from landbridge.service.workflows.versions import monitored_digest

LISTED_CHANGES = 200
"""So many changes of a record its row of the run log names; the audit trail has all."""

_NAMES = ("altName", "companyName", "entityId", "itemId", "title", "tranId", "name")
"""The fields that say what a record is called, of any type, the first that is filled."""

Done = RunItem.Outcome
Need = Attention.Need


@dataclass(frozen=True, slots=True)
class Entry:
    """One record's outcome. ``need`` says what is left to do, ``None`` for a durable outcome.

    ``awaited``: the record is imported, and is to be imported again when these come, to which it refers.
    """

    internal_id: str
    outcome: RunItem.Outcome
    record: SourceRecord | None = None
    digest: str = ""
    stage: str = ""
    code: str = ""
    reason: str = ""
    field: str = ""
    value: str = ""
    changes: Sequence[FieldChange] = ()
    spp_id: str = ""
    need: Attention.Need | None = None
    parent: ParentKey | None = None
    awaited: Sequence[ParentMissing] = ()

    @property
    def name(self) -> str:
        """The record's name as NetSuite shows it."""
        return record_name(self.record) if self.record is not None else ""

    def discreet(self, hidden: frozenset[str], *, nameless: bool = False) -> Entry:
        """Return the entry with a reason that quotes no sensitive value. ``hidden``: fields that are, beside those named so;
        ``nameless``: the name in SuiteProjects Pro is one.
        """
        reason = discreet(self.reason, self.code, self.field, hidden, nameless=nameless)
        return replace(self, reason=reason)

    def _monitored(self, prepared: Prepared) -> str:
        fields = prepared.monitored if self.record else None
        return monitored_digest(self.record, fields) if self.record and fields is not None else ""

    def item(self, run: Run, prepared: Prepared, at: datetime, attempts: int = 1) -> RunItem:
        """Return the row of the run log, unsaved. ``attempts``: which attempt at the record it was."""
        return RunItem(
            run=run,
            workflow=prepared.workflow,
            internal_id=self.internal_id,
            name=self.name,
            outcome=self.outcome,
            stage=self.stage,
            code=self.code,
            reason=self.reason,
            field=self.field,
            value=self.value,
            changes=[
                {"field": change.field, "before": change.before, "after": change.after}
                for change in self.changes[:LISTED_CHANGES]
            ],
            changes_left_out=max(0, len(self.changes) - LISTED_CHANGES),
            spp_type=prepared.declaration.spp_type if self.spp_id else "",
            spp_id=self.spp_id,
            source_modified=self.record.modified if self.record else None,
            source_digest=self.digest,
            monitored_digest=self._monitored(prepared),
            rules=prepared.workflow.rules,
            attempts=attempts,
            at=at,
        )


def record_name(record: SourceRecord) -> str:
    """Return a record's name as NetSuite shows it: that of a company or person, an item's, a document's number."""
    values = record.values
    return shown(next((values[name] for name in _NAMES if values.get(name)), None))


def left_out(record: SourceRecord, digest: str, why: Excluded, field: str = "") -> Entry:
    """The workflow does not import this record, because of what it has in ``field`` where that is known."""
    return Entry(
        record.internal_id, Done.SKIPPED, record, digest, "select", why.code, why.reason, field=field
    )


def missing(internal_id: str, netsuite_type: str) -> Entry:
    """NetSuite answered that there is no such record."""
    return Entry(
        internal_id,
        Done.SKIPPED,
        stage="read",
        code="not_found",
        reason=f"NetSuite has no {netsuite_type} {internal_id}: it was deleted, or the integration role cannot see it.",
    )


def of_part(part: str, reason: str) -> str:
    """Return a reason that says which part of the record it is about; ``part`` is empty for the record itself."""
    return f"{part}: {reason}" if part else reason


def unmappable(record: SourceRecord, digest: str, problem: Unmappable, part: str = "") -> Entry:
    """A value does not fit; the field is named. Where the mapping itself is at fault, that is what must be mended."""
    return Entry(
        record.internal_id,
        Done.FAILED,
        record,
        digest,
        "map",
        "unmappable",
        of_part(part, problem.reason),
        field=problem.field,
        value=problem.value,
        need=Need.SETUP if problem.row_at_fault else Need.RECORD,
    )


def ambiguous(record: SourceRecord, digest: str, problem: Ambiguous, part: str = "") -> Entry:
    """Matching found more than one record, or one that belongs to another."""
    return Entry(
        record.internal_id,
        Done.FAILED,
        record,
        digest,
        "match",
        problem.code,
        of_part(part, problem.reason),
        spp_id="" if part else problem.spp_id,  # of a line's part the table is another
        need=Need.RECORD,
    )


def older(record: SourceRecord, digest: str, spp_id: str) -> Entry:
    """A newer version of the record was imported before."""
    return Entry(
        record.internal_id,
        Done.UNCHANGED,
        record,
        digest,
        "map",
        "older_version",
        "A newer version of this record was imported before.",
        spp_id=spp_id,
    )


def broken(record: SourceRecord, digest: str, problem: BaseException) -> Entry:
    """This one record made the import fail in a way that nobody foresaw; the others go on without it."""
    return Entry(
        record.internal_id,
        Done.FAILED,
        record,
        digest,
        "apply",
        "internal_error",
        f"The record could not be imported ({type(problem).__name__}). Retry it; if it fails again, report it.",
        need=Need.RETRY,
    )


def not_written(
    record: SourceRecord,
    digest: str,
    applied: Applied,
    fields: Mapping[str, JsonValue],
    part: str = "",
) -> Entry:
    """SuiteProjects Pro did not take what it was given: ``fields``, so that a refused value can be named."""
    if applied.outcome is Outcome.STALE:
        return older(record, digest, applied.spp_id or "")
    if applied.outcome is Outcome.CONFLICT:
        reason = "The record changed in SuiteProjects Pro while it was written. It is tried again."
        return Entry(
            record.internal_id,
            Done.FAILED,
            record,
            digest,
            "apply",
            "conflict",
            of_part(part, reason),
            need=Need.RETRY,
        )
    return Entry(
        record.internal_id,
        Done.FAILED,
        record,
        digest,
        "apply",
        f"spp_{applied.code}",
        of_part(part, applied.reason),
        field=applied.field,
        value=shown(fields.get(applied.field)),
        need=Need.RECORD,
    )

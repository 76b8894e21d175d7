"""The run log as a file: CSV for spreadsheets, JSON for programs; made batch by batch, however long it is.

A CSV file is UTF-8 with a byte order mark, since spreadsheets want one. What a spreadsheet might run as a formula gets an apostrophe before
it (OWASP's advice on CSV injection), at the beginning of a cell and wherever one that splits by semicolons or tabs would begin another; so
does a tab or a line end that a cell begins with. A JSON file is one array with an object on each line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec

from landbridge.service.projects.models import User
from landbridge.service.runs.history import log
from landbridge.service.runs.history.account import account_of
from landbridge.service.runs.history.masking import Eyes
from landbridge.service.runs.history.selection import Selection
from landbridge.service.runs.models import Run, RunItem

BATCH = 1000
CSV, JSON = "csv", "json"
MEDIA_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}
OUTCOMES = tuple(RunItem.Outcome.values)
RUN_COLUMNS = (
    *("id", "connection", "kind", "state", "owner", "reason", "workflows"),
    *("queued_at", "started_at", "finished_at", "read", "seen", "passed_over", *OUTCOMES),
    *("links", "error", "hint", "account"),
)
ITEM_COLUMNS = (
    *("id", "run", "connection", "kind", "owner", "workflow", "internal_id", "name"),
    *("outcome", "stage", "code", "reason", "field", "value", "attempts", "changes", "changes_left_out"),
    *("spp_type", "spp_id", "source_modified", "at"),
)

_SEPARATORS = ("\t", "\r", "\n")
_FORMULA = re.compile(r"""((?:^|[;,\t\r\n])(?:[^\S\t\r\n]|["'])*?)(?=[-=+@\uff1d\uff0b\uff0d\uff20])""")
"""What comes before text that a spreadsheet may run, whatever it splits by; the last four are the wide forms of the first four."""

Row = Mapping[str, Any]
Write = Callable[[Sequence[str], Iterable[Sequence[Row]]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way: its name, its media type, its bytes in parts."""

    name: str
    media_type: str
    parts: Iterator[bytes]


def export_runs(selection: Selection, form: str) -> Export:
    """Return the runs of a selection, newest first, as ``csv`` or ``json``."""
    batches = log.in_batches(log.runs(selection), BATCH)
    rows = ([run_row(one) for one in batch] for batch in batches)
    return Export(f"runs.{form}", MEDIA_TYPES[form], _WRITERS[form](RUN_COLUMNS, rows))


def export_items(selection: Selection, form: str, *, viewer: User | None, now: datetime) -> Export:
    """Return the records of a selection, newest first, as ``viewer`` may see them."""
    eyes = Eyes.of(viewer)
    batches = log.in_batches(log.items(selection, now, eyes), BATCH)
    rows = ([item_row(one) for one in eyes.items(batch)] for batch in batches)
    return Export(f"records.{form}", MEDIA_TYPES[form], _WRITERS[form](ITEM_COLUMNS, rows))


def run_row(run: Run) -> dict[str, Any]:
    """Return a run with the columns of an export."""
    return {
        "id": run.pk,
        "connection": run.connection.name,
        "kind": run.kind,
        "state": run.state,
        "owner": str(run.owner or ""),
        "reason": run.reason,
        "workflows": run.workflows,
        "queued_at": run.queued_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        **{name: run.counts.get(name, 0) for name in ("read", "seen", "passed_over", *OUTCOMES)},
        "links": run.links,
        "error": run.error,
        "hint": run.hint,
        "account": account_of(run),
    }


def item_row(item: RunItem) -> dict[str, Any]:
    """Return a record of a run with the columns of an export; it is masked already where it must be."""
    return {
        "id": item.pk,
        "run": item.run_id,
        "connection": item.run.connection.name,
        "kind": item.run.kind,
        "owner": str(item.run.owner or ""),
        "workflow": item.workflow.key,
        "internal_id": item.internal_id,
        "name": item.name,
        "outcome": item.outcome,
        "stage": item.stage,
        "code": item.code,
        "reason": item.reason,
        "field": item.field,
        "value": item.value,
        "attempts": item.attempts,
        "changes": item.changes,
        "changes_left_out": item.changes_left_out,
        "spp_type": item.spp_type,
        "spp_id": item.spp_id,
        "source_modified": item.source_modified,
        "at": item.at,
    }


def _csv(columns: Sequence[str], batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    heading: Sequence[Row] = [dict(zip(columns, columns, strict=True))]
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    for batch in chain([heading], batches):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([cell(row[name]) for name in columns] for row in batch)
        yield (mark + text.getvalue()).encode()
        mark = ""


def cell(value: Any) -> str | int:
    """Return a value as a spreadsheet may open it: numbers as they are, text without anything to run."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return value
        case datetime():
            return value.isoformat()
        case list():
            text = "; ".join(_changed(one) if isinstance(one, dict) else str(one) for one in value)
        case _:
            text = str(value)
    text = _FORMULA.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_SEPARATORS) else text


def _changed(change: Mapping[str, Any]) -> str:
    before, after = (cell(change[name]) for name in ("before", "after"))
    return f"{change['field']}: {before} → {after}"


def _json(_columns: Sequence[str], batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    before = b"["
    for batch in batches:
        lines = b",\n".join(msgspec.json.encode(row) for row in batch)
        yield before + b"\n" + lines
        before = b","
    yield b"[]\n" if before == b"[" else b"\n]\n"


_WRITERS: dict[str, Write] = {CSV: _csv, JSON: _json}

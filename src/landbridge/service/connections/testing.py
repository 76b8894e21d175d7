"""Test Connection: what works, what does not, and what to do, line by line; for saved and unsaved connections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landbridge.netsuite import NetSuiteError, RetryPolicy
from landbridge.netsuite.check import CheckLine, CheckState, RestletAddress
from landbridge.netsuite.checks.lines import Subject
from landbridge.netsuite.protocols import Protocol
from landbridge.recordtypes import RECORD_TYPES
from landbridge.service.connections.clients import OpenClient
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.usage import fields_in_use
from landbridge.service.connections.usedfields import used_field_lines

SUITEAPP = RestletAddress("customscript_landbridge_certificate", "customdeploy_landbridge_certificate")
_SETTINGS = Subject("settings", "Settings")
PATIENCE = RetryPolicy(retries=1, patience_s=10.0, repeat_within_s=10.0, sign_in_wait_s=None)
"""Somebody waits in front of the page: an account that is over its limit has ten seconds."""

Tester = Callable[[ConnectionDraft], Iterable[CheckLine]]
"""Tests a checked draft, line by line."""


@dataclass(frozen=True, slots=True)
class Report:
    """All lines of one test and when it ended."""

    lines: tuple[CheckLine, ...]
    at: datetime

    @property
    def passed(self) -> bool:
        """Whether no line failed; warnings do not count."""
        return all(line.state in {CheckState.PASSED, CheckState.WARNED} for line in self.lines)

    @property
    def failed(self) -> tuple[CheckLine, ...]:
        """The failed lines."""
        return tuple(line for line in self.lines if line.state is CheckState.FAILED)

    @property
    def limit(self) -> int | None:
        """How many requests at once NetSuite takes from this integration; ``None`` where it did not tell."""
        return next((line.limit for line in self.lines if line.limit is not None), None)

    def as_json(self) -> list[dict[str, str]]:
        """Return what is kept beside the connection."""
        return [line_as_json(line) for line in self.lines]


def line_as_json(line: CheckLine) -> dict[str, str]:
    """Return one line as it is stored and answered by the API."""
    return {
        "key": line.key,
        "title": line.title,
        "state": line.state.value,
        "message": line.message,
        "advice": line.advice,
    }


EXPORTED = tuple(name for name, kind in RECORD_TYPES.items() if kind.export_flag)
"""The record types that every connection is tested for, whatever is active yet."""


def read_types(draft: ConnectionDraft) -> tuple[str, ...]:
    """Return the record types that the role must be able to read: those, and what active workflows of the connection read."""
    in_use = fields_in_use(draft.netsuite_account, draft.spp_database_id)
    return tuple(dict.fromkeys([*EXPORTED, *sorted(in_use)]))


def check(
    draft: ConnectionDraft,
    record_types: Sequence[str] | None = None,
    restlet: RestletAddress | None = SUITEAPP,
) -> Iterator[CheckLine]:
    """Yield the lines of a test of checked settings (:meth:`ConnectionDraft.checked`); none about the SuiteApp without ``restlet``.

    ``record_types`` are those of :func:`read_types` unless others are given.

    It reads only. A missing SuiteApp is a warning, since only real-time import needs it. An error of NetSuite or of the network is a
    failed line, never an exception.
    """
    yield _settings_line(draft)
    try:
        opened = OpenClient.open(draft, PATIENCE)
    except NetSuiteError as error:
        yield Subject("ca_file", "CA file").failed(error.message, error.advice)
        return
    try:
        reads = True
        types = read_types(draft) if record_types is None else record_types
        for line in opened.client.check_connection(types, restlet, concurrency=draft.max_concurrency):
            reads = reads and line.state is not CheckState.FAILED
            yield line
        if draft.protocol == Protocol.REST:
            yield from used_field_lines(draft, opened.client, reads=reads)
    finally:
        opened.close()
    yield Subject("spp", "SuiteProjects Pro account").passed(
        f"Built in, database ID {draft.spp_database_id}."
    )


def settings_refused(problems: str) -> CheckLine:
    """The only line about settings that cannot be right, so that nothing can be tried with them."""
    return _SETTINGS.failed(problems, "Correct the connection.")


def _settings_line(draft: ConnectionDraft) -> CheckLine:
    where = f" through {draft.connect_to}" if draft.connect_to else ""
    by = f"SOAP, endpoint {draft.version}" if draft.protocol == Protocol.SOAP else "SuiteQL and REST"
    message = f"NetSuite account {draft.netsuite_account} by {by}{where}."
    warnings = draft.chosen().warnings
    if warnings:
        return _SETTINGS.warned(
            f"{message} {' '.join(warnings)}", "Complete what is missing, or remove the rest."
        )
    return _SETTINGS.passed(message)


def stored_lines(rows: Sequence[dict[str, Any]]) -> tuple[CheckLine, ...]:
    """Return the lines that were kept beside a connection."""
    return tuple(
        CheckLine(row["key"], row["title"], CheckState(row["state"]), row["message"], row["advice"])
        for row in rows
    )

"""The guided switch between SOAP and SuiteQL: both ways are tested and compared first, then one transaction changes the way.

Only how NetSuite is reached changes: no mapping, no bookmark, no schedule. The credentials of the other way stay sealed beside the new ones,
so that switching back needs nothing to be entered. A run that is under way ends its link with the client it has; its next link opens the
new one and reads its window again, where versions that were applied are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from django.db import transaction
from django.utils import timezone

from landbridge.netsuite.protocols import Protocol
from landbridge.service.connections.certificates import put_to_use
from landbridge.service.connections.comparing import Comparison, compare
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.operations import fill, require_manager, run_test, try_saved
from landbridge.service.connections.testing import Report, Tester, check
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.refusal import Refusal

SAMPLE_RANGES = 1
"""So many ranges of each type's records are compared, of about a page (1,000 records) each."""

Comparer = Callable[[ConnectionDraft, ConnectionDraft], Comparison]

_log = structlog.get_logger(__name__)


class SwitchRefusedError(Refusal):
    """The way was not changed. ``rehearsal`` says what the tests and the comparison found, where they were made."""

    def __init__(self, message: str, rehearsal: Rehearsal | None = None) -> None:
        super().__init__(message)
        self.rehearsal = rehearsal


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the switch changes, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the tests of both ways and the comparison found. Nothing is changed by it; ``comparison`` is ``None`` after a failed test."""

    before: Report
    after: Report
    comparison: Comparison | None
    changes: tuple[Change, ...]

    @property
    def passed(self) -> bool:
        """Whether the switch may be made: the new way works, and reads what the old one reads where that works, too.

        A way that is to be left because it works no more does not hold the switch up. Fields that queries do not read fail the test of the
        new way where an active workflow needs them; else they are a note of the comparison.
        """
        if not self.after.passed:
            return False
        return self.comparison is None or not self.comparison.differences


def other(connection: Connection) -> Protocol:
    """The protocol that the connection does not use now."""
    return Protocol.REST if connection.protocol == Protocol.SOAP else Protocol.SOAP


def drafts(
    connection: Connection, to: Protocol, entered: ConnectionDraft | None = None
) -> tuple[ConnectionDraft, ConnectionDraft]:
    """Return the connection as it is and as it would be, with what was entered for it.

    Raises ``SwitchRefusedError`` where it is so already, ``DraftError`` where credentials for the new way lack something, and
    ``CredentialsUnreadableError``.
    """
    if connection.protocol == to:
        raise SwitchRefusedError(f"{connection} uses {connection.get_protocol_display()} already.")
    saved = ConnectionDraft.of(connection)
    return saved, replace(entered or saved, protocol=to).checked()


def keep_entered(
    connection: Connection,
    before: ConnectionDraft,
    after: ConnectionDraft,
    *,
    by: User | None,
    certificate: str = "",
) -> None:
    """Keep credentials of the way that is not in use yet, so that the switch itself needs nothing to be entered.

    ``certificate`` is the uid of the waiting one whose key ``after`` has. Raises ``SwitchRefusedError`` where the connection was changed
    meanwhile, ``CredentialsUnreadableError`` where the certificate does not wait any more, ``SecretKeyError`` and ``PermissionDenied``.
    """
    require_manager(by)
    with transaction.atomic():
        locked = _unchanged(connection, before)
        fill(locked, replace(before, credentials=after.credentials))
        locked.changed_by = by
        locked.save()
        if certificate:
            put_to_use(certificate, locked, after.credentials.certificate_id)


def rehearse(
    before: ConnectionDraft,
    after: ConnectionDraft,
    *,
    tester: Tester = check,
    comparer: Comparer | None = None,
    clock: Clock = timezone.now,
) -> Rehearsal:
    """Test both ways, as :func:`drafts` returns them, and compare a sample of records."""
    old, new = try_saved(before, tester, clock), run_test(after, tester, clock)
    comparison = (comparer or _compare_sample)(before, after) if old.passed and new.passed else None
    return Rehearsal(old, new, comparison, _changes(before, after))


def switch(
    connection: Connection,
    before: ConnectionDraft,
    after: ConnectionDraft,
    rehearsal: Rehearsal,
    *,
    by: User | None,
    certificate: str = "",
) -> None:
    """Change the way in one transaction, after a rehearsal that passed.

    Raises ``SwitchRefusedError`` where it did not pass, and as :func:`keep_entered`.
    """
    require_manager(by)
    if not rehearsal.passed:
        raise SwitchRefusedError("Not switched: the tests or the comparison failed.", rehearsal)
    with transaction.atomic():
        locked = _unchanged(connection, before)
        fill(locked, after)
        locked.tested_at, locked.test_lines = rehearsal.after.at, rehearsal.after.as_json()
        locked.concurrency_limit = rehearsal.after.limit
        locked.forced_reason = ""
        locked.changed_by = by
        locked.save()
        if certificate:
            put_to_use(certificate, locked, after.credentials.certificate_id)
    connection.refresh_from_db()
    _log.info("connection_switched", connection=connection.pk, protocol=connection.protocol, by=by and by.pk)


def _unchanged(connection: Connection, before: ConnectionDraft) -> Connection:
    """Lock the row, and refuse where it is not what was tested."""
    locked = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    if ConnectionDraft.of(locked) != before:
        raise SwitchRefusedError("Not switched: the connection was changed meanwhile. Begin again.")
    return locked


def _compare_sample(before: ConnectionDraft, after: ConnectionDraft) -> Comparison:
    soap, rest = (before, after) if after.protocol == Protocol.REST else (after, before)
    return compare(soap, rest, most_ranges=SAMPLE_RANGES)


def _changes(before: ConnectionDraft, after: ConnectionDraft) -> tuple[Change, ...]:
    found = [Change("Reads and writes", _protocol(before), _protocol(after))]
    if before.chosen().kind != after.chosen().kind:
        found.append(Change("Signs in by", _signs_in(before), _signs_in(after)))
    return tuple(found)


def _protocol(draft: ConnectionDraft) -> str:
    if draft.protocol == Protocol.REST:
        return "SuiteQL and REST"
    return f"SOAP {draft.version.replace('_', '.')}"


def _signs_in(draft: ConnectionDraft) -> str:
    return Connection.SignsInBy(draft.chosen().kind).label

"""What can be done with connections. Pages and command line call these; each says who may."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from landbridge.service.connections.certificates import put_to_use
from landbridge.service.connections.credentials import seal
from landbridge.service.connections.drafts import LONGEST_REASON, ConnectionDraft, DraftError, wrong_with
from landbridge.service.connections.models import Connection
from landbridge.service.connections.moving import forget_account
from landbridge.service.connections.names import PLAIN
from landbridge.service.connections.publisherholds import forget_refused, mark_in_use
from landbridge.service.connections.testing import Report, Tester, check, settings_refused
from landbridge.service.ports import Clock
from landbridge.service.projects.constraints import violated_constraint
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission, Role
from landbridge.service.refusal import Refusal


class NotPassedError(Exception):
    """The connection was not saved because its test failed. ``report`` has every line."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("; ".join(f"{line.title}: {line.message}" for line in report.failed))


class ChangedMeanwhileError(Refusal):
    """The connection is not what the changes were made to: a rotation, a switch or somebody else changed it, or deleted it."""

    def __init__(self) -> None:
        super().__init__("Not saved: somebody changed the connection meanwhile. Open it again.")


class IntegrationUserError(Refusal):
    """The user cannot be the integration user."""


def run_test(draft: ConnectionDraft, tester: Tester = check, clock: Clock = timezone.now) -> Report:
    """Test checked settings (:meth:`ConnectionDraft.checked`). Raises ``PairHeldError`` while the publisher's pair that they use is regenerated."""
    return Report(tuple(tester(draft)), clock())


def try_saved(draft: ConnectionDraft, tester: Tester = check, clock: Clock = timezone.now) -> Report:
    """Test settings that were right once: those that are not any more (a CA file that is gone) are a failed line."""
    try:
        return run_test(draft.checked(), tester, clock)
    except DraftError as error:
        return Report((settings_refused(str(error)),), clock())


def create(
    draft: ConnectionDraft,
    *,
    by: User | None,
    forced_reason: str = "",
    certificate: str = "",
    tester: Tester = check,
) -> Connection:
    """Save a new connection after a passed test, or untested-good with the reason that somebody gives.

    ``by`` ``None`` is the command line of the machine itself; ``certificate`` the uid of the waiting one whose key the draft has. Raises
    ``DraftError``, ``NotPassedError``, ``SecretKeyError``, ``PermissionDenied``, and ``CredentialsUnreadableError`` where the certificate
    does not wait any more.
    """
    new = Connection()
    return _save(new, draft, by=by, forced_reason=forced_reason, certificate=certificate, tester=tester)


def update(
    connection: Connection,
    draft: ConnectionDraft,
    *,
    by: User | None,
    forced_reason: str = "",
    certificate: str = "",
    tester: Tester = check,
) -> Connection:
    """Save changed settings, by the rules of :func:`create`.

    ``connection`` is the row as it was read when ``draft`` was made of it. Raises ``ChangedMeanwhileError``, too, where its settings or
    credentials are others by the time that the test is over.
    """
    return _save(
        connection, draft, by=by, forced_reason=forced_reason, certificate=certificate, tester=tester
    )


def retest(connection: Connection, tester: Tester = check, clock: Clock = timezone.now) -> Report:
    """Test a saved connection, also one that waits since NetSuite refused the publisher's pair, and keep the result.

    Raises ``CredentialsUnreadableError``, and ``PairHeldError`` while that pair is regenerated: nothing is sent or kept then.
    """
    mark = mark_in_use()
    report = try_saved(ConnectionDraft.of(connection), tester, clock)
    connection.tested_at, connection.test_lines = report.at, report.as_json()
    if report.passed:
        connection.concurrency_limit = report.limit
        forget_refused(connection, mark)
    connection.save(update_fields=["tested_at", "test_lines", "concurrency_limit"])
    return report


def select_integration_user(connection: Connection, user: User | None, *, by: User | None) -> None:
    """Choose whose rights and name runs have; ``None`` leaves it to who starts them.

    Only an active administrator can be chosen (help article_161978998211); the database keeps that true afterwards. Raises
    ``IntegrationUserError`` and ``PermissionDenied``.
    """
    require_manager(by)
    with transaction.atomic():
        chosen = None if user is None else User.objects.select_for_update().get(pk=user.pk)
        if chosen is not None and not chosen.is_administrator:
            raise IntegrationUserError(f"{chosen} is not an active administrator")
        connection.integration_user = chosen
        connection.changed_by = by
        connection.save(update_fields=["integration_user", "changed_by", "updated"])


def candidate(email: str) -> User:
    """Return the active administrator with this address. Raises ``IntegrationUserError``."""
    found = next((user for user in candidates() if user.email == email.strip().lower()), None)
    if found is None:
        raise IntegrationUserError(f"{email} is not an active administrator")
    return found


def candidates() -> list[User]:
    """Return who can be the integration user."""
    return list(User.objects.filter(is_active=True, role=Role.ADMINISTRATOR))


def _save(
    connection: Connection,
    draft: ConnectionDraft,
    *,
    by: User | None,
    forced_reason: str,
    certificate: str,
    tester: Tester,
) -> Connection:
    require_manager(by)
    draft, reason = draft.checked(), forced_reason.strip()
    if problem := wrong_with(reason, LONGEST_REASON):
        raise DraftError({"forced_reason": problem})
    mark = mark_in_use()
    report = run_test(draft, tester)
    if not report.passed and not reason:
        raise NotPassedError(report)
    try:
        with transaction.atomic():
            row = connection if connection.pk is None else _unchanged(connection)
            moved = row.pk is not None and row.netsuite_account != draft.netsuite_account
            fill(row, draft)
            row.tested_at, row.test_lines = report.at, report.as_json()
            row.concurrency_limit = report.limit
            row.forced_reason = "" if report.passed else reason
            if report.passed and row.refused_pair == mark:
                row.refused_pair, row.pair_refused_at = "", None
            row.changed_by = by
            row.clock_offset_ms = row.clock_measured_at = None  # it may be another account's clock now
            row.save()
            if moved:
                forget_account(row)
            if certificate:
                put_to_use(certificate, row, draft.credentials.certificate_id)
    except IntegrityError as error:
        raise DraftError(_taken(error)) from error
    if row is not connection:
        connection.refresh_from_db()
    return connection


def _unchanged(connection: Connection) -> Connection:
    """Lock the row, and refuse where its settings or its credentials are not those that were read."""
    locked = Connection.objects.select_for_update(of=("self",)).filter(pk=connection.pk).first()
    if locked is None or _entered(locked) != _entered(connection):
        raise ChangedMeanwhileError
    return locked


def _entered(row: Connection) -> tuple[object, ...]:
    """Return the settings and the sealed credentials, which are others each time that they are sealed."""
    return (*(getattr(row, name) for name in PLAIN), bytes(row.credentials))


def fill(connection: Connection, draft: ConnectionDraft) -> None:
    """Put a checked draft into a row, its secrets sealed; nothing is saved. Raises ``SecretKeyError``."""
    for name in PLAIN:
        setattr(connection, name, getattr(draft, name))
    connection.signs_in_by = draft.chosen().kind
    connection.credentials, connection.credentials_key = seal(draft.secrets, draft.netsuite_account)


def _taken(error: IntegrityError) -> dict[str, str]:
    if violated_constraint(error) == "connection_pair_is_unique":
        return {
            "netsuite_account": "this NetSuite account and SuiteProjects Pro account are connected already"
        }
    return {"name": "another connection has this name"}


def require_manager(by: User | None) -> None:
    """Raise ``PermissionDenied`` for a user who may not change connections; ``None`` is the command line."""
    if by is not None and not by.may(Permission.MANAGE_USERS):
        raise PermissionDenied(f"{by} may not change connections")

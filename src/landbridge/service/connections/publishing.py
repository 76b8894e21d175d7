"""What can be done with the publisher's record: set it, regenerate its pair, say which connections use it.

A new pair is tried out on a connection before it takes the place of the old one. Page, API and commands call these; each says who may.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

import structlog
from django.db import transaction
from django.utils import timezone

from landbridge.netsuite.check import CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.credentials import InvalidCredential, TokenCredentials
from landbridge.service.connections.credentials import Secrets, seal
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection, PublisherPair, PublisherRegeneration
from landbridge.service.connections.operations import NotPassedError, require_manager, run_test
from landbridge.service.connections.publisher import (
    BOUND_TO,
    KEY,
    SECRET,
    PublisherError,
    PublisherRecord,
    from_environment,
    publisher_record,
)
from landbridge.service.connections.publisherholds import Hold, holds, regeneration
from landbridge.service.connections.testing import Report, Tester, check, settings_refused
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.refusal import Refusal

SIGN_IN: Tester = partial(check, record_types=(), restlet=None)
"""Reaches the account and signs in; asks for no record type and no SuiteApp, which have nothing to do with the pair."""

_TOLD = ("host", "version", "sign_in", "settings", "ca_file")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PublisherState:
    """The record as it stands: what is shown of it, and of whom. ``problem`` says in words why there is none that can be used."""

    record: PublisherRecord | None
    problem: str
    stored: PublisherPair | None
    regeneration: PublisherRegeneration | None
    users: tuple[tuple[Connection, Hold | None], ...]


def state() -> PublisherState:
    """Return the record in use with the connections that use it. Reads only, and a handful of queries."""
    record, problem = None, ""
    try:
        record = publisher_record()
    except Refusal as refused:
        problem = str(refused)
    waiting = holds()
    users = tuple((one, waiting.get(one.pk)) for one in Connection.objects.filter(use_publisher_record=True))
    stored = PublisherPair.objects.filter(current=True).first()
    return PublisherState(record, problem, stored, regeneration(), users)


def set_record(
    record: PublisherRecord,
    *,
    by: User | None,
    connection: Connection | None = None,
    tester: Tester = SIGN_IN,
    clock: Clock = timezone.now,
) -> PublisherPair:
    """Put a record in the place of the one before, after a sign-in with it; whoever waits for the pair goes on by himself.

    It is tried out on ``connection``, else on the first active one that uses the record; without any it is stored as it is. Name, application
    id and bundle id that are left empty stay as they are. Raises ``NotPassedError``, and nothing is changed; ``PublisherError`` where the
    environment sets the record or a text cannot be NetSuite's; ``PermissionDenied``, ``SecretKeyError``.
    """
    require_manager(by)
    _refuse_environment()
    _refuse_malformed(record)
    trial = connection or _first_user()
    if trial is not None:
        report = sign_in_with(record, trial, tester=tester, clock=clock)
        if not report.passed:
            raise NotPassedError(report)
    stored = _store(record, by, clock)
    _log.info("publisher_pair_set", by=str(by or "command"), key_ending=stored.key_ending)
    return stored


def sign_in_with(
    record: PublisherRecord, connection: Connection, *, tester: Tester = SIGN_IN, clock: Clock = timezone.now
) -> Report:
    """Sign in to a connection's account with a record that may not be in use yet; the lines about anything else are left out.

    Raises ``CredentialsUnreadableError`` and ``SecretKeyError``.
    """
    try:
        draft = ConnectionDraft.of(connection).signed_by(record).checked()
    except DraftError as error:
        return Report((settings_refused(str(error)),), clock())
    report = run_test(draft, tester, clock)
    told = tuple(line for line in report.lines if line.key in _TOLD and line.state is not CheckState.SKIPPED)
    return replace(report, lines=told)


def begin_regeneration(*, by: User | None, clock: Clock = timezone.now) -> PublisherRegeneration:
    """Let every run that uses the record wait, so that none meets the old pair once NetSuite has forgotten it.

    One that is under way is returned as it is. Raises ``PublisherError`` where the environment sets the record or there is none, and
    ``PermissionDenied``.
    """
    require_manager(by)
    _refuse_environment()
    publisher_record()
    made, fresh = PublisherRegeneration.objects.get_or_create(
        outcome=PublisherRegeneration.Outcome.OPEN,
        defaults={"started_at": clock(), "started_by": by, "started_by_name": str(by or "")},
    )
    if fresh:
        _log.info("publisher_regeneration_begun", by=str(by or "command"))
    return made


def abandon_regeneration(*, by: User | None, clock: Clock = timezone.now) -> bool:
    """Let the runs go on with the pair that is set; ``False`` where none was under way. Raises ``PermissionDenied``."""
    require_manager(by)
    ended = _end(PublisherRegeneration.Outcome.ABANDONED, by, clock)
    if ended:
        _log.info("publisher_regeneration_abandoned", by=str(by or "command"))
    return ended


def _store(record: PublisherRecord, by: User | None, clock: Clock) -> PublisherPair:
    parts = CredentialParts(consumer_key=record.consumer_key, consumer_secret=record.consumer_secret)
    sealed, sealed_with = seal(Secrets(parts), BOUND_TO)
    known = _known()
    with transaction.atomic():
        PublisherPair.objects.filter(current=True).update(current=False, sealed=None, sealed_with="")
        made = PublisherPair.objects.create(
            name=record.name or known.name,
            application_id=record.application_id or known.application_id,
            bundle_id=record.bundle_id or known.bundle_id,
            key_ending=record.key_ending,
            sealed=sealed,
            sealed_with=sealed_with,
            set_at=clock(),
            set_by=by,
            set_by_name=str(by or ""),
        )
        _end(PublisherRegeneration.Outcome.REPLACED, by, clock)
    return made


def _known() -> PublisherRecord:
    """What is known of the record so far."""
    try:
        return publisher_record()
    except Refusal:
        return PublisherRecord("", "")


def _end(outcome: PublisherRegeneration.Outcome, by: User | None, clock: Clock) -> bool:
    under_way = PublisherRegeneration.objects.filter(outcome=PublisherRegeneration.Outcome.OPEN)
    return bool(under_way.update(outcome=outcome, ended_at=clock(), ended_by=by, ended_by_name=str(by or "")))


def _first_user() -> Connection | None:
    users: Iterable[Connection] = Connection.objects.filter(use_publisher_record=True).order_by(
        "-active", "name"
    )
    return next(iter(users), None)


def _refuse_environment() -> None:
    if from_environment() is not None:
        raise PublisherError(
            f"the environment sets the publisher's record: change {KEY} and {SECRET} there, in every process, and start them again. Runs "
            "that meet the old pair wait, and go on by themselves"
        )


def _refuse_malformed(record: PublisherRecord) -> None:
    try:
        TokenCredentials(record.consumer_key, record.consumer_secret, "unused", "unused")
    except InvalidCredential as error:
        raise PublisherError(f"the {error.part.replace('_', ' ')} {error.problem}") from error
    longest = {"application_id": 100, "bundle_id": 20, "name": 100}
    for name, length in longest.items():
        text = getattr(record, name)
        if len(text) > length or not text.isprintable():
            raise PublisherError(f"the {name.replace('_', ' ')} is no line of at most {length} characters")

"""What can be done with the publisher's record: set it, regenerate its pair, say which connections use it.

A new pair is tried out on a connection before it takes the place of the old one. Page, API and commands call these; each says who may.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.credentials import InvalidCredential, TokenCredentials
from landbridge.service.connections.credentials import Secrets, seal
from landbridge.service.connections.models import Connection, PublisherPair, PublisherRegeneration
from landbridge.service.connections.operations import NotPassedError, require_manager
from landbridge.service.connections.pairtrial import SIGN_IN, Trial, Verdict, to_try_on, try_out
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
from landbridge.service.connections.testing import Tester
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.refusal import Refusal

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PublisherState:
    """The record as it stands: what is shown of it, and of whom. ``problem`` says in words why there is none that can be used."""

    record: PublisherRecord | None
    problem: str
    stored: PublisherPair | None
    regeneration: PublisherRegeneration | None
    users: tuple[tuple[Connection, Hold | None], ...]


@dataclass(frozen=True, slots=True)
class PairSet:
    """A pair that is in use now. ``words`` say what of it was not proved by a sign-in, empty where nothing is left open."""

    pair: PublisherPair
    words: str

    @property
    def key_ending(self) -> str:
        """The last letters of its consumer key."""
        return self.pair.key_ending


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
    untried: bool = False,
    tester: Tester = SIGN_IN,
    clock: Clock = timezone.now,
) -> PairSet:
    """Put a record in the place of the one before, after a sign-in with it; whoever waits for the pair goes on by himself.

    It is tried out on ``connection``, else on those that use the record until an account tells, three at most; ``untried`` sends nothing.
    Name, application id and bundle id that are left empty stay as they are; the pair before is not kept. Raises ``NotPassedError`` where
    NetSuite does not take the pair or nobody tells, and nothing is changed; ``PublisherError`` where the environment sets the record, a
    text cannot be NetSuite's, ``connection`` does not use the record, or somebody else sets a pair just now; ``PermissionDenied``,
    ``CredentialsUnreadableError``, ``SecretKeyError``.
    """
    require_manager(by)
    _refuse_environment()
    _refuse_malformed(record)
    trial = None if untried else try_out(record, [connection] if connection else to_try_on(), tester, clock)
    if trial is not None and not trial.passed:
        raise NotPassedError(trial.report)
    try:
        stored = _store(record, by, clock)
    except IntegrityError as error:
        raise PublisherError(
            "somebody else set a pair just now: see which one is in use, and set yours again where it is the right one"
        ) from error
    _log.info("publisher_pair_set", by=str(by or "command"), key_ending=stored.key_ending)
    return PairSet(stored, _unproved(trial, untried=untried))


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


def _unproved(trial: Trial | None, *, untried: bool) -> str:
    if untried:
        return "Neither key nor secret was tried."
    if trial is None:
        return "No connection uses the record yet: neither key nor secret was tried."
    if trial.verdict is Verdict.KEY_KNOWN:
        return f"The account of {trial.connection} knows the consumer key. The secret is not proved: nobody signed in with it by a token."
    return ""


def _refuse_environment() -> None:
    if from_environment() is not None:
        raise PublisherError(
            f"the environment sets the publisher's record: change {KEY} and {SECRET} there, in every process, and start them again. Runs "
            "that meet the old pair wait, and go on by themselves; a regeneration that is under way ends with Abandon on the page Publisher's "
            "record, or `landbridge publisher regenerate --abandon`"
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

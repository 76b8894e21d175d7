"""Trying out a consumer pair of the publisher before it is put to use, so that the pair is judged and not the connection it is tried on.

One request over REST tells (help subsect_156935170194): NetSuite does not know the key, or it does and refuses the token, the role or the
user, which are the customer's and no reason against the pair. A secret is proved by a token's signature alone, never by a certificate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial

from landbridge.netsuite.check import CheckState
from landbridge.netsuite.checks.lines import Subject
from landbridge.netsuite.errors import SignInAgain
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.operations import run_test
from landbridge.service.connections.publisher import PublisherError, PublisherRecord
from landbridge.service.connections.testing import Report, Tester, check, settings_refused
from landbridge.service.ports import Clock

SIGN_IN: Tester = partial(check, record_types=(), restlet=None)
"""Reaches the account and signs in; asks for no record type and no SuiteApp, which have nothing to do with the pair."""

MOST = 3
"""On so many connections a pair is tried out, until one tells."""

_TOLD = ("host", "version", "sign_in", "settings", "ca_file")
_KEY_KNOWN = frozenset({"token_rejected", "permission_denied", "temporary_locked", "consumer_key_refused"})
_PAIR = Subject("pair", "The pair")


class Verdict(IntEnum):
    """What a trial says of the pair, the more telling the smaller. ``DOUBTED``: the consumer secret is wrong, or the token's is."""

    PROVED = 1
    REFUSED = 2
    DOUBTED = 3
    KEY_KNOWN = 4
    UNTOLD = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """One sign-in with the pair, and what it says of it. ``report`` names the connection in its last line where the pair is not to be set."""

    connection: Connection
    verdict: Verdict
    report: Report

    @property
    def passed(self) -> bool:
        """Whether the pair may be put to use, proved or at least known to NetSuite."""
        return self.verdict in {Verdict.PROVED, Verdict.KEY_KNOWN}


def to_try_on() -> list[Connection]:
    """The connections to try a pair out on: those that sign in by a token first, none by user credentials, which need no pair."""
    by_token = Connection.SignsInBy.TOKENS
    found = Connection.objects.filter(use_publisher_record=True).exclude(
        signs_in_by=Connection.SignsInBy.USER
    )
    return sorted(found, key=lambda one: (not one.active, one.signs_in_by != by_token))[:MOST]


def try_out(record: PublisherRecord, on: Iterable[Connection], tester: Tester, clock: Clock) -> Trial | None:
    """Sign in with the pair until an account tells; the most telling trial, ``None`` where there is no connection to try it on.

    Raises ``CredentialsUnreadableError``, ``SecretKeyError``, and ``PublisherError`` for a connection that uses no publisher's record.
    """
    tried: list[Trial] = []
    for connection in on:
        if not connection.use_publisher_record:
            raise PublisherError(f"{connection} does not use the publisher's record")
        tried.append(_try(record, connection, tester, clock))
        if tried[-1].verdict in {Verdict.PROVED, Verdict.REFUSED}:
            break
    return min(tried, key=lambda one: one.verdict, default=None)


def _try(record: PublisherRecord, connection: Connection, tester: Tester, clock: Clock) -> Trial:
    try:
        report = run_test(_draft(record, connection), tester, clock)
    except DraftError as error:
        report = Report((settings_refused(str(error)),), clock())
    verdict = _verdict(report, connection)
    told = tuple(line for line in report.lines if line.key in _TOLD and line.state is not CheckState.SKIPPED)
    if why := _against(verdict, connection):
        told = (*told, _PAIR.failed(*why))
    return Trial(connection, verdict, replace(report, lines=told))


def _draft(record: PublisherRecord, connection: Connection) -> ConnectionDraft:
    """The connection with the pair; by its token over REST, which tells, also where it reads by SOAP."""
    draft = ConnectionDraft.of(connection).signed_by(record)
    if connection.signs_in_by == Connection.SignsInBy.TOKENS:
        parts = replace(draft.credentials, client_id="", certificate_id="", private_key="")
        draft = replace(draft, credentials=parts).over_rest()
    return draft.checked()


def _verdict(report: Report, connection: Connection) -> Verdict:
    line = next((one for one in report.lines if one.key == "sign_in"), None)
    if line is None or connection.signs_in_by == Connection.SignsInBy.USER:
        return Verdict.UNTOLD
    if line.state is CheckState.PASSED:
        by_token = connection.signs_in_by == Connection.SignsInBy.TOKENS
        return Verdict.PROVED if by_token else Verdict.KEY_KNOWN
    detail = line.error.detail if isinstance(line.error, SignInAgain) else ""
    if detail in _KEY_KNOWN:
        return Verdict.KEY_KNOWN
    return {"consumer_key_unknown": Verdict.REFUSED, "InvalidSignature": Verdict.DOUBTED}.get(
        detail, Verdict.UNTOLD
    )


def _against(verdict: Verdict, connection: Connection) -> tuple[str, str] | None:
    """Why the pair is not set, and what to do; ``None`` where it is."""
    if verdict is Verdict.REFUSED:
        return (
            f"The account of {connection} does not know the consumer key.",
            "Compare it with the record, which that account must have, too; or try it on another connection.",
        )
    if verdict is Verdict.DOUBTED:
        return (
            f"The account of {connection} knows the consumer key and refused the signature.",
            f"The consumer secret is wrong, or the token secret of {connection}: enter it anew, or try it on another connection.",
        )
    if verdict is Verdict.UNTOLD:
        return (
            f"{connection} does not tell whether NetSuite takes the pair.",
            "Mend what is named above, try it on another connection, or set it untried.",
        )
    return None

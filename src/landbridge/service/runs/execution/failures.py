"""What to do when a link cannot go on: try again in a while, or stop and say what a person must mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import psycopg
from django.db import OperationalError

from landbridge.netsuite import errors as netsuite
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.publisher import PublisherError
from landbridge.service.connections.publisherholds import PairHeldError
from landbridge.service.runs.errors import OwnerRefused
from landbridge.service.runs.execution.unread import FieldsUnread
from landbridge.service.secret_key import SecretKeyError

ATTEMPTS = 6
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=2)

CREDENTIALS_HINT = "Enter the credentials of the connection again."
DISK_HINT = "Make room on the machine of PostgreSQL. The work goes on by itself then."
DATABASE_HINT = "Nothing, if it is back."
PAIR_HINT = (
    "Set the publisher's pair, where nobody is at it: page Publisher's record, or `landbridge publisher set`."
)
_PAIR_WAIT = timedelta(minutes=1)

_WHOLE = frozenset(
    {
        netsuite.ConnectionNotMade.advice,
        netsuite.SignInAgain.advice,
        netsuite.Wait.advice,
        CREDENTIALS_HINT,
        DISK_HINT,
        DATABASE_HINT,
        PAIR_HINT,
    }
)


_REFUSALS = (OwnerRefused, FieldsUnread, CredentialsUnreadableError, PublisherError, SecretKeyError)


def stops_every_kind(hint: str) -> bool:
    """Whether what ended a run with this hint is in the way of runs of every kind: the network, the sign-in, limits, the database."""
    return hint in _WHOLE


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a link ended early. ``message`` and ``hint`` are shown to people; ``passing``: it is worth another attempt."""

    message: str
    hint: str
    passing: bool
    wait: timedelta = timedelta(0)


def classify(problem: Exception, attempts: int) -> Failure:
    """Return what to do about ``problem`` at the given number of attempts that failed, or died with their worker, without progress."""
    if isinstance(problem, netsuite.NetSuiteError):
        # An answer that makes no sense once (a gateway's page, records that moved while they were counted) may make sense next time.
        passing = isinstance(problem, (netsuite.Wait, netsuite.Retry, netsuite.MalformedReply))
        asked = timedelta(seconds=getattr(problem, "retry_after_s", 0.0))
        return Failure(
            str(problem), problem.advice, passing and attempts < ATTEMPTS, max(asked, _wait(attempts))
        )
    if isinstance(problem, _REFUSALS):
        return _refused(problem)
    if isinstance(problem, psycopg.errors.DiskFull) or isinstance(problem.__cause__, psycopg.errors.DiskFull):
        return Failure(
            "The disk of the database is full.",
            DISK_HINT,
            attempts < ATTEMPTS,
            _wait(attempts),
        )
    if isinstance(
        problem, (OperationalError, psycopg.OperationalError)
    ):  # the latter: the budget's own sessions
        return Failure(
            "The database was not available.",
            DATABASE_HINT,
            attempts < ATTEMPTS,
            _wait(attempts),
        )
    return Failure(
        f"The run ended with an error that nobody foresaw ({type(problem).__name__}).",
        "See the worker's log, and report it.",
        attempts < ATTEMPTS,
        _wait(attempts),
    )


def _refused(problem: Exception) -> Failure:
    """What this installation itself does not let the link do."""
    if isinstance(problem, (OwnerRefused, FieldsUnread)):
        return Failure(str(problem), problem.hint, passing=False)
    if isinstance(problem, PairHeldError):  # as long as it takes: nothing is sent meanwhile
        return Failure(str(problem), PAIR_HINT, passing=True, wait=_PAIR_WAIT)
    return Failure(str(problem), CREDENTIALS_HINT, passing=False)


def _wait(attempts: int) -> timedelta:
    return min(_FIRST_WAIT * (1 << max(0, attempts - 1)), _LONGEST_WAIT)

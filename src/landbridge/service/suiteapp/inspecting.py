"""Asks the SuiteApp what is installed, once, and keeps the answer for everybody who judges by it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.suiteapp import models
from landbridge.service.suiteapp.accounts import is_account
from landbridge.service.suiteapp.forms import Queries, form_advice
from landbridge.service.suiteapp.inspection import Inspection
from landbridge.service.suiteapp.restlets import (
    CERTIFICATE,
    NO_SUCH_SCRIPT,
    SETUP,
    AnswerLostError,
    RestletRefusedError,
    Restlets,
)

FRESH = timedelta(minutes=5)
"""For so long what was seen counts as what is there."""

UPDATE = "Update the SuiteApp in NetSuite: this version has no setup RESTlet, so nothing of the set-up can be checked."


@dataclass(frozen=True, slots=True)
class Seen:
    """What NetSuite's side looked like at an instant.

    ``inspection`` is ``None`` where the setup RESTlet gave no answer; ``problem`` says why then and ``advice`` what to do. ``version``
    is the SuiteApp's, empty where not even an earlier one answered. ``absent``: just now NetSuite knew no script of the SuiteApp.
    """

    at: datetime
    inspection: Inspection | None
    version: str = ""
    problem: str = ""
    advice: str = ""
    absent: bool = field(default=False, compare=False)


def inspect(connection: Connection, restlets: Restlets, clock: Clock, queries: Queries | None = None) -> Seen:
    """Ask the setup RESTlet (one request; a second where it is not there, for an earlier version's) and keep the answer.

    With ``queries``, where no SuiteApp answers, the advice says which form to install.
    """
    seen = _ask(restlets, clock())
    if queries is not None and seen.absent:
        seen = replace(seen, advice=f"{seen.advice} {form_advice(queries)}")
    _keep(connection, seen)
    return seen


def refreshed(connection: Connection, restlets: Restlets, clock: Clock) -> Seen:
    """Return what was seen within ``FRESH``, else what NetSuite answers now.

    An answer is kept. Where there is none, what was seen before is kept instead, since it may still say more than nothing.
    """
    before = latest(connection)
    known = before is not None and before.inspection is not None
    if before is not None and known and clock() - before.at < FRESH:
        return before
    seen = _ask(restlets, clock())
    if seen.inspection is not None or not known:
        _keep(connection, seen)
    return seen


def _keep(connection: Connection, seen: Seen) -> None:
    models.Inspection.objects.update_or_create(
        connection=connection,
        defaults={
            "at": seen.at,
            "content": None if seen.inspection is None else msgspec.to_builtins(seen.inspection),
            "version": seen.version,
            "problem": seen.problem,
            "advice": seen.advice,
        },
    )


def latest(connection: Connection) -> Seen | None:
    """Return what was seen last, however long ago; ``None`` where nobody looked yet, or at another account. No request."""
    kept = models.Inspection.objects.filter(connection=connection).first()
    if kept is None:
        return None
    try:
        content = None if kept.content is None else msgspec.convert(kept.content, Inspection)
    except msgspec.ValidationError:  # kept by another release of ours
        return None
    if content is not None and not is_account(content.account, connection.netsuite_account):
        return None
    return Seen(kept.at, content, kept.version, kept.problem, kept.advice)


def _ask(restlets: Restlets, now: datetime) -> Seen:
    try:
        answer = SETUP.call(restlets, "GET")
        found = msgspec.convert(answer, Inspection)
    except RestletRefusedError as refused:
        return _not_answered(restlets, refused, now)
    except AnswerLostError as lost:
        return Seen(now, None, problem=f"The answer was lost ({lost}).", advice="Try again.")
    except msgspec.ValidationError as error:
        return Seen(
            now,
            None,
            version=str(answer.get("version", ""))[:40],
            problem=f"The setup RESTlet's answer is of another version: {error}.",
            advice="Update the SuiteApp, or Landbridge where that is the older one.",
        )
    return Seen(now, found, version=found.version)


def _not_answered(restlets: Restlets, refused: RestletRefusedError, now: datetime) -> Seen:
    """Tell a SuiteApp without a setup RESTlet from none: the certificate RESTlet is in every version."""
    if refused.code == NO_SUCH_SCRIPT and (version := _earlier_version(restlets)):
        return Seen(now, None, version, f"SuiteApp {version} is installed.", UPDATE)
    absent = refused.code == NO_SUCH_SCRIPT
    return Seen(now, None, problem=refused.message, advice=refused.advice, absent=absent)


def _earlier_version(restlets: Restlets) -> str:
    try:
        return str(CERTIFICATE.call(restlets, "GET").get("version", ""))[:40]
    except (RestletRefusedError, AnswerLostError):
        return ""

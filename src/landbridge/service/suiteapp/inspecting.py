"""Asks the SuiteApp what is installed, once, and keeps the answer for everybody who judges by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.suiteapp import models
from landbridge.service.suiteapp.inspection import Inspection
from landbridge.service.suiteapp.restlets import (
    CERTIFICATE,
    NO_SUCH_SCRIPT,
    SETUP,
    AnswerLostError,
    RestletRefusedError,
    Restlets,
)

UPDATE = "Update the SuiteApp in NetSuite: this version has no setup RESTlet, so nothing of the set-up can be checked."


@dataclass(frozen=True, slots=True)
class Seen:
    """What NetSuite's side looked like at an instant.

    ``inspection`` is ``None`` where the setup RESTlet gave no answer; ``problem`` says why then and ``advice`` what to do. ``version``
    is the SuiteApp's, empty where not even an earlier one answered.
    """

    at: datetime
    inspection: Inspection | None
    version: str = ""
    problem: str = ""
    advice: str = ""


def inspect(connection: Connection, restlets: Restlets, clock: Clock) -> Seen:
    """Ask the setup RESTlet (one request; a second where it is not there, for an earlier version's) and keep the answer."""
    seen = _ask(restlets, clock())
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
    return seen


def latest(connection: Connection) -> Seen | None:
    """Return what was seen last, however long ago; ``None`` where nobody looked yet. No request."""
    kept = models.Inspection.objects.filter(connection=connection).first()
    if kept is None:
        return None
    try:
        content = None if kept.content is None else msgspec.convert(kept.content, Inspection)
    except msgspec.ValidationError:  # kept by another release of ours
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
    return Seen(now, None, problem=refused.message, advice=refused.advice)


def _earlier_version(restlets: Restlets) -> str:
    try:
        return str(CERTIFICATE.call(restlets, "GET").get("version", ""))[:40]
    except (RestletRefusedError, AnswerLostError):
        return ""

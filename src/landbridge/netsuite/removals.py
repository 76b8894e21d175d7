"""What NetSuite takes away, told to whoever depends on it: SOAP, access tokens, user credentials, old endpoints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from landbridge.netsuite.credentials import Credentials, TokenCredentials, UserCredentials
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.support import (
    SOAP_REFUSES_NEW,
    SOAP_REMOVED,
    TOKENS_REMOVED,
    Release,
    Standing,
    support_on,
    when,
)
from landbridge.netsuite.versions import Version

_LAST_WITH_PASSWORDS = Version.parse("2020_1")
_SWITCH = "Switch the connection to SuiteQL and REST with OAuth 2.0."


class Level(StrEnum):
    """How urgent a notice is."""

    WARNING = "warning"
    """It will end."""
    ERROR = "error"
    """It has ended."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that ends. ``code`` is stable: ``soap_removed``, ``new_refused``, ``tokens_removed``, ``passwords_removed``, ``endpoint``.

    ``release`` is the release that ends it, ``source`` the id of the help page that says so.
    """

    code: str
    level: Level
    text: str
    advice: str
    release: Release
    source: str


def notices(
    protocol: Protocol, credentials: type[Credentials], version: Version, day: date
) -> tuple[Notice, ...]:
    """Everything on which a connection depends and that NetSuite has ended or will end, seen on ``day``; the nearest end first.

    ``credentials`` is the class of the credentials in use. ``version`` counts with SOAP only. SuiteQL and REST with OAuth 2.0 depend on
    nothing that ends.
    """
    found = []
    soap, tokens = protocol is Protocol.SOAP, credentials is TokenCredentials
    if soap or tokens:
        found.append(_new_refused(day))
    if soap:
        found += [_soap_removed(day), *_endpoint(version, day)]
    if tokens:
        found.append(_tokens_removed(day))
    if credentials is UserCredentials:
        found.append(_passwords_removed(day))
    return tuple(sorted(found, key=lambda notice: (notice.level is Level.WARNING, notice.release)))


def _new_refused(day: date) -> Notice:
    ended = day > SOAP_REFUSES_NEW.last_day
    text = f"{_since(SOAP_REFUSES_NEW, ended=ended)}, NetSuite takes no new integration with SOAP or access tokens. Those that exist go on."
    advice = "Keep the integration record and its token, or switch the connection to SuiteQL and REST with OAuth 2.0."
    return Notice("new_refused", Level.WARNING, text, advice, SOAP_REFUSES_NEW, "article_2104046421")


def _soap_removed(day: date) -> Notice:
    text = f"NetSuite removes SOAP with {when(SOAP_REMOVED)}; this connection then stops working."
    return Notice(
        "soap_removed", _level(SOAP_REMOVED, day), text, _SWITCH, SOAP_REMOVED, "article_2104046421"
    )


def _tokens_removed(day: date) -> Notice:
    # Never an error: the release is tentative, and a token that NetSuite still takes is no failure.
    text = f"Access tokens are supported up to NetSuite {when(TOKENS_REMOVED)}, which Oracle calls tentative."
    late = day > TOKENS_REMOVED.last_day
    text += " That time is over." if late else ""
    advice = "Switch the connection to OAuth 2.0."
    return Notice("tokens_removed", Level.WARNING, text, advice, TOKENS_REMOVED, "section_0525020842")


def _passwords_removed(day: date) -> Notice:
    last = support_on(_LAST_WITH_PASSWORDS, day)
    text = f"User credentials work up to endpoint {_LAST_WITH_PASSWORDS}, which NetSuite {when(last.disabled_from)} disables."
    level = Level.ERROR if last.standing is Standing.DISABLED else Level.WARNING
    advice = "Enter access tokens, or switch the connection to OAuth 2.0."
    return Notice("passwords_removed", level, text, advice, last.disabled_from, "section_N3539420")


def _endpoint(version: Version, day: date) -> list[Notice]:
    support = support_on(version, day)
    if support.standing is Standing.SUPPORTED:
        return []
    disabled = support.standing is Standing.DISABLED
    level = Level.ERROR if disabled else Level.WARNING
    return [
        Notice(
            "endpoint", level, support.message, support.advice, support.disabled_from, "article_2104046421"
        )
    ]


def _level(release: Release, day: date) -> Level:
    return Level.ERROR if day > release.last_day else Level.WARNING


def _since(release: Release, *, ended: bool) -> str:
    return f"Since NetSuite {release}" if ended else f"From NetSuite {when(release)} on"

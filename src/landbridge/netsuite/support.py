"""What NetSuite supports, and until when: endpoint versions by release, and the end of SOAP and of access tokens.

Source: *SOAP Removal Plans FAQ*, help article_2104046421, and *End of support for TBA*, section_0525020842. The FAQ prints the releases
2025.2 to 2028.2; what came before is assumed to have kept the same distances.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from landbridge.netsuite.versions import Version

_RELEASE = re.compile(r"(20\d\d)[._]([12])", re.ASCII)


class Standing(StrEnum):
    """What a release does with an endpoint."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    """It still answers; NetSuite mends nothing in it."""
    DISABLED = "disabled"
    """It is refused."""


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A release of NetSuite, ``2026.1``.

    Accounts are moved to it in phases, over some weeks at the beginning of the first and of the third quarter. The days are assumed:
    NetSuite tells each account its own (help subsect_162577313831), and publishes none.
    """

    year: int
    half: int

    @classmethod
    def parse(cls, text: str) -> Release:
        """Read ``2026.1`` or ``2026_1``; ``ValueError`` for anything else."""
        match = _RELEASE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a release such as 2026.1: {text[:20]!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        """The first day on which an account may have it (assumed): 1 February or 1 August."""
        return date(self.year, 2 if self.half == 1 else 8, 1)

    @property
    def last_day(self) -> date:
        """The day by which every account has it (assumed): 30 April or 31 October."""
        return date(self.year, 4, 30) if self.half == 1 else date(self.year, 10, 31)

    @property
    def before(self) -> Release:
        """The release before it."""
        return Release(self.year, 1) if self.half == 2 else Release(self.year - 1, 2)

    def __str__(self) -> str:
        return f"{self.year}.{self.half}"


def releases_on(day: date) -> tuple[Release, Release]:
    """The oldest and the newest release that an account may have on ``day``; the same one between two phases (assumed days)."""
    newest = Release(day.year, 2)
    while newest.first_day > day:
        newest = newest.before
    return (newest.before if day < newest.last_day else newest), newest


SOAP_REMOVED = Release(2028, 2)
"""The release without SOAP (stated)."""

SOAP_REFUSES_NEW = Release(2027, 1)
"""From it on no new integration by SOAP or by access tokens can be made (stated)."""

TOKENS_REMOVED = Release(2028, 1)
"""The release up to which existing integrations may sign in by access tokens (tentative; Oracle has moved it before)."""


# Endpoint: the first release that does not support it, and the first that refuses it.
_ENDS = {
    "2025_2": ("2028.2", "2028.2"),
    "2025_1": ("2027.2", "2028.2"),
    "2024_2": ("2027.2", "2028.2"),
    "2024_1": ("2027.1", "2028.2"),
    "2023_2": ("2026.2", "2028.2"),
    "2023_1": ("2026.1", "2028.2"),
    "2022_2": ("2025.2", "2028.2"),
    "2022_1": ("2025.1", "2028.2"),
    "2021_2": ("2024.2", "2028.2"),
    "2021_1": ("2024.1", "2028.1"),
    "2020_2": ("2023.2", "2027.2"),
    "2020_1": ("2023.1", "2027.1"),
    "2019_2": ("2022.2", "2026.2"),
    "2019_1": ("2022.1", "2026.1"),
    "2018_2": ("2021.2", "2025.2"),
    "2018_1": ("2021.1", "2025.1"),
    "2017_2": ("2020.2", "2024.2"),
    "2017_1": ("2020.1", "2024.1"),
}
_STATED_FROM = Release(2025, 2)


@dataclass(frozen=True, slots=True)
class Support:
    """How an endpoint stands. ``unsupported_from`` and ``disabled_from`` are the first releases of which that is true."""

    version: Version
    standing: Standing
    unsupported_from: Release
    disabled_from: Release

    @property
    def message(self) -> str:
        """The standing in words, with the releases and their assumed days."""
        if self.standing is Standing.DISABLED:
            return f"Endpoint {self.version} is disabled since NetSuite {when(self.disabled_from)}."
        if self.standing is Standing.UNSUPPORTED:
            return (
                f"Endpoint {self.version} is not supported since NetSuite {when(self.unsupported_from)}, and is disabled with "
                f"{when(self.disabled_from)}."
            )
        if self.unsupported_from == self.disabled_from:
            return (
                f"Endpoint {self.version} is supported until NetSuite {when(self.disabled_from)} disables it."
            )
        return f"Endpoint {self.version} is supported until NetSuite {when(self.unsupported_from)}."

    @property
    def advice(self) -> str:
        """What to do; empty for a supported endpoint."""
        if self.standing is Standing.SUPPORTED:
            return ""
        if self.disabled_from == SOAP_REMOVED and self.version == Version.newest():
            return "Switch the connection to SuiteQL and REST."
        return f"Choose {Version.newest()}, or switch the connection to SuiteQL and REST."


def support_of(version: Version, release: Release) -> Support:
    """How ``version`` stands with accounts of ``release``."""
    unsupported, disabled = (Release.parse(text) for text in _ENDS[version.value])
    standing = Standing.SUPPORTED
    if release >= disabled:
        standing = Standing.DISABLED
    elif release >= unsupported:
        standing = Standing.UNSUPPORTED
    return Support(version, standing, unsupported, disabled)


def support_on(version: Version, day: date) -> Support:
    """How ``version`` stands on ``day``.

    While a release is being phased in, an endpoint that it disables still answers for accounts that wait for it: it counts as
    unsupported until every account has the release.
    """
    oldest, newest = releases_on(day)
    with_newest = support_of(version, newest)
    if (
        with_newest.standing is Standing.DISABLED
        and support_of(version, oldest).standing is not Standing.DISABLED
    ):
        return Support(version, Standing.UNSUPPORTED, with_newest.unsupported_from, with_newest.disabled_from)
    return with_newest


def is_stated(release: Release) -> bool:
    """Whether Oracle's page states how endpoints stand with ``release``; what it does not state is assumed."""
    return release >= _STATED_FROM


def when(release: Release) -> str:
    """A release with the month in which it begins to arrive (assumed), and whether what it does to endpoints is assumed, too."""
    return f"{release} (from about {release.first_day:%B %Y}{'' if is_stated(release) else '; assumed'})"

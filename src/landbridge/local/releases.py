"""Which SOAP endpoint versions a NetSuite release answers (documented: article_2104046421).

Oracle prints the matrix for 2025.2 to 2028.2. In it a release answers the endpoints of its own and the thirteen half-years before;
for the releases before 2025.2 the same distance is assumed (decision 0029).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

FIRST_ENDPOINT, LAST_ENDPOINT = "2017_1", "2025_2"
"""The oldest endpoint that the local account knows, and the last that there is (documented)."""

FIRST_RELEASE, LAST_RELEASE = "2017.1", "2028.2"

REACH = 13
"""Half-years between a release and the oldest endpoint that it answers (documented from 2025.2 on)."""

SUPPORTED = 6
"""Endpoints that a release supports, its own included (documented for 2025.2, assumed for the ones before)."""

SWITCHED_OFF = "2028.2"
"""The release in which SOAP ends (documented)."""

_OLDEST_SUPPORTED = {
    "2026.1": "2023_2",
    "2026.2": "2024_1",
    "2027.1": "2024_2",
    "2027.2": "2025_2",
    "2028.1": "2025_2",
}
"""Support after the last endpoint ends by a calendar of its own (documented)."""

_ENDPOINT = re.compile(r"20\d\d_[12]", re.ASCII)
_RELEASE = re.compile(r"20\d\d\.[12]", re.ASCII)


class Standing(StrEnum):
    """What a release does with an endpoint version."""

    SUPPORTED = "supported"
    REACHABLE = "reachable"
    """Answered, though no longer supported."""
    DISABLED = "disabled"
    """It was there once, and is refused now."""
    UNKNOWN = "unknown"
    """There is no such endpoint, or not yet."""

    @property
    def answered(self) -> bool:
        """Whether requests are answered."""
        return self in {Standing.SUPPORTED, Standing.REACHABLE}


def is_endpoint(text: str) -> bool:
    """Say whether ``text`` could name an endpoint version, such as ``2023_2``."""
    return _ENDPOINT.fullmatch(text) is not None


def is_release(text: str) -> bool:
    """Say whether ``text`` is a release that the account can answer as."""
    known = _RELEASE.fullmatch(text) is not None
    return known and half_year(FIRST_RELEASE) <= half_year(text) <= half_year(LAST_RELEASE)


def half_year(text: str) -> int:
    """Return the place of an endpoint (``2023_2``) or a release (``2023.2``) in time, counted in half-years."""
    return int(text[:4]) * 2 + int(text[5]) - 1


@cache
def standing(endpoint: str, release: str) -> Standing:
    """Return what ``release`` does with ``endpoint``; any text may be asked for as an endpoint."""
    if not is_endpoint(endpoint):
        return Standing.UNKNOWN
    asked, now = half_year(endpoint), half_year(release)
    if asked > min(now, half_year(LAST_ENDPOINT)):
        return Standing.UNKNOWN
    oldest = max(half_year(FIRST_ENDPOINT), now - REACH)
    if asked < oldest or now >= half_year(SWITCHED_OFF):
        return Standing.DISABLED
    return Standing.SUPPORTED if asked >= _oldest_supported(release) else Standing.REACHABLE


def _oldest_supported(release: str) -> int:
    stated = _OLDEST_SUPPORTED.get(release)
    return half_year(stated) if stated else half_year(release) - SUPPORTED + 1


@cache
def endpoints() -> tuple[str, ...]:
    """Return every endpoint version that the local account knows, oldest first."""
    numbers = range(half_year(FIRST_ENDPOINT), half_year(LAST_ENDPOINT) + 1)
    return tuple(f"{number // 2}_{number % 2 + 1}" for number in numbers)


@cache
def answered(release: str) -> tuple[str, ...]:
    """Return the endpoint versions that ``release`` answers, oldest first."""
    return tuple(one for one in endpoints() if standing(one, release).answered)


def has_sessions(endpoint: str) -> bool:
    """Say whether the endpoint has login, logout, searchMore and searchNext: gone from 2020.1 (documented)."""
    return half_year(endpoint) < half_year("2020_1")


def takes_passwords(endpoint: str) -> bool:
    """Say whether the endpoint takes user credentials in each request: gone from 2020.2 (documented)."""
    return half_year(endpoint) < half_year("2020_2")


def wants_account_host(endpoint: str) -> bool:
    """Say whether requests must go to the account's own host: from 2019.1 (documented)."""
    return half_year(endpoint) >= half_year("2019_1")

"""What service tier and licences allow (documented: ``section_1500275531``)."""

from __future__ import annotations

BASE_OF_TIER = {
    "standard": 5,
    "premium": 15,
    "enterprise": 20,
    "ultimate": 20,
    "shared": 5,
    "tier3": 5,
    "tier2": 10,
    "tier1": 15,
    "tier1+": 15,
    "tier0": 20,
    "developer": 5,
    "partner": 5,
}
"""Names since June 2020, the older names, and the accounts of developers and partners."""

PER_LICENCE = 10
"""Requests that each SuiteCloud Plus licence adds."""


def account_limit(tier: str, licences: int) -> int:
    """Return how many requests the account may have at once. Raises ``KeyError`` for an unknown tier."""
    return BASE_OF_TIER[tier] + PER_LICENCE * licences

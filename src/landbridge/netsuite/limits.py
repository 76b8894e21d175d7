"""How many requests at once an account may have: service tiers and licences as data (help section_1500275531).

SOAP, REST and RESTlets share one limit, of which an integration may have a part for itself (its Concurrency Limit). Sandboxes and
release previews have limits of their own.
"""

from __future__ import annotations

from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType

BASE_OF_TIER = {
    "Standard": 5,
    "Premium": 15,
    "Enterprise": 20,
    "Ultimate": 20,
    "Shared": 5,
    "Tier 3": 5,
    "Tier 2": 10,
    "Tier 1": 15,
    "Tier 1+": 15,
    "Tier 0": 20,
    "Developer": 5,
    "Partner": 5,
}
"""Requests at once by service tier: names since June 2020, the older names, and the accounts of developers and partners."""

PER_LICENCE = 10
"""Requests at once that each SuiteCloud Plus licence adds."""


def account_limit(tier: str, licences: int = 0) -> int:
    """Return how many requests an account of this tier may have at once; ``tier`` as NetSuite writes it, in any case.

    ``ValueError`` for an unknown tier and for fewer licences than none.
    """
    bases = {name.casefold(): base for name, base in BASE_OF_TIER.items()}
    wanted = " ".join(tier.casefold().split())
    if wanted not in bases:
        raise ValueError(f"no service tier {tier[:40]!r}; there are {', '.join(BASE_OF_TIER)}")
    if licences < 0:
        raise ValueError("there are no fewer licences than none")
    return bases[wanted] + PER_LICENCE * licences


def usable(account: GovernanceLimits, integration: IntegrationLimits) -> int | None:
    """Return how many requests this integration can have at once: ``None`` where NetSuite does not count it.

    Its own limit where it has one; else the part of the account's that no integration has for itself, which it shares with others.
    """
    if integration.type is LimitType.INTERNAL:
        return None
    return account.unallocated if integration.limit is None else integration.limit

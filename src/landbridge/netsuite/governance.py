"""What NetSuite tells about its limits on requests at once, the same whichever protocol asked (help article_0625010817).

SOAP answers them in two operations (``getAccountGovernanceInfo``, ``getIntegrationGovernanceInfo``), REST in one document; only
administrators are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LimitType(Enum):
    """Where an integration's requests are counted. SOAP and REST each spell it their own way."""

    ACCOUNT = "account"
    INTEGRATION = "integration"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class GovernanceLimits:
    """Requests at once that the account takes in all, and those of them that no integration has for itself."""

    account: int
    unallocated: int


@dataclass(frozen=True, slots=True)
class IntegrationLimits:
    """Requests at once that this integration has for itself: ``None`` where it shares the account's (or is not counted)."""

    limit: int | None
    type: LimitType

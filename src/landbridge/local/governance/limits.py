"""What the account tells about its limits, over SOAP and REST (documented: ``article_0625010817``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LimitType(StrEnum):
    """Where an integration's requests are counted. SOAP and REST each spell it their own way."""

    ACCOUNT = "account"
    INTEGRATION_SPECIFIC = "integrationSpecific"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class AccountLimits:
    """The account's limit and the part of it that no integration has for itself: at least 1."""

    limit: int
    unallocated: int


@dataclass(frozen=True, slots=True)
class IntegrationLimits:
    """``limit`` is ``None`` unless the integration has one of its own."""

    limit: int | None
    limit_type: LimitType

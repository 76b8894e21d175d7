"""Limits by service tier and licences, and what an integration may use of them."""

from __future__ import annotations

import pytest

from landbridge.netsuite.checks.limits import limits_line
from landbridge.netsuite.checks.lines import CheckState
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType
from landbridge.netsuite.limits import account_limit, usable


@pytest.mark.requirement("slots-01")
@pytest.mark.parametrize(
    ("tier", "licences", "limit"),
    [
        ("Standard", 0, 5),
        ("Premium", 0, 15),
        ("Enterprise", 0, 20),
        ("Ultimate", 0, 20),
        ("Shared", 0, 5),
        ("Tier 3", 0, 5),
        ("Tier 2", 0, 10),
        ("Tier 1", 0, 15),
        ("Tier 1+", 0, 15),
        ("Tier 0", 0, 20),
        ("Tier 1", 5, 65),  # the help's own example
        ("shared", 1, 15),  # as above
        ("  tier  1 ", 1, 25),
        ("Developer", 0, 5),
        ("partner", 0, 5),
    ],
)
def test_tier_and_licences_make_the_limit(tier: str, licences: int, limit: int) -> None:
    assert account_limit(tier, licences) == limit


def test_an_unknown_tier_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'Gold'.*Standard.*Tier 0"):
        account_limit("Gold")
    with pytest.raises(ValueError, match="licences"):
        account_limit("Standard", -1)


@pytest.mark.requirement("slots-04")
@pytest.mark.parametrize(
    ("limit", "kind", "most"),
    [
        (16, LimitType.INTEGRATION, 16),
        (None, LimitType.ACCOUNT, 24),
        (None, LimitType.INTERNAL, None),
    ],
)
def test_what_an_integration_may_use(limit: int | None, kind: LimitType, most: int | None) -> None:
    assert usable(GovernanceLimits(40, 24), IntegrationLimits(limit, kind)) == most


@pytest.mark.requirement("slots-01")
@pytest.mark.parametrize(
    ("own", "wish", "state"),
    [
        (None, 24, CheckState.PASSED),
        (None, 25, CheckState.WARNED),
        (16, 16, CheckState.PASSED),
        (16, 17, CheckState.WARNED),
    ],
)
def test_a_wish_above_the_limit_is_warned_of(own: int | None, wish: int, state: CheckState) -> None:
    kind = LimitType.ACCOUNT if own is None else LimitType.INTEGRATION
    line = limits_line(GovernanceLimits(40, 24), IntegrationLimits(own, kind), wish)
    assert line.state is state
    assert str(own or 24) in line.message

"""The pool of concurrent requests."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from landbridge.local.access.model import Context, Session
from landbridge.local.account import Account
from landbridge.local.governance.errors import LimitExceeded
from landbridge.local.governance.tiers import account_limit


@pytest.mark.parametrize(
    ("tier", "licences", "limit"),
    [("standard", 0, 5), ("premium", 5, 65), ("enterprise", 0, 20), ("ultimate", 1, 30), ("standard", 1, 15)],
)
def test_the_limit_follows_tier_and_licences(tier: str, licences: int, limit: int) -> None:
    assert account_limit(tier, licences) == limit


def session(account: Account, context: Context, integration: str = "") -> Session:
    user = account.access.users()[0]
    return Session(user.id, user.role_ids[0], context, integration_id=integration)


@pytest.mark.requirement("account-10")
def test_soap_and_restlets_share_one_pool(account: Account) -> None:
    soap, restlet = session(account, Context.WEBSERVICES), session(account, Context.RESTLET)
    with ExitStack() as held:
        for caller in (soap, restlet, soap, restlet, soap):
            held.enter_context(account.governance.slot(caller))
        for caller in (soap, restlet):
            with pytest.raises(LimitExceeded), account.governance.slot(caller):
                pass
    with account.governance.slot(soap):
        statistics = account.journal.statistics()
    assert (statistics.most_in_flight, statistics.refused) == (5, 2)


@pytest.mark.requirement("account-10")
def test_a_request_that_fails_gives_its_place_back(account: Account) -> None:
    caller = session(account, Context.WEBSERVICES)
    for _ in range(10):
        with pytest.raises(ZeroDivisionError), account.governance.slot(caller):
            raise ZeroDivisionError
    with account.governance.slot(caller):
        assert account.journal.statistics().refused == 0


@pytest.mark.requirement("account-10")
def test_an_integration_with_a_share_leaves_the_rest_to_the_others(account: Account) -> None:
    applications = account.access.applications
    own = applications.create_integration("Own share", concurrency_limit=2)
    reserved = session(account, Context.WEBSERVICES, own.id)
    others = session(account, Context.RESTLET, account.access.integrations()[0].id)
    with ExitStack() as held:
        for caller in (reserved, reserved, others, others, others):
            held.enter_context(account.governance.slot(caller))
        for caller in (reserved, others):
            with pytest.raises(LimitExceeded), account.governance.slot(caller):
                pass

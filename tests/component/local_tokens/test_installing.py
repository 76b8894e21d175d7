"""Another account's record comes in by its consumer key, when somebody is given a token for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from landbridge.local.access.integration import Arrival, Box, IntegrationState
from landbridge.local.access.model import Level
from landbridge.local.accounts.neighbours import join
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account

from .conftest import CALLBACK, CONSENT, House, form


@pytest.fixture
def abroad() -> Iterator[House]:
    """A customer's account; the application ``Till`` is another account's."""
    with ExitStack() as opened:
        publisher = opened.enter_context(opened_account(AccountSettings(account_id="1111111"), seed="empty"))
        running = opened.enter_context(running_account(AccountSettings(account_id="2222222")))
        join([publisher, running.account])
        till = publisher.access.applications.create_integration(
            "Till",
            boxes={Box.TOKENS, Box.ISSUE_TOKEN, Box.AUTHORIZATION_FLOW},
            callback_url=CALLBACK,
        )
        made = House(running, till)
        made.permit("anna", ADMI_LOGIN_OAUTH=Level.FULL)
        yield made


@pytest.mark.requirement("install-03")
def test_issuetoken_installs_for_who_signs_in(abroad: House) -> None:
    applications = abroad.account.access.applications
    assert abroad.issue("anna", nlauth_signature="wrong").status == 401
    assert applications.by_consumer_key(abroad.till.consumer_key) is None, "a failed sign-in installs nothing"
    made = json.loads(abroad.issue("anna").text)
    found = applications.by_consumer_key(abroad.till.consumer_key)
    assert found is not None
    assert (found.arrival, found.state) == (Arrival.AUTO_INSTALLED, IntegrationState.ENABLED)
    assert found.created_by == abroad.user("anna").id
    assert abroad.works(made["tokenId"], made["tokenSecret"])


@pytest.mark.requirement("install-03")
def test_the_flow_installs_at_allow(abroad: House) -> None:
    applications = abroad.account.access.applications
    anna = abroad.browser("anna")
    denied, asked = abroad.asked(), abroad.asked()
    assert abroad.answered(anna, denied["oauth_token"], "deny")["oauth_verifier"] == ""
    assert applications.by_consumer_key(abroad.till.consumer_key) is None
    back = abroad.answered(anna, asked["oauth_token"])
    found = applications.by_consumer_key(abroad.till.consumer_key)
    assert found is not None
    assert found.arrival is Arrival.AUTO_INSTALLED
    made = form(abroad.access_token(asked, back["oauth_verifier"]))
    assert abroad.works(made["oauth_token"], made["oauth_token_secret"])


@pytest.mark.requirement("install-03")
def test_with_require_approval_nobody_is_given_a_token_before_an_administrator_enables_it(
    abroad: House,
) -> None:
    access = abroad.account.access
    access.preferences.change(require_approval=True)
    anna = abroad.browser("anna")
    asked = abroad.asked()
    assert abroad.issue("anna").status == 401
    assert abroad.detail() == "consumer_key_refused"
    waiting = access.applications.by_consumer_key(abroad.till.consumer_key)
    assert waiting is not None
    assert waiting.state is IntegrationState.WAITING_FOR_APPROVAL
    assert "waits for approval" in anna.open(f"{CONSENT}?oauth_token={asked['oauth_token']}", 400)
    assert abroad.request_token().status == 401
    assert abroad.detail() == "IntegrationBlocked"
    access.applications.set_state(waiting.id, IntegrationState.ENABLED)
    assert abroad.answered(anna, asked["oauth_token"])["oauth_verifier"]
    assert abroad.issue("anna").status == 200


@pytest.mark.requirement("install-03")
def test_allow_that_installs_a_record_which_waits_gives_no_verifier(abroad: House) -> None:
    access = abroad.account.access
    access.preferences.change(require_approval=True)
    asked = abroad.asked()
    back = abroad.answered(abroad.browser("anna"), asked["oauth_token"])
    assert back["oauth_verifier"] == ""
    assert abroad.detail() == "IntegrationBlocked"
    waiting = access.applications.by_consumer_key(abroad.till.consumer_key)
    assert waiting is not None
    assert waiting.state is IntegrationState.WAITING_FOR_APPROVAL

"""zeep, unmodified, as the application that brings its integration record into a customer's account (section_4429293934)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.access.credentials import WRONG_APPLICATION
from landbridge.local.access.integration import Arrival, Box, Integration, IntegrationState
from landbridge.local.access.tokenrecords import Token
from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts, running_proxy
from tests.acceptance.running_clients import conversing_client, reaching

pytestmark = [pytest.mark.full, pytest.mark.timeout(180)]

PUBLISHER, CUSTOMER = "7654321", "TSTDRV1234567"
ANSWERED = ["answered"]
REFUSED = [WRONG_APPLICATION[1], WRONG_APPLICATION[0]]
TOKEN_REFUSED = ["Invalid login attempt.", "INVALID_LOGIN_CREDENTIALS"]
USER = "integration@demo.example"
"""Not an administrator: any user with access to SOAP web services can cause it (documented)."""


@dataclass
class Scene:
    """A publisher, a customer, and the publisher's program at the customer's account."""

    publisher: RunningAccount
    customer: RunningAccount
    ask: Callable[[Any], Any]

    def publish(self, name: str) -> Integration:
        """Make the publisher's record."""
        applications = self.publisher.account.access.applications
        return applications.create_integration(name, boxes={Box.TOKENS, Box.USER_CREDENTIALS})

    def sign_in(self, made: Integration) -> list[str]:
        """Let the program name its application, with e-mail and password."""
        credentials = {"application_id": made.application_id, "email": USER, "password": PASSWORD}
        return list(self.ask(credentials))

    def installed(self, made: Integration) -> Integration | None:
        """Return the record as the customer has it."""
        return self.customer.account.access.applications.by_application_id(made.application_id)

    def set_state(self, made: Integration, state: IntegrationState) -> None:
        """Let the customer's administrator decide."""
        here = self.installed(made)
        assert here is not None
        self.customer.account.access.applications.set_state(here.id, state)

    def make_token(self, made: Integration) -> Token:
        """Make a token of the user for the installed record."""
        here, access = self.installed(made), self.customer.account.access
        user = access.user_by_email(USER)
        assert here is not None
        assert user is not None
        return access.token_records.create("Zeep", here.id, user.id, user.role_ids[0])

    def sign_in_by_token(self, made: Integration, token: Token) -> list[str]:
        """Let the program use a token of the customer's with the keys of the publisher's record."""
        keys = {
            "NETSUITE_CONSUMER_KEY": made.consumer_key,
            "NETSUITE_CONSUMER_SECRET": made.consumer_secret,
            "NETSUITE_TOKEN_ID": token.token_id,
            "NETSUITE_TOKEN_SECRET": token.token_secret,
        }
        return list(self.ask(keys))

    def both_ways(self, made: Integration, token: Token) -> tuple[list[str], list[str]]:
        """Let the program sign in with credentials, then with a token."""
        return self.sign_in(made), self.sign_in_by_token(made, token)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    settings = [AccountSettings(account_id=one) for one in (PUBLISHER, CUSTOMER)]
    home: Path = tmp_path_factory.mktemp("zeep")
    with running_accounts(*settings) as (publisher, customer), running_proxy(publisher, customer) as proxy:
        env = reaching(customer, proxy)
        with conversing_client("zeep_credentials.py", env=env, home=home) as ask:
            yield Scene(publisher, customer, ask)


@pytest.mark.requirement("other-01", "install-01", "install-02")
def test_zeep_installs_a_record_and_is_answered_at_once(scene: Scene) -> None:
    scene.customer.control.set_preferences(require_approval=False)
    made = scene.publish("Answered at once")
    assert scene.installed(made) is None

    assert scene.sign_in(made) == ANSWERED

    here = scene.installed(made)
    user = scene.customer.account.access.user_by_email(USER)
    assert here is not None
    assert user is not None
    assert (here.state, here.arrival) == (IntegrationState.ENABLED, Arrival.AUTO_INSTALLED)
    assert (here.definition, here.created_by) == (made.definition, user.id)
    token = scene.make_token(made)
    assert scene.sign_in_by_token(made, token) == ANSWERED
    scene.set_state(made, IntegrationState.BLOCKED)
    assert scene.both_ways(made, token) == (REFUSED, TOKEN_REFUSED)
    scene.set_state(made, IntegrationState.ENABLED)
    assert scene.both_ways(made, token) == (ANSWERED, ANSWERED)


@pytest.mark.requirement("other-01", "install-02")
def test_zeep_waits_until_an_administrator_approves(scene: Scene) -> None:
    scene.customer.control.set_preferences(require_approval=True)
    made = scene.publish("Waits for approval")

    assert scene.sign_in(made) == REFUSED

    here = scene.installed(made)
    assert here is not None
    assert here.state is IntegrationState.WAITING_FOR_APPROVAL
    assert scene.sign_in(made) == REFUSED
    token = scene.make_token(made)
    assert scene.sign_in_by_token(made, token) == TOKEN_REFUSED
    scene.set_state(made, IntegrationState.ENABLED)
    assert scene.both_ways(made, token) == (ANSWERED, ANSWERED)
    scene.set_state(made, IntegrationState.BLOCKED)
    assert scene.both_ways(made, token) == (REFUSED, TOKEN_REFUSED)


@pytest.mark.requirement("other-01", "record-03")
def test_zeep_goes_on_with_the_new_pair_and_its_old_token(scene: Scene) -> None:
    scene.customer.control.set_preferences(require_approval=False)
    made = scene.publish("Reset")
    assert scene.sign_in(made) == ANSWERED
    token = scene.make_token(made)
    assert scene.sign_in_by_token(made, token) == ANSWERED

    renewed = scene.publisher.account.access.applications.reset_credentials(made.id)

    assert scene.both_ways(made, token) == (ANSWERED, TOKEN_REFUSED)
    assert scene.sign_in_by_token(renewed, token) == ANSWERED

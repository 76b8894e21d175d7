"""An installed integration record follows its owner's, whatever comes in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from landbridge.local.access.applications import NotTheOwner
from landbridge.local.access.integration import Arrival, Integration, IntegrationState
from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings


@pytest.fixture
def pair() -> Iterator[tuple[Account, Account]]:
    """A publisher's account and a customer's."""
    with ExitStack() as opened:
        publisher, customer = (
            opened.enter_context(opened_account(AccountSettings(account_id=one), seed="empty"))
            for one in ("1111111", "2222222")
        )
        join([publisher, customer])
        yield publisher, customer


def installed(publisher: Account, customer: Account) -> tuple[Integration, Integration]:
    """Return a record of the publisher, and the same as the customer has it."""
    made = publisher.access.applications.create_integration("Landbridge")
    found = customer.access.applications.publishers.by_application_id(made.application_id.lower())
    assert found is not None
    there = customer.access.applications.install(
        found, state=IntegrationState.ENABLED, arrival=Arrival.AUTO_INSTALLED
    )
    return made, there


@pytest.mark.requirement("install-06")
def test_fields_and_credentials_follow_the_owner_and_the_state_does_not(
    pair: tuple[Account, Account],
) -> None:
    publisher, customer = pair
    made, there = installed(publisher, customer)
    here = customer.access.applications
    here.set_note(there.id, "ours")
    publisher.access.applications.change_definition(made.id, name="Landbridge 2", description="new")
    renewed = publisher.access.applications.reset_credentials(made.id)
    publisher.access.applications.set_state(made.id, IntegrationState.BLOCKED)
    now = here.integration(there.id)
    assert now is not None
    assert now.definition == renewed.definition
    assert (now.name, now.state, now.note) == ("Landbridge 2", IntegrationState.ENABLED, "ours")
    assert here.by_consumer_key(made.consumer_key) is None


@pytest.mark.requirement("install-06")
def test_what_the_owner_determines_is_changed_by_the_owner_alone(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    _, there = installed(publisher, customer)
    with pytest.raises(NotTheOwner, match="belongs to account 1111111"):
        customer.access.applications.reset_credentials(there.id)
    with pytest.raises(NotTheOwner):
        customer.access.applications.change_definition(there.id, name="Mine")


def test_an_account_that_went_back_follows_again(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    made, there = installed(publisher, customer)
    assert customer.states is not None
    customer.states.snapshot("installed")
    renewed = publisher.access.applications.reset_credentials(made.id)
    customer.states.restore("installed")
    found = customer.access.applications.integration(there.id)
    assert found is not None
    assert found.definition == renewed.definition


def test_accounts_follow_an_owner_that_went_back(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    made, there = installed(publisher, customer)
    assert publisher.states is not None
    publisher.states.snapshot("before")
    publisher.access.applications.reset_credentials(made.id)
    publisher.states.restore("before")
    found = customer.access.applications.integration(there.id)
    assert found is not None
    assert found.consumer_key == made.consumer_key

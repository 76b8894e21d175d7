"""An installed integration record follows its owner's, whatever comes in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from landbridge.local import logs
from landbridge.local.access.applications import NotTheOwner
from landbridge.local.access.integration import Arrival, Definition, Integration, IntegrationState
from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.opening import opened_account
from landbridge.local.seeds.secrets import TokenSecrets
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
    told = here.notes.of(there.id, limit=1000)
    publisher.access.applications.change_definition(made.id, name="Landbridge 2", description="new")
    renewed = publisher.access.applications.reset_credentials(made.id)
    publisher.access.applications.set_state(made.id, IntegrationState.BLOCKED)
    now = here.integration(there.id)
    assert now is not None
    assert now.definition == renewed.definition
    assert (now.name, now.state, now.note) == ("Landbridge 2", IntegrationState.ENABLED, "ours")
    assert here.by_consumer_key(made.consumer_key) is None
    assert here.notes.of(there.id, limit=1000) == told


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


SECRETS = TokenSecrets.of_account("1111111", {})


def served(opened: ExitStack, folder: Path, account_id: str, secrets: TokenSecrets = SECRETS) -> Account:
    """Open an account of the demo that has its tables in a folder."""
    return opened.enter_context(
        opened_account(
            AccountSettings(account_id=account_id), folder=folder / account_id, seed="demo", secrets=secrets
        )
    )


def demo_record(account: Account) -> Integration:
    """Return the record that the demo has made in an account."""
    [made] = [one for one in account.access.integrations() if one.is_owned and not one.internal]
    return made


def take(customer: Account, definition: Definition) -> None:
    """Install a record."""
    customer.access.applications.install(
        definition, state=IntegrationState.ENABLED, arrival=Arrival.AUTO_INSTALLED
    )


def followed(publisher: Account, customer: Account, application_id: str) -> bool:
    """Say whether the customer has what the publisher has."""
    owned, there = (
        one.access.applications.by_application_id(application_id) for one in (publisher, customer)
    )
    assert owned is not None
    assert there is not None
    return owned.definition == there.definition


@pytest.mark.requirement("install-06")
def test_an_owner_that_went_back_alone_is_followed_from_the_next_start(tmp_path: Path) -> None:
    with ExitStack() as opened:
        publisher, customer = (
            served(opened, tmp_path, "1111111"),
            served(opened, tmp_path, "2222222", TokenSecrets()),
        )
        join([publisher, customer])
        made = demo_record(publisher)
        take(customer, made.definition)
        publisher.access.applications.reset_credentials(made.id)
    with ExitStack() as opened:
        alone = served(opened, tmp_path, "1111111")
        assert alone.states is not None
        alone.states.reset()
        alone.access.applications.change_definition(made.id, name="Another")
    with ExitStack() as opened:
        publisher, customer = (
            served(opened, tmp_path, "1111111"),
            served(opened, tmp_path, "2222222", TokenSecrets()),
        )
        join([publisher, customer])
        assert followed(publisher, customer, made.application_id)
        publisher.access.applications.reset_credentials(made.id)
        assert followed(publisher, customer, made.application_id)


@pytest.mark.requirement("install-06")
def test_an_owner_that_goes_back_while_it_is_asked_is_followed(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    made, _ = installed(publisher, customer)
    assert publisher.states is not None
    publisher.states.snapshot("before")
    publisher.access.applications.reset_credentials(made.id)
    others = customer.neighbours
    assert others is not None
    asked = others.by_application_id
    going_back = threading.Thread(target=publisher.states.restore, args=("before",))

    def overtaken(application_id: str) -> Definition | None:
        found = asked(application_id)
        others.by_application_id = asked  # type: ignore[method-assign] - once
        going_back.start()
        return found

    others.by_application_id = overtaken  # type: ignore[method-assign] - the owner changes behind its answer
    customer.access.applications.catch_up([made.application_id])
    going_back.join(20)
    assert followed(publisher, customer, made.application_id)
    now = publisher.access.applications.integration(made.id)
    assert now is not None
    assert now.consumer_key == made.consumer_key


@pytest.mark.requirement("install-06")
def test_a_request_of_an_owner_that_went_back_asks_what_the_owner_has_now(
    pair: tuple[Account, Account],
) -> None:
    publisher, customer = pair
    made, there = installed(publisher, customer)
    assert publisher.states is not None
    publisher.states.snapshot("before")
    going_back = threading.Thread(target=publisher.states.restore, args=("before",))

    def request() -> bool:
        publisher.database.begin()
        going_back.start()
        going_back.join(20)
        customer.access.applications.remove(there.id)
        take(customer, made.definition)
        return publisher.database.is_current()

    assert not copy_context().run(request)
    assert followed(publisher, customer, made.application_id)


@pytest.mark.requirement("install-06")
def test_a_change_while_the_others_are_told_of_a_return_is_followed(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    made, _ = installed(publisher, customer)
    assert publisher.states is not None
    publisher.states.snapshot("before")
    others = publisher.neighbours
    assert others is not None
    told = others.changed

    def overtaken(application_id: str) -> None:
        others.changed = told  # type: ignore[method-assign] - once
        publisher.access.applications.reset_credentials(made.id)
        told(application_id)

    others.changed = overtaken  # type: ignore[method-assign] - the record changes before it is told of
    publisher.states.restore("before")
    assert followed(publisher, customer, made.application_id)


@pytest.mark.requirement("install-06")
def test_a_key_that_is_taken_stops_neither_the_owner_nor_a_start(tmp_path: Path) -> None:
    logs.configure()
    with capture_logs() as said, ExitStack() as opened:
        publisher, customer = (served(opened, tmp_path, one) for one in ("1111111", "2222222"))
        join([publisher, customer])
        made = demo_record(publisher)
        renewed = publisher.access.applications.reset_credentials(made.id)
        take(customer, renewed.definition)
        publisher.clock.advance(1000)
        assert publisher.states is not None
        publisher.states.reset()
        assert abs((publisher.clock.now() - customer.clock.now()).total_seconds()) < 500
        kept = customer.access.applications.by_application_id(made.application_id)
        assert kept is not None
        assert kept.definition == renewed.definition
    assert [one["account"] for one in said if "cannot follow its owner" in one["event"]] == ["2222222"]
    assert SECRETS.consumer_key not in str(said)
    with ExitStack() as opened:
        publisher, customer = (served(opened, tmp_path, one) for one in ("1111111", "2222222"))
        join([publisher, customer])
        customer.access.applications.reset_credentials(demo_record(customer).id)
        publisher.access.applications.change_definition(made.id, description="moved on")
        assert followed(publisher, customer, made.application_id)


def test_an_owner_that_begins_with_a_file_again_is_followed(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("integrations: [{name: A, application_id: A-1, consumer_key: one}]")
    with ExitStack() as opened:
        publisher, customer = (
            opened.enter_context(opened_account(AccountSettings(account_id=one), seed=seed))
            for one, seed in (("1111111", str(file)), ("2222222", "empty"))
        )
        join([publisher, customer])
        take(customer, demo_record(publisher).definition)
        file.write_text("integrations: [{name: B, application_id: A-1, consumer_key: two}]")
        assert publisher.states is not None
        publisher.states.seed(str(file))
        assert followed(publisher, customer, "A-1")

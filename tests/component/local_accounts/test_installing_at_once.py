"""Requests that come at once install one record, and whatever the owner does meanwhile it is whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings

OPEN = frozenset({Box.TOKENS, Box.USER_CREDENTIALS})
CLOSED = frozenset({Box.TOKENS})
ROUNDS = 40
AT_ONCE = 6


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Account, Account]]:
    """A publisher's account and a customer's; every test makes records of its own."""
    with ExitStack() as opened:
        publisher, customer = (
            opened.enter_context(opened_account(AccountSettings(account_id=one), seed="empty"))
            for one in ("1111111", "2222222")
        )
        join([publisher, customer])
        yield publisher, customer


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """Run the tasks in threads that start together, and return what they returned."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(run, tasks))


def installing(customer: Account, made: Integration) -> Callable[[], Integration | None]:
    return lambda: customer.access.installing.by_application_id(made.application_id, by="1")


def there(customer: Account, made: Integration) -> list[Integration]:
    known = customer.access.applications.integrations()
    return [one for one in known if one.application_id == made.application_id]


@pytest.mark.requirement("refuse-02")
def test_requests_at_once_install_one_record(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    for _ in range(ROUNDS):
        made = publisher.access.applications.create_integration("At once", boxes=OPEN)
        found = at_once(*[installing(customer, made)] * AT_ONCE)
        assert there(customer, made) == [found[0]]
        assert found == [found[0]] * AT_ONCE
        assert len(customer.access.applications.notes.of(there(customer, made)[0].id, limit=100)) > 0


@pytest.mark.requirement("refuse-02")
def test_two_accounts_install_one_anothers_records_at_once(pair: tuple[Account, Account]) -> None:
    for _ in range(ROUNDS):
        first, second = (one.access.applications.create_integration("Mutual", boxes=OPEN) for one in pair)
        found = at_once(installing(pair[1], first), installing(pair[0], second))
        assert [one.definition for one in found if isinstance(one, Integration)] == [
            first.definition,
            second.definition,
        ]


@pytest.mark.requirement("refuse-02")
def test_an_installation_follows_what_the_owner_changes_meanwhile(pair: tuple[Account, Account]) -> None:
    publisher, customer = pair
    owner = publisher.access.applications
    for number in range(ROUNDS):
        made = owner.create_integration("Before", boxes=OPEN)

        def change(made: Integration = made, number: int = number) -> object:
            owner.change_definition(made.id, name=f"After {number}", boxes=CLOSED)
            return owner.reset_credentials(made.id)

        at_once(installing(customer, made), change, installing(customer, made))
        now = owner.integration(made.id)
        assert now is not None
        assert [one.definition for one in there(customer, made)] in ([], [now.definition])


CHANGES = st.lists(
    st.sampled_from(
        ["rename", "reset", "open", "close", "install", "wait", "enable", "block", "approval", "note"]
    ),
    max_size=14,
)


@pytest.mark.requirement("refuse-02", "install-06")
@given(changes=CHANGES)
@settings(deadline=None, max_examples=60)
def test_in_whatever_order_the_record_is_whole(pair: tuple[Account, Account], changes: list[str]) -> None:
    """The definition is the owner's newest, and state and note are what this account said last."""
    publisher, customer = pair
    owner, here = publisher.access.applications, customer.access.applications
    customer.preferences.change(require_approval=False)
    made = owner.create_integration("Before", boxes=CLOSED)
    expected: tuple[IntegrationState, str] | None = None
    for number, change in enumerate(changes):
        expected = _changed(publisher, customer, made.id, change, number, expected)
        now = owner.integration(made.id)
        assert now is not None
        found = here.by_application_id(made.application_id)
        assert ((found.state, found.note) if found else None) == expected
        assert found is None or found.definition == now.definition


STATES = {
    "wait": IntegrationState.WAITING_FOR_APPROVAL,
    "enable": IntegrationState.ENABLED,
    "block": IntegrationState.BLOCKED,
}


def _changed(
    publisher: Account,
    customer: Account,
    made: str,
    change: str,
    number: int,
    expected: tuple[IntegrationState, str] | None,
) -> tuple[IntegrationState, str] | None:
    """Do one thing, and return the state and note that the customer's record must have after it."""
    owner, here = publisher.access.applications, customer.access.applications
    now = owner.integration(made)
    assert now is not None
    known = here.by_application_id(now.application_id)
    match change:
        case "rename":
            owner.change_definition(made, name=f"Name {number}")
        case "reset":
            owner.reset_credentials(made)
        case "open" | "close":
            owner.change_definition(made, boxes=OPEN if change == "open" else CLOSED)
        case "approval":
            customer.preferences.change(require_approval=not customer.preferences.read().require_approval)
        case "install":
            customer.access.installing.by_application_id(now.application_id, by="1")
            if expected is None and Box.USER_CREDENTIALS in now.boxes:
                waits = customer.preferences.read().require_approval
                return (STATES["wait"] if waits else STATES["enable"], "")
        case "note" if known:
            here.set_note(known.id, f"note {number}")
            return (known.state, f"note {number}")
        case "wait" | "enable" | "block" if known:
            here.set_state(known.id, STATES[change])
            return (STATES[change], known.note)
    return expected

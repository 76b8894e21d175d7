"""Integration records that several people save at once: each is judged on what the record is then, and nobody waits for neighbours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from landbridge.local import integrationdesk
from landbridge.local.access.integration import Definition, Integration, IntegrationState
from landbridge.local.access.integrationform import Entered, FormRefused, filled
from landbridge.local.access.model import Context, Session
from landbridge.local.access.publishers import Alone
from tests.component.local_access.conftest import Premises, opened_premises


@pytest.fixture(scope="module")
def premises() -> Iterator[Premises]:
    with opened_premises() as found:
        yield found


def administrator(premises: Premises) -> Session:
    user = premises.user("admin")
    return Session(user.id, user.role_ids[0], Context.USERINTERFACE)


def edited_while(premises: Premises, integration_id: str, change: Callable[[], object]) -> Integration:
    """Save a note while somebody else makes a change, and return the record as both left it."""
    other = threading.Thread(target=change)

    def entered(before: Integration) -> Entered:
        other.start()
        other.join(0.2)
        return filled(before).changed({"note": "seen"})

    integrationdesk.edit(premises.account, administrator(premises), integration_id, entered)
    other.join(10)
    return premises.account.access.applications.known(integration_id)


def test_a_note_undoes_no_block_that_somebody_confirmed_meanwhile(premises: Premises) -> None:
    applications = premises.account.access.applications
    made = applications.create_integration("Blocked meanwhile")
    left = edited_while(premises, made.id, lambda: applications.set_state(made.id, IntegrationState.BLOCKED))
    assert (left.state, left.note) == (IntegrationState.BLOCKED, "seen")


def test_a_note_gives_no_limit_back_that_another_record_has_now(premises: Premises) -> None:
    account = premises.account
    applications, governance = account.access.applications, account.governance
    first, second = (applications.create_integration(name) for name in ("Had it", "Has it"))
    most = governance.largest_integration_limit()
    governance.set_integration_limit(first.id, most)

    def moved() -> None:
        governance.set_integration_limit(first.id, None)
        governance.set_integration_limit(second.id, most)

    assert edited_while(premises, first.id, moved).concurrency_limit is None
    assert applications.known(second.id).concurrency_limit == most
    assert applications.allocated() == most
    governance.set_integration_limit(second.id, None)


def test_two_records_made_at_once_have_no_name_in_common(premises: Premises) -> None:
    account, who = premises.account, administrator(premises)

    def make(_: int) -> str:
        try:
            return integrationdesk.create(account, who, filled(None).changed({"name": "Same"})).name
        except FormRefused as refused:
            return ",".join(refused.problems)

    with ThreadPoolExecutor(8) as people:
        outcomes = list(people.map(make, range(8)))
    assert sorted(outcomes) == ["Same", *["name"] * 7]


def test_requests_go_on_while_other_accounts_are_told(premises: Premises) -> None:
    account, who = premises.account, administrator(premises)
    applications = account.access.applications
    made = applications.create_integration("Told")
    answered: list[bool] = []

    class Busy(Alone):
        def changed(self, definition: Definition) -> None:
            del definition
            done = threading.Event()

            def request() -> None:
                with account.governance.slot(who), account.database.transaction():
                    done.set()

            threading.Thread(target=request).start()
            answered.append(done.wait(2))

    applications.publishers = Busy()
    changes = {"description": "another", "concurrency_limit": "1"}
    integrationdesk.edit(account, who, made.id, lambda known: filled(known).changed(changes))
    applications.publishers = Alone()
    assert answered == [True]
    account.governance.set_integration_limit(made.id, None)

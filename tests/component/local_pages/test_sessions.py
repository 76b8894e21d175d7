"""Sessions of the pages end with the state of the account they were opened in, and each account has its own in one browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts

from .browser import SIGN_IN, Browser

PRODUCTION, SANDBOX = "2222222", "2222222_SB1"
HOME = "/app/center/card.nl"
ADMIN = "admin@demo.example"
Sides = tuple[RunningAccount, RunningAccount]


@pytest.fixture(scope="module")
def sides() -> Iterator[Sides]:
    both = (AccountSettings(account_id=one) for one in (PRODUCTION, SANDBOX))
    with running_accounts(*both) as (production, sandbox):
        yield production, sandbox


def browser(running: RunningAccount) -> Browser:
    return Browser(int(running.http.rpartition(":")[2]))


def employee(running: RunningAccount, email: str) -> str:
    """Let somebody new into the account as an administrator; return the id."""
    access = running.account.access
    values = {"email": email, "firstName": "New", "lastName": "Person", "giveAccess": True}
    made = running.account.records.save(access.system_session(), "employee", values).record.id
    administrator = access.user_by_email(ADMIN)
    assert administrator is not None
    access.give_access(made, administrator.role_ids[:1], "landbridge")
    return made


@pytest.mark.requirement("sandbox-02")
def test_after_a_refresh_nobody_of_the_sandbox_is_somebody_of_production(sides: Sides) -> None:
    production, sandbox = sides
    for side in sides:
        side.control.reset()
    ids = employee(sandbox, "contractor@demo.example"), employee(production, "chief@demo.example")
    assert ids[0] == ids[1]
    contractor = browser(sandbox).sign_in("contractor@demo.example")
    refresher = browser(production).sign_in(ADMIN)
    production.control.refresh_sandbox(sandbox=SANDBOX)
    answer = contractor.send("GET", HOME)
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, SIGN_IN)
    assert ADMIN in refresher.open(HOME)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: one.control.reset(), id="reset"),
        pytest.param(lambda one: one.control.restore(name="before"), id="restore"),
        pytest.param(lambda one: one.control.seed(seed="demo"), id="seed"),
    ],
)
def test_a_session_ends_when_the_account_has_another_content(
    sides: Sides, change: Callable[[RunningAccount], None]
) -> None:
    production, _ = sides
    production.control.snapshot(name="before")
    signed_in = browser(production).sign_in(ADMIN)
    change(production)
    assert signed_in.send("GET", HOME).status == 303
    assert ADMIN in signed_in.sign_in(ADMIN).open(HOME)


def test_an_installation_that_fails_ends_no_session(sides: Sides) -> None:
    production, sandbox = sides
    assert sandbox.account.bundles is not None
    signed_in = browser(sandbox).sign_in(ADMIN)
    theirs = production.account.access.applications.create_integration("Theirs")
    sandbox.account.access.applications.create_integration("Ours", consumer_key=theirs.consumer_key)
    assert production.account.bundles is not None
    made = production.account.bundles.saved.create("Bundle", "1.0", "", [theirs.id])
    with pytest.raises(BundleRefused, match="has the consumer key of Ours"):
        sandbox.account.bundles.install(made.id)
    assert ADMIN in signed_in.open(HOME)


def test_one_browser_is_signed_in_to_several_accounts_at_one_address(sides: Sides) -> None:
    both = [browser(side) for side in sides]
    both[1].cookies = both[0].cookies  # cookies do not tell ports apart
    for one in both:
        one.sign_in(ADMIN)
    for one in both:
        assert ADMIN in one.open(HOME)
    data = {"_csrf": both[0].csrf(HOME)}
    assert both[0].send("POST", "/app/login/secure/logout.nl", data).status == 303
    assert both[0].send("GET", HOME).status == 303
    assert ADMIN in both[1].open(HOME)

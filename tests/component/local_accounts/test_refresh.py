"""Refreshing a sandbox: what it takes over, what it loses, and whose records are whose afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from landbridge.local.access.applications import NotTheOwner
from landbridge.local.access.integration import Arrival, Box, Integration, IntegrationState
from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.accounts.refresh import Refresh, RefreshRefused, last_refresh, refresh
from landbridge.local.control.client import ControlError
from landbridge.local.opening import opened_account
from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts
from tests.component.local_access.served import sent
from tests.component.local_control.test_faults import RECORDS, ask
from tests.component.local_control.test_overtaken import by_rest, slow_save
from tests.component.local_pages.browser import Browser, messages

PUBLISHER, PRODUCTION, SANDBOX = "1111111", "2222222", "2222222_SB1"
IDS = (PUBLISHER, PRODUCTION, SANDBOX)
PAGE = "/app/setup/sandboxaccounts.nl"

Trio = tuple[Account, Account, Account]


@pytest.fixture(scope="module")
def opened_trio() -> Iterator[Trio]:
    with ExitStack() as opened:
        publisher, production, sandbox = (
            opened.enter_context(opened_account(AccountSettings(account_id=one), seed="empty")) for one in IDS
        )
        join([publisher, production, sandbox])
        yield publisher, production, sandbox


@pytest.fixture
def trio(opened_trio: Trio) -> Trio:
    """A publisher's account, a customer's and the customer's sandbox, each as it began."""
    for account in opened_trio:
        assert account.states is not None
        account.states.reset()
    return opened_trio


def installed(made: Integration, into: Account) -> Integration:
    found = into.access.applications.publishers.by_application_id(made.application_id)
    assert found is not None
    applications = into.access.applications
    return applications.install(found, state=IntegrationState.ENABLED, arrival=Arrival.AUTO_INSTALLED)


def of(account: Account, made: Integration) -> Integration | None:
    return account.access.applications.by_application_id(made.application_id)


def token_for(account: Account, made: Integration) -> str:
    user = account.access.users()[0]
    return account.access.token_records.create("t", made.id, user.id, user.role_ids[0]).name


@pytest.mark.requirement("sandbox-02")
def test_production_records_and_settings_take_the_place_of_the_sandboxs(trio: Trio) -> None:
    publisher, production, sandbox = trio
    shared = publisher.access.applications.create_integration("Shared")
    here, there = installed(shared, production), installed(shared, sandbox)
    production.access.applications.set_note(here.id, "production's")
    production.access.applications.set_state(here.id, IntegrationState.BLOCKED)
    sandbox.access.applications.set_note(there.id, "the sandbox's")
    own = production.access.applications.create_integration("Own")
    trial = sandbox.access.applications.create_integration("Trial")
    production.access.preferences.change(require_approval=True)
    production.records.put("customer", "900", {"companyName": "Copied"})

    done = refresh(production, SANDBOX, by="Ann")

    assert (done.copied, done.overwritten, done.removed) == (("Own",), ("Shared",), ("Trial",))
    after = of(sandbox, shared)
    assert after is not None
    assert (after.state, after.note, after.definition.owner) == (
        IntegrationState.BLOCKED,
        "production's",
        PUBLISHER,
    )
    assert of(sandbox, trial) is None
    assert sandbox.access.preferences.read().require_approval
    customer = sandbox.records.get("customer", "900")
    assert customer is not None
    assert customer.values["companyName"] == "Copied"
    copied = of(sandbox, own)
    assert copied is not None
    assert (copied.definition.owner, copied.arrival) == (PRODUCTION, Arrival.REFRESH)
    with pytest.raises(NotTheOwner):
        sandbox.access.applications.reset_credentials(copied.id)
    assert last_refresh(production, SANDBOX) == done
    assert last_refresh(sandbox, SANDBOX) is None


@pytest.mark.requirement("sandbox-02", "token-06")
def test_tokens_and_mappings_of_the_sandbox_go_and_productions_stay_where_they_are(trio: Trio) -> None:
    _, production, sandbox = trio
    for account, name in ((production, "of production"), (sandbox, "of the sandbox")):
        made = account.access.applications.create_integration("App")
        user = account.access.users()[0]
        account.access.token_records.create(name, made.id, user.id, user.role_ids[0])
        with account.database.transaction() as connection:
            connection.execute(
                "INSERT INTO grant_certificate VALUES (?, ?, ?, ?, 'EC', '', '', '', '', 0)",
                (name, int(made.id), int(user.id), int(user.role_ids[0])),
            )
    done = refresh(production, SANDBOX, by="Ann")
    assert (done.tokens, done.certificates) == (("of the sandbox",), ("of the sandbox",))
    assert sandbox.access.tokens() == []
    assert sandbox.database.rows("SELECT id FROM grant_certificate") == []
    assert [token.name for token in production.access.tokens()] == ["of production"]


@pytest.mark.requirement("sandbox-02")
def test_a_sandbox_follows_and_is_followed_after_a_refresh(trio: Trio) -> None:
    publisher, production, sandbox = trio
    shared = publisher.access.applications.create_integration("Shared")
    installed(shared, production)
    own = production.access.applications.create_integration("Own")
    refresh(production, SANDBOX, by="Ann")
    publisher.access.applications.reset_credentials(shared.id)
    renewed = production.access.applications.reset_credentials(own.id)
    for made in (shared, own):
        assert of(sandbox, made) is not None
    assert of(sandbox, own).consumer_key == renewed.consumer_key  # type: ignore[union-attr]  # asserted above
    assert of(sandbox, shared).definition == of(publisher, shared).definition  # type: ignore[union-attr]  # as above


@pytest.mark.requirement("sandbox-01", "sandbox-02")
def test_a_record_made_in_the_sandbox_that_production_has_stays_the_sandboxs(trio: Trio) -> None:
    _, production, sandbox = trio
    made = sandbox.access.applications.create_integration("Made in the sandbox")
    sandbox.access.applications.set_note(made.id, "the sandbox's")
    installed(made, production)
    done = refresh(production, SANDBOX, by="Ann")
    again = of(sandbox, made)
    assert again is not None
    assert done.overwritten == ("Made in the sandbox",)
    assert again.is_owned
    assert again.note == ""
    renewed = sandbox.access.applications.reset_credentials(again.id)
    assert of(production, made).consumer_key == renewed.consumer_key  # type: ignore[union-attr]  # installed above


@pytest.mark.requirement("sandbox-02")
def test_a_record_that_only_the_sandbox_had_stays_where_it_was_installed(trio: Trio) -> None:
    publisher, production, sandbox = trio
    made = sandbox.access.applications.create_integration("Trial", boxes={Box.TOKENS, Box.USER_CREDENTIALS})
    there = installed(made, publisher)
    refresh(production, SANDBOX, by="Ann")
    assert of(sandbox, made) is None
    assert of(publisher, made) == there
    assert production.access.applications.publishers.by_application_id(made.application_id) is None


@pytest.mark.requirement("sandbox-02")
def test_what_production_lacked_comes_back_by_auto_installation(trio: Trio) -> None:
    publisher, production, sandbox = trio
    made = publisher.access.applications.create_integration("App", boxes={Box.TOKENS, Box.USER_CREDENTIALS})
    installed(made, sandbox)
    assert refresh(production, SANDBOX, by="Ann").removed == ("App",)
    back = sandbox.access.installing.by_application_id(made.application_id, by="1")
    assert back is not None
    assert back.definition.owner == PUBLISHER


@pytest.mark.requirement("sandbox-02")
def test_logs_notes_and_trouble_stay_behind_and_a_reset_leads_to_the_beginning(trio: Trio) -> None:
    _, production, sandbox = trio
    beginning = [one.id for one in sandbox.access.users()]
    production.access.applications.create_integration("App")
    production.records.put("customer", "900", {"companyName": "Copied"})
    sandbox.clock.advance(3600)
    refresh(production, SANDBOX, by="Ann")
    assert production.database.rows("SELECT 1 FROM system_note")
    assert not sandbox.database.rows("SELECT 1 FROM system_note")
    assert abs((sandbox.clock.now() - production.clock.now()).total_seconds()) < 60
    assert sandbox.states is not None
    sandbox.states.reset()
    assert [one.id for one in sandbox.access.users()] == beginning
    assert sandbox.records.get("customer", "900") is None
    assert sandbox.access.integrations() == []


@pytest.mark.requirement("sandbox-02")
@pytest.mark.parametrize("wrong", [PUBLISHER, PRODUCTION, "2222222_SB2", "2222222_RP", ""])
def test_only_a_sandbox_of_the_account_is_refreshed(trio: Trio, wrong: str) -> None:
    _, production, sandbox = trio
    with pytest.raises(RefreshRefused, match="its sandboxes: 2222222_SB1"):
        refresh(production, wrong, by="Ann")
    with pytest.raises(RefreshRefused, match="none is served beside it"):
        refresh(sandbox, PRODUCTION, by="Ann")


@pytest.mark.requirement("sandbox-02", "side-02")
@pytest.mark.parametrize(("limit", "kept"), [(3, 3), (10, None)], ids=["that fit", "beyond its tier"])
def test_limits_of_integrations_come_along_as_far_as_the_sandbox_can_give_them(
    limit: int, kept: int | None
) -> None:
    with ExitStack() as opened:
        production, sandbox = (
            opened.enter_context(opened_account(AccountSettings(account_id=one, tier=tier), seed="empty"))
            for one, tier in ((PRODUCTION, "premium"), (SANDBOX, "standard"))
        )
        join([production, sandbox])
        made = production.access.applications.create_integration("App")
        production.governance.set_integration_limit(made.id, limit)
        refresh(production, SANDBOX, by="Ann")
        copied = of(sandbox, made)
        assert copied is not None
        assert copied.concurrency_limit == kept
        assert sandbox.governance.largest_integration_limit() > 0


@pytest.mark.requirement("side-02")
def test_a_restart_keeps_what_is_installed_and_whose_it_is(tmp_path: Path) -> None:
    def served(work: Callable[[Trio], None]) -> None:
        with ExitStack() as opened:
            accounts = tuple(
                opened.enter_context(
                    opened_account(AccountSettings(account_id=one), folder=tmp_path / one, seed="empty")
                )
                for one in IDS
            )
            join(accounts)
            work(accounts)  # type: ignore[arg-type]  # as many as IDS

    made: list[Integration] = []
    refreshed: list[Refresh] = []

    def first(accounts: Trio) -> None:
        publisher, production, sandbox = accounts
        made.append(publisher.access.applications.create_integration("Shared"))
        here = installed(made[0], production)
        production.access.applications.set_note(here.id, "ours")
        refreshed.append(refresh(production, SANDBOX, by="Ann"))
        token_for(sandbox, installed(made[0], sandbox))

    def second(accounts: Trio) -> None:
        publisher, production, sandbox = accounts
        for account in (production, sandbox):
            found = of(account, made[0])
            assert found is not None
            assert (found.definition.owner, found.note, found.is_owned) == (PUBLISHER, "ours", False)
        assert [token.name for token in sandbox.access.tokens()] == ["t"]
        assert last_refresh(production, SANDBOX) == refreshed[0]
        renewed = publisher.access.applications.reset_credentials(made[0].id)
        assert of(sandbox, made[0]).consumer_key == renewed.consumer_key  # type: ignore[union-attr]  # found above

    served(first)
    served(second)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[RunningAccount, ...]]:
    with running_accounts(*(AccountSettings(account_id=one) for one in IDS)) as found:
        yield found


@pytest.mark.requirement("sandbox-02")
def test_the_page_refreshes_and_says_what_it_did(running: tuple[RunningAccount, ...]) -> None:
    _, production, sandbox = running
    sandbox.account.access.applications.create_integration("Trial")
    browser = Browser(int(production.http.rpartition(":")[2])).sign_in("admin@demo.example")
    unsure = browser.submit(PAGE)
    assert (unsure.status, messages(unsure.text)[0][0]) == (400, "error")
    assert browser.submit(PAGE, confirmed="T").status == 303
    page = browser.open(PAGE)
    assert "Integration records removed" in page
    assert "Trial" in page
    asked = browser.send("POST", PAGE, {"_csrf": browser.csrf(PAGE), "sandbox": PUBLISHER, "confirmed": "T"})
    assert (asked.status, "is no sandbox of 2222222" in asked.text) == (400, True)
    anna = Browser(browser.port).sign_in("anna@demo.example")
    assert "Administrator" in anna.open(PAGE, 403)
    inside = Browser(int(sandbox.http.rpartition(":")[2])).sign_in("admin@demo.example")
    assert "from their production account" in inside.open(PAGE)


@pytest.mark.requirement("sandbox-02")
def test_the_control_does_the_same(running: tuple[RunningAccount, ...]) -> None:
    _, production, sandbox = running
    sandbox.account.access.applications.create_integration("Trial 2")
    done = production.control.refresh_sandbox(sandbox=SANDBOX)
    assert done["removed"] == ["Trial 2"]
    assert production.control.sandboxes() == [
        {"account": SANDBOX, "name": "Demo Company", "last_refresh": done}
    ]
    with pytest.raises(ControlError, match="is no sandbox of 2222222") as refused:
        production.control.refresh_sandbox(sandbox=PUBLISHER)
    assert refused.value.status == 404


@pytest.mark.requirement("sandbox-02", "token-06")
def test_requests_that_a_refresh_overtakes_and_old_tokens_are_refused(
    running: tuple[RunningAccount, ...],
) -> None:
    _, production, sandbox = running
    sandbox.control.reset()
    assert ask(sandbox, "GET", RECORDS).status == 200
    with slow_save(sandbox, lambda: by_rest(sandbox)) as answers:
        production.control.refresh_sandbox(sandbox=SANDBOX)
    assert answers[0].status == 401
    assert by_rest(sandbox).status == 401
    assert by_rest(production).status == 204
    foreign = replace(sandbox, secrets=production.secrets)
    assert by_rest(foreign).status == 401


ENVELOPE = (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:m="urn:messages_2020_1.platform.webservices.netsuite.com" '
    'xmlns:c="urn:core_2020_1.platform.webservices.netsuite.com"><soap:Header>'
    "<m:applicationInfo><m:applicationId>{application}</m:applicationId></m:applicationInfo>"
    "<m:passport><c:email>admin@demo.example</c:email><c:password>{password}</c:password>"
    "<c:account>{account}</c:account></m:passport>"
    "</soap:Header><soap:Body><m:getServerTime/></soap:Body></soap:Envelope>"
)


@pytest.mark.requirement("sandbox-01")
@pytest.mark.parametrize(("maker", "taker"), [(2, 1), (1, 2)], ids=["to production", "to the sandbox"])
def test_records_go_both_ways_by_auto_installation(
    running: tuple[RunningAccount, ...], maker: int, taker: int
) -> None:
    made = running[maker].account.access.applications.create_integration(
        "Both ways", boxes={Box.TOKENS, Box.USER_CREDENTIALS}
    )
    into = running[taker]
    text = ENVELOPE.format(application=made.application_id, password=PASSWORD, account=into.account_id)
    url = f"https://{into.account.settings.host}.suitetalk.api.netsuite.com/services/NetSuitePort_2020_1"
    reply = sent(into, "POST", url, text.encode(), soapaction='"getServerTime"', content_type="text/xml")
    assert reply.status == 200, reply.body
    found = of(into.account, made)
    assert found is not None
    assert (found.definition.owner, found.state) == (
        running[maker].account_id,
        IntegrationState.ENABLED,
    )

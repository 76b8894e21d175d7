"""Setup > Integration > Manage Integrations, as an administrator and others see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.access.integration import Arrival, Integration, IntegrationState
from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account

from .browser import Answer, Browser, messages, shown

LIST, RECORD = "/app/common/integration/integrapplist.nl", "/app/common/integration/integrapp.nl"
PREFERENCES = "/app/center/userprefs.nl"
PUBLISHER = "TSTDRV1111111"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as running:
        yield running


def errors(answer: Answer) -> dict[str, str]:
    """Return what is said beside the fields."""
    assert answer.status == 422, answer.text
    return dict(re.findall(r'<p class="error" id="e-(\w+)">(.*?)</p>', answer.text))


def latest(account: Account) -> Integration:
    return account.access.integrations()[-1]


@pytest.mark.requirement("record-01")
@pytest.mark.requirement("record-02")
def test_a_record_is_made_and_its_credentials_are_shown_once(account: Account, admin: Browser) -> None:
    saved = admin.submit(
        RECORD,
        name="Made <by> page",
        description="One\nTwo",
        note="Ours",
        concurrency_limit="2",
        box_TBA_AUTHORIZATION_FLOW="T",
        callback_url="https://example.com/back",
        box_AUTHORIZATION_CODE_GRANT="T",
        box_PUBLIC_CLIENT="T",
        redirect_uri="myapp://callback",
        scope_restlets="T",
        scope_rest_webservices="T",
        refresh_token_hours="24",
        rotation_hours="100",
        logo="logo.png",
        terms_of_use="https://example.com/terms.pdf",
        privacy_policy="policy.pdf",
        consent_policy="NEVER_ASK",
    )
    made = latest(account)
    address = f"{RECORD}?id={made.id}"
    assert (saved.status, saved.headers["Location"]) == (303, address)
    first = admin.send("GET", address)
    assert first.headers["Cache-Control"] == "no-store"
    assert shown(first.text, "consumerkey") == made.consumer_key
    assert shown(first.text, "consumersecret") == made.consumer_secret
    again = admin.open(address)
    for page in (again, admin.open(f"{address}&e=T"), admin.open(LIST), saved.text):
        assert made.consumer_key not in page
        assert made.consumer_secret not in page
    told = {
        "name": "Made &lt;by&gt; page",
        "description": "One\nTwo",
        "state": "Enabled",
        "note": "Ours",
        "concurrencylimit": "2",
        "applicationid": made.application_id,
        "scriptid": made.definition.script_id,
        "createdby": "Alex Admin",
        "laststatechangeby": "Alex Admin",
        "TOKEN_BASED_AUTHENTICATION": "Yes",
        "TBA_AUTHORIZATION_FLOW": "Yes",
        "USER_CREDENTIALS": "No",
        "callback_url": "https://example.com/back",
        "redirect_uri": "myapp://callback",
        "refresh_token_hours": "24",
        "rotation_hours": "100",
        "logo": "logo.png",
        "terms_of_use": "https://example.com/terms.pdf",
        "privacy_policy": "policy.pdf",
        "scopes": "RESTlets, REST Web Services",
        "consentpolicy": "Never Ask",
    }
    assert {field: shown(again, field) for field in told} == told


@pytest.mark.requirement("record-07")
def test_a_form_that_is_wrong_comes_back_and_changes_nothing(account: Account, admin: Browser) -> None:
    before = account.access.integrations()
    known = before[0]
    wrong = admin.submit(
        f"{RECORD}?id={known.id}&e=T",
        name="",
        state="WAITING_FOR_APPROVAL",
        note="kept in the form",
        redirect_uri="http://example.com",
        rotation_hours="soon",
    )
    assert set(errors(wrong)) == {"name", "state", "redirect_uri", "rotation_hours"}
    assert read_form(wrong.text).fields["note"].strip() == "kept in the form"
    limit = errors(admin.submit(RECORD, name="Greedy", concurrency_limit="1000"))["concurrency_limit"]
    assert f"from 1 to {account.governance.largest_integration_limit()}" in limit
    scope = admin.submit(RECORD, name="Scoped", scope_restlets="T")
    assert (scope.status, "Scopes need a grant" in scope.text) == (422, True)
    assert account.access.integrations() == before
    assert admin.send("GET", f"{RECORD}?id=999").status == 404


@pytest.mark.requirement("record-01")
@pytest.mark.requirement("record-04")
def test_a_blocked_record_is_out_of_the_list_until_inactives_are_shown(
    account: Account, admin: Browser
) -> None:
    made = account.access.applications.create_integration("Hidden soon")
    view = admin.save(f"{RECORD}?id={made.id}&e=T", state="BLOCKED", note="not needed")
    page = admin.open(view)
    assert (shown(page, "state"), shown(page, "laststatechangeby")) == ("Blocked", "Alex Admin")
    assert shown(page, "createdby") == "-System-"
    assert "Hidden soon" not in admin.open(LIST)
    assert "Hidden soon" in admin.open(f"{LIST}?showinactives=T")
    assert "Hidden soon" in admin.open(f"{LIST}?state=BLOCKED")
    assert "Hidden soon" not in admin.open(f"{LIST}?state=ENABLED&showinactives=T")
    notes = re.findall(r"<td>State</td><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", page)
    assert notes == [("Enabled", "Blocked"), ("Blocked", "Enabled"), ("", "Blocked")]


def test_a_form_that_was_overtaken_is_shown_anew(account: Account, admin: Browser) -> None:
    made = account.access.applications.create_integration("Overtaken")
    address = f"{RECORD}?id={made.id}&e=T"
    opened = read_form(admin.open(address)).fields
    account.access.applications.set_state(made.id, IntegrationState.BLOCKED)
    refused = admin.send("POST", address, {**opened, "note": "of a form from before"})
    assert (refused.status, "Somebody else saved" in refused.text) == (409, True)
    now = account.access.applications.integration(made.id)
    assert now is not None
    assert (now.state, now.note) == (IntegrationState.BLOCKED, "")
    again = admin.send("POST", address, {**read_form(refused.text).fields, "note": "seen"})
    assert again.status == 303


@pytest.mark.requirement("record-03")
def test_a_reset_asks_first_and_shows_the_new_pair_once(account: Account, admin: Browser) -> None:
    made = account.access.applications.create_integration("Renewed by page")
    question = f"{RECORD}?id={made.id}&reset=T"
    assert "end at once" in admin.open(question)
    assert latest(account) == made
    answer = admin.submit(question)
    renewed = latest(account)
    assert renewed.consumer_key != made.consumer_key
    assert renewed.consumer_secret not in answer.headers["Location"]
    page = admin.open(answer.headers["Location"])
    assert shown(page, "consumersecret") == renewed.consumer_secret
    assert renewed.consumer_secret not in admin.open(answer.headers["Location"])


@pytest.mark.requirement("record-01")
def test_a_pair_that_has_ended_before_it_was_seen_is_not_shown(
    account: Account, running: RunningAccount, admin: Browser
) -> None:
    address = admin.save(RECORD, name="Reset twice")
    ended = latest(account)
    running.control.reset_credentials(id=ended.id)
    page = admin.open(address)
    assert ended.consumer_secret not in page
    assert 'data-field="consumersecret"' not in page


@pytest.mark.requirement("record-06")
def test_the_application_id_shows_only_with_the_preference(account: Account, admin: Browser) -> None:
    made = account.access.applications.create_integration("With an id")
    address = f"{RECORD}?id={made.id}"
    assert made.application_id in admin.open(address)
    admin.save(PREFERENCES, show_internal_ids="F")
    try:
        for page in (address, f"{address}&e=T", LIST):
            assert made.application_id not in admin.open(page)
    finally:
        admin.save(PREFERENCES, show_internal_ids="T")
    assert made.application_id in admin.open(address)


@pytest.mark.requirement("record-01")
def test_a_role_without_the_permission_sees_nothing_and_one_that_may_view_changes_nothing(
    account: Account, anna: Browser, new_browser: Callable[[], Browser]
) -> None:
    known = account.access.integrations()[0]
    address = f"{RECORD}?id={known.id}"
    assert LIST not in anna.open("/app/center/card.nl")
    for page in (LIST, RECORD, address):
        anna.open(page, status=403)
    user = account.access.user_by_email("anna@demo.example")
    assert user is not None
    role = account.access.role(user.role_ids[0])
    assert role is not None
    account.access.set_permission(role.script_id, "LIST_INTEGRAPP", Level.VIEW)
    assert LIST in anna.open("/app/center/card.nl")
    assert known.name in anna.open(LIST)
    assert "Reset Credentials" not in anna.open(address)
    csrf = anna.csrf(address)
    for page in (RECORD, f"{address}&e=T", f"{address}&reset=T"):
        anna.open(page, status=403)
        assert anna.send("POST", page, {"_csrf": csrf, "name": "Anna's"}).status == 403
    assert account.access.integrations()[0] == known
    account.access.set_permission(role.script_id, "LIST_INTEGRAPP", Level.NONE)
    account.access.set_permission(role.script_id, "ADMI_INTEGRAPP", Level.FULL)
    assert "Reset Credentials" in anna.open(address)
    account.access.set_permission(role.script_id, "ADMI_INTEGRAPP", Level.NONE)


@pytest.mark.requirement("install-06")
@pytest.mark.requirement("record-06")
def test_an_installed_record_shows_whose_it_is_and_lets_edit_what_is_the_accounts(
    account: Account, admin: Browser
) -> None:
    with opened_account(AccountSettings(account_id=PUBLISHER), seed="empty") as publisher:
        join([publisher, account])
        owners = publisher.access.applications.create_integration("Published", description="of before")
        there = account.access.applications.install(
            owners.definition,
            state=IntegrationState.WAITING_FOR_APPROVAL,
            arrival=Arrival.BUNDLE,
            bundle="369637",
        )
        address = f"{RECORD}?id={there.id}"
        publisher.access.applications.change_definition(owners.id, description="of now")
        page = admin.open(address)
        assert shown(page, "description") == "of now"
        assert "Installed from account TSTDRV1111111 by bundle 369637" in dict(messages(page))["information"]
        assert owners.application_id not in page
        assert "Reset Credentials" not in page
        form = read_form(admin.open(f"{address}&e=T")).fields
        assert set(form) == {"_csrf", "state", "note", "concurrency_limit", "consent_policy", "_was"}
        view = admin.save(f"{address}&e=T", state="ENABLED", note="ours", concurrency_limit="1")
        assert shown(admin.open(view), "state") == "Enabled"
        refused = admin.submit(f"{address}&e=T", name="Mine", note="more")
        assert (refused.status, messages(refused.text)[0][0]) == (422, "error")
        assert "belongs to account TSTDRV1111111" in refused.text
        reset = admin.send("POST", f"{address}&reset=T", {"_csrf": admin.csrf(f"{address}&e=T")})
        assert (reset.status, "belongs to account" in reset.text) == (409, True)
        now = account.access.applications.integration(there.id)
        assert now is not None
        assert (now.name, now.note, now.state) == ("Published", "ours", IntegrationState.ENABLED)
        assert now.consumer_key == owners.consumer_key

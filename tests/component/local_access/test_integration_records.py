"""Integration records: what the form takes, the credentials' end, what belongs to the account, and the system notes."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from landbridge.local import integrationdesk
from landbridge.local.access.applications import NotTheOwner
from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.integration import Arrival, Box, Definition, Integration, IntegrationState, Scope
from landbridge.local.access.integrationform import Entered, FormRefused, filled, judged
from landbridge.local.access.model import Context, Level, Session
from landbridge.local.access.systemnotes import SystemNote
from tests.component.local_access.conftest import Premises
from tests.component.local_access.requests import PROTOCOLS, Signed, send

CLIENT = {Box.TOKENS.value, Box.CLIENT_CREDENTIALS.value}


def session(premises: Premises, name: str = "admin") -> Session:
    user = premises.user(name)
    return Session(user.id, user.role_ids[0], Context.USERINTERFACE)


def problems(premises: Premises, known: Integration | None = None, **texts: str) -> dict[str, str]:
    """Return what is wrong with a form of a new record named Any, or with one of ``known``."""
    form = filled(known).changed({} if known else {"name": "Any"}).changed(texts)
    return wrong(form, known, premises.account.access.integrations())


def wrong(
    form: Entered, known: Integration | None = None, there: Sequence[Integration] = ()
) -> dict[str, str]:
    try:
        judged(form, known, there)
    except FormRefused as refused:
        return refused.problems
    return {}


@pytest.mark.requirement("record-02")
def test_what_a_new_record_begins_with(premises: Premises) -> None:
    form = filled(None).changed({"name": "Begun"})
    made = integrationdesk.create(premises.account, session(premises), form)
    assert (made.state, made.boxes, made.is_owned) == (
        IntegrationState.ENABLED,
        frozenset({Box.TOKENS}),
        True,
    )
    assert re.fullmatch(r"[0-9A-F]{32}", made.application_id.replace("-", ""))
    assert made.definition.script_id.startswith("custinteg_")
    assert re.fullmatch(r"[0-9a-f]{64}", made.consumer_key)
    assert re.fullmatch(r"[0-9a-f]{64}", made.consumer_secret)


@pytest.mark.requirement("record-07")
@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", " ", "Enter a value"),
        ("name", "x" * 101, "at most 100"),
        ("description", "x" * 1001, "at most 1000"),
        ("note", "x" * 1001, "at most 1000"),
        ("callback_url", "http://example.com/back", "https"),
        ("callback_url", "nowhere", "https"),
        ("callback_url", "javascript://x", "https"),
        ("callback_url", "https://", "https"),
        ("callback_url", "https://user@example.com/", "https"),
        ("callback_url", "https://example.com/ back", "https"),
        ("redirect_uri", "http://localhost:8080/back", "https or a custom scheme"),
        ("redirect_uri", "https://[", "https or a custom scheme"),
        ("refresh_token_hours", "0", "1 to 720"),
        ("refresh_token_hours", "721", "1 to 720"),
        ("rotation_hours", "²", "1 to 720"),
        ("rotation_hours", "9" * 5000, "1 to 720"),
        ("concurrency_limit", "-1", "whole number"),
        ("concurrency_limit", "1.5", "whole number"),
        ("state", "OPEN", "Choose one of"),
        ("consent_policy", "", "Choose one of"),
        ("logo", "http://example.com/logo.png", "File Cabinet"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(premises: Premises, field: str, text: str, words: str) -> None:
    found = problems(premises, None, **{field: text})
    assert list(found) == [field]
    assert words in found[field]


@pytest.mark.requirement("record-07")
@pytest.mark.parametrize(
    ("boxes", "scopes", "field", "words"),
    [
        ({Box.TOKENS}, {Scope.RESTLETS}, "scopes", "need a grant"),
        (CLIENT, set(), "scopes", "choose at least one"),
        (CLIENT, {Scope.MCP, Scope.RESTLETS}, "scopes", "stands alone"),
        (CLIENT, {"everything"}, "scopes", "no scope everything"),
        ({"TELEPATHY"}, set(), "boxes", "no box TELEPATHY"),
        ({Box.ISSUE_TOKEN}, set(), "boxes", "needs Token-based Authentication"),
        ({*CLIENT, Box.PUBLIC_CLIENT}, {Scope.RESTLETS}, "boxes", "needs Authorization Code Grant"),
        ({Box.TOKENS, Box.AUTHORIZATION_FLOW}, set(), "callback_url", "needs a callback URL"),
        ({Box.AUTHORIZATION_CODE}, {Scope.RESTLETS}, "redirect_uri", "needs a redirect URI"),
    ],
    ids=[
        "no-grant",
        "no-scope",
        "mcp",
        "unknown-scope",
        "unknown-box",
        "issuetoken",
        "public",
        "flow",
        "code",
    ],
)
def test_boxes_that_do_not_go_together_are_refused(
    premises: Premises, boxes: set[str], scopes: set[str], field: str, words: str
) -> None:
    form = filled(None).changed({"name": "Any"}, boxes, scopes)
    with pytest.raises(FormRefused) as refused:
        judged(form, None, premises.account.access.integrations())
    assert words in refused.value.problems[field]


@pytest.mark.parametrize(
    "address",
    ["https://example.com/back?x=1", "myapp://callback", "http://localhost:3000/", "http://127.0.0.1:1/x"],
)
def test_addresses_that_lead_back_are_taken(premises: Premises, address: str) -> None:
    assert problems(premises, callback_url=address) == {}


@hypothesis_settings(deadline=None)
@given(st.text(string.printable + "ä\x00", max_size=40))
def test_no_redirect_goes_over_http_or_into_a_script(text: str) -> None:
    """Whatever is accepted is an address of https or of an application, without a person's name in it."""
    found = wrong(filled(None).changed({"name": "Any", "redirect_uri": text}))
    parts = urlsplit(text.strip()) if not found else urlsplit("")
    assert list(found) in ([], ["redirect_uri"])
    assert parts.scheme not in {"http", "javascript", "data", "file"}
    assert parts.username is None


@pytest.mark.requirement("record-07")
def test_own_records_have_names_of_their_own(premises: Premises) -> None:
    taken = premises.integration.name
    assert problems(premises, name=taken.upper()) == {
        "name": "Another integration record of this account has this name."
    }
    assert problems(premises, premises.integration, note="same name, same record") == {}


@pytest.mark.requirement("record-03")
def test_after_a_reset_only_the_new_pair_opens_and_tokens_stay(premises: Premises) -> None:
    account = premises.account
    made = account.access.applications.create_integration("Renewed over all", by="1")
    token = account.access.token_records.create(
        "T", made.id, premises.user("admin").id, premises.user("admin").role_ids[0]
    )
    old = Signed(
        consumer_key=made.consumer_key,
        consumer_secret=made.consumer_secret,
        token=token.token_id,
        token_secret=token.token_secret,
    )
    assert {send(premises, protocol, old).status for protocol in PROTOCOLS} == {200}
    renewed = integrationdesk.reset_credentials(account, session(premises), made.id)
    new = Signed(
        consumer_key=renewed.consumer_key,
        consumer_secret=renewed.consumer_secret,
        token=token.token_id,
        token_secret=token.token_secret,
    )
    for protocol in PROTOCOLS:
        assert send(premises, protocol, old).status in {401, 500}
        assert premises.detail() == "consumer_key_unknown"
        assert send(premises, protocol, new).status == 200


@pytest.mark.requirement("record-01")
@pytest.mark.requirement("record-03")
def test_a_role_without_the_permission_changes_nothing(premises: Premises) -> None:
    account, who = premises.account, session(premises, "anna")
    role = account.access.role(who.role_id)
    assert role is not None
    with pytest.raises(PermissionMissing):
        integrationdesk.require_view(account, who)
    account.access.set_permission(role.script_id, integrationdesk.VIEWING, Level.VIEW)
    integrationdesk.require_view(account, who)
    before = account.access.integrations()
    with pytest.raises(PermissionMissing):
        integrationdesk.create(account, who, filled(None).changed({"name": "By Anna"}))
    with pytest.raises(PermissionMissing):
        integrationdesk.edit(account, who, before[0].id, lambda _: filled(before[0]).changed({"note": "x"}))
    with pytest.raises(PermissionMissing):
        integrationdesk.reset_credentials(account, who, before[0].id)
    assert account.access.integrations() == before


@pytest.mark.requirement("record-04")
def test_a_limit_that_cannot_be_given_is_refused_with_the_largest(premises: Premises) -> None:
    account = premises.account
    made = account.access.applications.create_integration("Limited")
    most = account.governance.largest_integration_limit(made.id)
    form = filled(made).changed({"note": "not saved either", "concurrency_limit": str(most + 1)})
    with pytest.raises(FormRefused, match=f"from 1 to {most}"):
        integrationdesk.edit(account, session(premises), made.id, lambda _: form)
    assert account.access.applications.integration(made.id) == made
    saved = integrationdesk.edit(
        account, session(premises), made.id, lambda _: form.changed({"concurrency_limit": str(most)})
    )
    assert (saved.concurrency_limit, saved.note) == (most, "not saved either")
    assert account.governance.largest_integration_limit() == 0
    account.access.applications.remove(made.id)


@pytest.mark.requirement("record-04")
def test_records_made_at_once_cannot_take_the_same_requests(premises: Premises) -> None:
    account, who = premises.account, session(premises)
    before, most = account.access.integrations(), account.governance.largest_integration_limit()

    def make(number: int) -> str:
        form = filled(None).changed({"name": f"At once {number}", "concurrency_limit": str(most)})
        try:
            return integrationdesk.create(account, who, form).id
        except FormRefused as refused:
            return ",".join(refused.problems)

    with ThreadPoolExecutor(8) as people:
        outcomes = list(people.map(make, range(8)))
    assert outcomes.count("concurrency_limit") == 7
    made = [one for one in account.access.integrations() if one not in before]
    assert [one.id for one in made] == [one for one in outcomes if one != "concurrency_limit"]
    account.access.applications.remove(made[0].id)


@pytest.mark.requirement("record-05")
def test_system_notes_tell_each_change_and_no_secret(premises: Premises) -> None:
    account, applications, who = premises.account, premises.account.access.applications, session(premises)
    made = integrationdesk.create(account, who, filled(None).changed({"name": "Noted", "note": "first"}))
    told = [(note.type.value, note.field, note.old_value, note.new_value) for note in notes(premises, made)]
    assert told[-1] == ("Create", "", "", "")
    assert ("Set", "Name", "", "Noted") in told
    assert ("Set", "Token-based Authentication", "", "T") in told
    states = [one for one in told if one[1] == "State"]
    assert states == [("Change", "State", "Blocked", "Enabled"), ("Set", "State", "", "Blocked")]
    count = len(told)
    boxes = {*CLIENT, Box.USER_CREDENTIALS.value}
    form = filled(made).changed({"name": "Noted anew", "note": ""}, boxes, {Scope.RESTLETS.value})
    integrationdesk.edit(account, who, made.id, lambda _: form)
    renewed = integrationdesk.reset_credentials(account, who, made.id)
    written = notes(premises, made)
    assert {(one.type.value, one.field, one.old_value, one.new_value) for one in written[:-count]} == {
        ("Change", "Name", "Noted", "Noted anew"),
        ("Unset", "Note", "first", ""),
        ("Change", "User Credentials", "F", "T"),
        ("Change", "Client Credentials (Machine to Machine) Grant", "F", "T"),
        ("Change", "RESTlets", "F", "T"),
        ("Change", "Consumer Key / Client ID", "", ""),
        ("Change", "Consumer Secret / Client Secret", "", ""),
    }
    assert {(one.user_id, one.context) for one in written} == {(who.user_id, Context.USERINTERFACE)}
    text = repr(written)
    for one in (made, renewed):
        assert one.consumer_key not in text
        assert one.consumer_secret not in text
    applications.edit(made.id, {}, {"note": ""}, by=who.user_id)
    assert notes(premises, made) == written


@pytest.mark.requirement("record-04")
@pytest.mark.requirement("record-05")
def test_the_last_state_change_has_one_note_a_day(premises: Premises) -> None:
    applications = premises.account.access.applications
    made = applications.create_integration("Switched")
    premises.clock.advance(timedelta(days=1).total_seconds())
    for state in (IntegrationState.BLOCKED, IntegrationState.ENABLED, IntegrationState.BLOCKED):
        now = applications.set_state(made.id, state, by="1")
        premises.clock.advance(60)
    assert now.state_changed_by == "1"
    assert now.state_changed_at > made.state_changed_at
    later = [one for one in notes(premises, made) if one.at > made.created_at]
    assert [one.field for one in later].count("State") == 3
    assert [one.field for one in later].count("Last State Change") == 1


@pytest.mark.requirement("record-05")
@pytest.mark.requirement("install-06")
def test_an_installed_record_notes_its_own_fields_alone(premises: Premises) -> None:
    applications = premises.account.access.applications
    elsewhere = applications.create_integration("Elsewhere")
    applications.remove(elsewhere.id)
    there = applications.install(
        _of(elsewhere, "7654321"), state=IntegrationState.WAITING_FOR_APPROVAL, arrival=Arrival.AUTO_INSTALLED
    )
    told = notes(premises, there)
    assert [(one.old_value, one.new_value) for one in told if one.field == "State"] == [
        ("", "Waiting for Approval")
    ]
    assert "Name" not in {one.field for one in told}
    assert {one.context for one in told} == {Context.WEBSERVICES}
    with pytest.raises(NotTheOwner):
        integrationdesk.edit(
            premises.account,
            session(premises),
            there.id,
            lambda known: filled(known).changed({"name": "Mine", "note": "n"}),
        )
    kept = applications.integration(there.id)
    assert kept is not None
    assert kept.note == ""


def test_a_new_record_has_no_notes_of_a_removed_one(premises: Premises) -> None:
    applications = premises.account.access.applications
    first = applications.create_integration("Gone", note="of the first")
    premises.account.access.token_records.create(
        "T", first.id, premises.user().id, premises.user().role_ids[0]
    )
    applications.remove(first.id)
    second = applications.create_integration("Come")
    assert "of the first" not in repr(notes(premises, second))
    assert all(token.integration_id != second.id for token in premises.account.access.tokens())


def notes(premises: Premises, integration: Integration) -> list[SystemNote]:
    return premises.account.access.applications.notes.of(integration.id, limit=1000)


def _of(integration: Integration, owner: str) -> Definition:
    return replace(integration.definition, owner=owner)

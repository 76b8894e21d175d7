"""What becomes of a token: unique by application, user, role and name; revoked for ever; good for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.access.integration import Box
from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.access.tokenrecords import Token, TokenRecords, TokenRevoked, TokenTaken
from landbridge.local.clock import Clock
from landbridge.local.settings import AccountSettings
from landbridge.local.storage import Database
from landbridge.local.tba.errors import TokenNotMade
from landbridge.local.testing import running_account

from .conftest import CALLBACK, House

KEYS = st.tuples(
    st.sampled_from(["1", "2"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["3", "1000"]),
    st.sampled_from(["a", "b"]),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["create", "number", "revoke", "inactivate", "activate"]), KEYS), max_size=30
)


@pytest.mark.requirement("token-05")
@settings(deadline=None, max_examples=60)
@given(steps=STEPS)
def test_tokens_are_unique_and_revoked_ones_stay(
    steps: list[tuple[str, tuple[str, str, str, str]]],
) -> None:
    database = Database(None)
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO integration VALUES (?, 'ENABLED', ?, ?, NULL, '{}', '{}')",
            [(1, "app-1", "key-1"), (2, "app-2", "key-2")],
        )
    tokens = TokenRecords(database, Clock().now)
    working: dict[tuple[str, str, str, str], str] = {}
    revoked: set[str] = set()
    try:
        for step, key in steps:
            application, user, role, name = key
            if step == "create" and key in working:
                with pytest.raises(TokenTaken):
                    tokens.create(name, application, user, role)
            elif step in {"create", "number"}:
                made = tokens.create(name, application, user, role, numbered=step == "number")
                working[application, user, role, made.name] = made.id
            elif key in working and step == "revoke":
                revoked.add(tokens.revoke(working.pop(key)).id)
            elif key in working:
                tokens.set_inactive(working[key], inactive=step == "inactivate")
        found = tokens.all()
        assert {
            (one.integration_id, one.user_id, one.role_id, one.name): one.id
            for one in found
            if one.revoked_at is None
        } == working
        assert {one.id for one in found if one.revoked_at} == revoked
        assert not any(one.active for one in found if one.id in revoked)
        assert len({one.token_id for one in found} | {one.token_secret for one in found}) == 2 * len(found)
        for one in revoked:
            with pytest.raises(TokenRevoked):
                tokens.set_inactive(one, inactive=False)
    finally:
        database.close()


@pytest.mark.requirement("token-05")
def test_an_application_that_is_removed_meanwhile_is_given_no_token(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = house.account.access
    short = access.applications.create_integration(
        "Short", boxes={Box.TOKENS, Box.ISSUE_TOKEN, Box.AUTHORIZATION_FLOW}, callback_url=CALLBACK
    )
    keys = {"secret": short.consumer_secret, "oauth_consumer_key": short.consumer_key}
    asked = house.asked(**keys)
    verifier = house.answered(house.browser("anna"), asked["oauth_token"])["oauth_verifier"]
    anna, admin = house.user("anna"), house.user("admin")
    manager = Session(admin.id, ADMINISTRATOR, Context.USERINTERFACE)
    create = access.token_records.create

    def late(*given: Any, **named: Any) -> Token:
        if access.applications.integration(short.id) is not None:
            access.applications.remove(short.id)
        return create(*given, **named)

    before = access.tokens()
    monkeypatch.setattr(access.token_records, "create", late)
    with house.putting_back(), pytest.raises(TokenNotMade, match="Choose an application"):
        access.tba.management.create(manager, short.id, anna.id, anna.role_ids[0])
    with house.putting_back():
        assert house.issue("anna", short.consumer_key).status == 401
        assert house.detail() == "consumer_key_unknown"
    with house.putting_back():
        assert house.access_token(asked, verifier, **keys).status == 401
        assert house.detail() == "UnknownIntegration"
    assert access.tokens() == before


@pytest.mark.requirement("token-05")
def test_a_name_is_free_again_once_its_token_is_revoked(house: House) -> None:
    control = house.running.control
    first = control.create_token(application=house.till.id, owner="anna@demo.example", name="Again")
    control.revoke_token(id=first["id"])
    second = control.create_token(application=house.till.id, owner="anna@demo.example", name="Again")
    assert second["id"] != first["id"]
    assert house.works(second["token_id"], second["token_secret"])
    assert not house.works(first["token_id"], first["token_secret"])
    assert house.detail() == "token_rejected"


@pytest.fixture
def neighbour() -> Iterator[House]:
    with ExitStack() as opened:
        running = opened.enter_context(running_account(AccountSettings(account_id="7654321")))
        yield House(running, running.account.access.integrations()[0])


@pytest.mark.requirement("token-06")
def test_a_token_works_in_no_other_account_and_with_no_other_application(
    house: House, neighbour: House
) -> None:
    made = house.running.control.create_token(application=house.till.id, owner="anna@demo.example")
    keys = (made["token_id"], made["token_secret"])
    assert house.works(*keys)
    other = house.account.access.applications.create_integration("Other")
    refused = house.signed(
        "GET",
        "/rest/tokeninfo",
        keys[1],
        secret=other.consumer_secret,
        oauth_consumer_key=other.consumer_key,
        oauth_token=keys[0],
    )
    assert (refused.status, house.detail()) == (401, "token_rejected")
    same = neighbour.account.access.applications.create_integration(
        "Till", consumer_key=house.till.consumer_key, consumer_secret=house.till.consumer_secret
    )
    elsewhere = House(neighbour.running, same)
    assert not elsewhere.works(*keys)
    assert elsewhere.detail() == "token_rejected"
    here = house.signed("GET", "/rest/tokeninfo", keys[1], realm="7654321", oauth_token=keys[0])
    assert (here.status, house.detail()) == (401, "token_rejected")

"""issuetoken and revoketoken: a token for a password."""

from __future__ import annotations

import json

import pytest

from landbridge.local.access.integration import Box, IntegrationState

from .conftest import House, code

OF_EACH = {"date", "x-n-operationid"}
"""Headers that no two answers have alike."""


@pytest.fixture(autouse=True)
def nobody_is_locked(house: House) -> None:
    """End the lock and the count of failures that the test before may have left."""
    house.running.control.clock(advance_s=1801)
    house.browser("anna")


@pytest.mark.requirement("token-03")
def test_who_signs_in_is_given_a_token_that_works(house: House) -> None:
    answer = house.issue("anna")
    assert answer.status == 200
    made = json.loads(answer.text)
    assert sorted(made) == ["tokenId", "tokenSecret"]
    assert house.works(made["tokenId"], made["tokenSecret"])
    token = house.account.access.token_records.by_token_id(made["tokenId"])
    assert token is not None
    assert (token.user_id, token.role_id) == (house.user("anna").id, house.role("anna").id)
    assert token.name == "Till - Anna Sales, Sales Manager"
    assert answer.headers["Cache-Control"] == "no-store"
    row = next(row for row in house.account.access.audit(5) if row.uri == "/rest/issuetoken")
    assert (row.status, row.application, row.token_name) == ("Success", "Till", token.name)


@pytest.mark.requirement("token-03")
def test_each_call_gives_another_token_under_a_name_of_its_own(house: House) -> None:
    for query in ("", "&name=Counter%20one"):
        made = [json.loads(house.issue("anna", query=query).text)["tokenId"] for _ in range(2)]
        tokens = [house.account.access.token_records.by_token_id(token_id) for token_id in made]
        names = [token.name for token in tokens if token]
        assert len(set(names)) == 2
        assert names[1].startswith(names[0].partition(" (")[0])


@pytest.mark.requirement("token-03")
@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"nlauth_signature": "wrong"}, "WrongPassword"),
        ({"nlauth_email": "nobody@demo.example"}, "UnknownUser"),
        ({"nlauth_account": "7654321"}, "permission_denied"),
        ({"nlauth_role": "3"}, "permission_denied"),
        ({"nlauth_role": "999"}, "permission_denied"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_who_is_not_who_they_say_gets_none(house: House, changed: dict[str, str], detail: str) -> None:
    before = len(house.account.access.tokens())
    answer = house.issue("anna", **changed)
    assert answer.status == 401
    assert code(answer) in {"INVALID_LOGIN_CREDENTIALS", "INVALID_LOGIN_ATTEMPT"}
    assert house.detail() == detail
    assert len(house.account.access.tokens()) == before
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.requirement("token-03")
@pytest.mark.parametrize("endpoint", ["issuetoken", "revoketoken"])
def test_who_has_no_password_learns_nothing_of_an_email(house: House, endpoint: str) -> None:
    address = f"/rest/{endpoint}?consumerKey={house.till.consumer_key}&token={'0' * 64}"
    wrong = {"nlauth_signature": "wrong"}

    def told(name: str, **changed: str) -> tuple[int, str, list[tuple[str, str]]]:
        answer = house.browser().send(
            "GET", address, Authorization=house.nlauth(name, **{**wrong, **changed})
        )
        headers = [(key, value) for key, value in answer.headers.items() if key.lower() not in OF_EACH]
        return answer.status, answer.text, headers

    unknown = told("anna", nlauth_email="nobody@demo.example")
    for _ in range(6):
        assert told("integration") == unknown
    assert house.detail() == "temporary_locked"


@pytest.mark.requirement("token-03")
@pytest.mark.parametrize("endpoint", ["issuetoken", "revoketoken"])
def test_asking_for_the_head_alone_makes_and_ends_no_token(house: House, endpoint: str) -> None:
    made = json.loads(house.issue("anna").text)
    before = len(house.account.access.tokens())
    address = f"/rest/{endpoint}?consumerKey={house.till.consumer_key}&token={made['tokenId']}"
    answer = house.browser().send("HEAD", address, Authorization=house.nlauth("anna"))
    assert answer.status == 405
    assert len(house.account.access.tokens()) == before
    assert house.works(made["tokenId"], made["tokenSecret"])


@pytest.mark.requirement("token-03")
def test_a_refused_signature_is_told_its_detail(house: House) -> None:
    address = f"/rest/revoketoken?consumerKey={house.till.consumer_key}&token={'0' * 64}"
    answer = house.signed("GET", address, oauth_token="0" * 64)
    assert answer.status == 401
    assert 'error="token_rejected"' in answer.headers["WWW-Authenticate"]


@pytest.mark.requirement("token-03")
def test_a_role_without_the_permission_to_log_in_with_tokens_gets_none(house: House) -> None:
    answer = house.issue("ben")
    assert (answer.status, code(answer), house.detail()) == (
        401,
        "INVALID_LOGIN_ATTEMPT",
        "permission_denied",
    )


@pytest.mark.requirement("token-03")
def test_five_wrong_passwords_in_a_row_lock(house: House) -> None:
    for _ in range(5):
        house.issue("integration", nlauth_signature="wrong")
    house.issue("integration")
    assert house.detail() == "temporary_locked"
    house.running.control.clock(advance_s=1801)
    assert house.issue("integration").status == 200


@pytest.mark.requirement("token-03")
def test_a_name_made_by_the_account_is_no_longer_than_a_given_one(house: House) -> None:
    applications = house.account.access.applications
    wordy = applications.create_integration("W" * 320, boxes={Box.TOKENS, Box.ISSUE_TOKEN})
    made = [json.loads(house.issue("anna", wordy.consumer_key).text)["tokenId"] for _ in range(3)]
    tokens = [house.account.access.token_records.by_token_id(token_id) for token_id in made]
    assert [token.name for token in tokens if token] == ["W" * 300, "W" * 296 + " (2)", "W" * 296 + " (3)"]


@pytest.mark.requirement("token-03")
@pytest.mark.parametrize(
    ("name", "changed"),
    [("ben", {}), ("anna", {"nlauth_role": "999"}), ("anna", {"nlauth_account": "7654321"})],
    ids=["permission", "role", "account"],
)
def test_a_role_or_an_account_that_is_not_the_right_one_locks_nobody(
    house: House, name: str, changed: dict[str, str]
) -> None:
    for _ in range(6):
        assert house.issue(name, **changed).status == 401
        assert house.detail() == "permission_denied"
    house.browser(name)


@pytest.mark.requirement("token-03")
@pytest.mark.parametrize("name", ["n" * 301, "a%0Ab", "a%1Bb"], ids=["long", "line", "control"])
def test_a_name_that_no_page_takes_is_refused(house: House, name: str) -> None:
    before = len(house.account.access.tokens())
    answer = house.issue("anna", query=f"&name={name}")
    assert (answer.status, code(answer)) == (400, "INVALID_FLD_VALUE")
    assert "300 printable characters" in answer.text
    assert len(house.account.access.tokens()) == before
    longest = json.loads(house.issue("anna", query=f"&name={'n' * 300}").text)
    token = house.account.access.token_records.by_token_id(longest["tokenId"])
    assert token is not None
    assert token.name.startswith("nnn")


@pytest.mark.requirement("token-03")
def test_the_record_must_be_known_enabled_and_have_the_box(house: House) -> None:
    applications = house.account.access.applications
    assert house.issue("anna", "0" * 64).status == 401
    assert house.detail() == "consumer_key_unknown"
    closed = applications.create_integration("Closed", boxes={Box.TOKENS})
    assert house.issue("anna", closed.consumer_key).status == 401
    assert house.detail() == "consumer_key_refused"
    applications.change_definition(closed.id, boxes=frozenset({Box.TOKENS, Box.ISSUE_TOKEN}))
    for state in (IntegrationState.BLOCKED, IntegrationState.WAITING_FOR_APPROVAL):
        applications.set_state(closed.id, state)
        assert house.issue("anna", closed.consumer_key).status == 401
        assert house.detail() == "consumer_key_refused"
    applications.set_state(closed.id, IntegrationState.ENABLED)
    assert house.issue("anna", closed.consumer_key).status == 200


def test_without_a_consumer_key_nobody_is_signed_in(house: House) -> None:
    rows = len(house.account.access.audit())
    answer = house.issue("anna", "")
    assert (answer.status, code(answer)) == (400, "SSS_MISSING_REQD_ARGUMENT")
    assert len(house.account.access.audit()) == rows


@pytest.mark.requirement("token-03", "token-05")
def test_a_token_is_revoked_with_itself_or_with_the_password(house: House) -> None:
    first, second = (json.loads(house.issue("anna").text) for _ in range(2))
    address = f"/rest/revoketoken?consumerKey={house.till.consumer_key}&token="
    signed = house.signed(
        "GET", address + first["tokenId"], first["tokenSecret"], oauth_token=first["tokenId"]
    )
    assert (signed.status, signed.text) == (200, "")
    by_password = house.browser().send("GET", address + second["tokenId"], Authorization=house.nlauth("anna"))
    assert by_password.status == 200
    for made in (first, second):
        assert not house.works(made["tokenId"], made["tokenSecret"])
        assert house.detail() == "token_rejected"
        kept = house.account.access.token_records.by_token_id(made["tokenId"])
        assert kept is not None
        assert kept.revoked_at is not None
    again = house.browser().send("GET", address + second["tokenId"], Authorization=house.nlauth("anna"))
    assert (again.status, house.detail()) == (401, "token_rejected")


@pytest.mark.requirement("token-03")
def test_nobody_revokes_a_token_of_another_user_or_application(house: House) -> None:
    made = json.loads(house.issue("anna").text)
    other = house.account.access.applications.create_integration("Other", boxes={Box.ISSUE_TOKEN})
    for name, key in (("integration", house.till.consumer_key), ("anna", other.consumer_key)):
        answer = house.browser().send(
            "GET",
            f"/rest/revoketoken?consumerKey={key}&token={made['tokenId']}",
            Authorization=house.nlauth(name),
        )
        assert (answer.status, house.detail()) == (401, "token_rejected")
    assert house.works(made["tokenId"], made["tokenSecret"])

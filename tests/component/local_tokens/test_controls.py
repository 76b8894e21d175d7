"""Access tokens by control: what the pages do, with the permissions of a user."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from landbridge.local.access.model import Level
from landbridge.local.control.cli import app
from landbridge.local.control.client import ControlError

from .conftest import House


@pytest.fixture
def manager(house: House) -> Iterator[str]:
    """Somebody with Access Token Management who is no administrator."""
    house.permit("anna", ADMI_MANAGE_OAUTH_TOKENS=Level.FULL)
    yield "anna@demo.example"
    house.permit("anna", ADMI_MANAGE_OAUTH_TOKENS=Level.NONE)


@pytest.mark.requirement("token-01", "token-05")
def test_a_token_is_made_found_switched_off_and_revoked(house: House) -> None:
    control = house.running.control
    made = control.create_token(application=house.till.id, owner="anna@demo.example")
    assert made["name"] == "Till - Anna Sales, Sales Manager"
    assert house.works(made["token_id"], made["token_secret"])
    (listed,) = control.tokens(application=house.till.id, owner="anna@demo.example")
    assert listed == {name: value for name, value in made.items() if not name.startswith("token_")}
    for active in (False, True):
        assert control.change_token(id=made["id"], active=active)["active"] is active
        assert house.works(made["token_id"], made["token_secret"]) is active
    assert control.revoke_token(id=made["id"])["revoked"]
    assert not house.works(made["token_id"], made["token_secret"])
    assert [token["id"] for token in control.tokens(revoked=True)] == [made["id"]]
    assert made["id"] not in [token["id"] for token in control.tokens(revoked=False)]
    for call in (control.revoke_token, lambda id: control.change_token(id=id, active=True)):  # noqa: A006
        with pytest.raises(ControlError, match="revoked token"):
            call(id=made["id"])


@pytest.mark.requirement("token-01")
def test_the_command_makes_and_lists_tokens(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    url = ["--url", house.account.addresses["control"], "--json"]
    words = ["create-token", house.till.id, "anna@demo.example", "--name", "By command", *url]
    app(words, result_action="return_value")
    made = json.loads(capsys.readouterr().out)
    assert house.works(made["token_id"], made["token_secret"])
    app(["tokens", "--application", house.till.id, *url], result_action="return_value")
    told = capsys.readouterr().out
    assert "By command" in told
    assert made["token_secret"] not in told
    app(["revoke-token", made["id"], *url], result_action="return_value")
    assert json.loads(capsys.readouterr().out)["revoked"]


@pytest.mark.requirement("token-01")
def test_a_token_manager_makes_tokens_for_all_but_administrators(house: House, manager: str) -> None:
    control = house.running.control
    made = control.create_token(application=house.till.id, owner="integration@demo.example", user=manager)
    assert made["created_by"] == house.user("anna").id
    with pytest.raises(ControlError, match="Administrator role"):
        control.create_token(application=house.till.id, owner="admin@demo.example", user=manager)
    own = control.create_token(application=house.till.id, owner="admin@demo.example")
    with pytest.raises(ControlError, match="ADMI_MANAGE_OAUTH_TOKENS"):
        control.revoke_token(id=own["id"], user=manager)
    control.revoke_token(id=made["id"], user=manager)


@pytest.mark.requirement("token-01")
def test_who_has_not_the_permission_does_nothing(house: House) -> None:
    control, anybody = house.running.control, "ben@demo.example"
    before = house.account.access.tokens()
    for call in (
        lambda: control.tokens(user=anybody),
        lambda: control.create_token(application=house.till.id, owner="anna@demo.example", user=anybody),
        lambda: control.change_token(id=before[0].id, active=False, user=anybody),
        lambda: control.revoke_token(id=before[0].id, user=anybody),
    ):
        with pytest.raises(ControlError, match="ADMI_MANAGE_OAUTH_TOKENS"):
            call()
    assert house.account.access.tokens() == before


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"application": "999"}, "application: Choose an application"),
        ({"owner": "ben@demo.example"}, "role: The role is inactive"),
        ({"role": "3"}, "role: Choose a role of the user"),
        ({"name": "x" * 301}, "name: A name has at most"),
        ({"name": "two\nlines"}, "name: A name has at most"),
    ],
    ids=["application", "owner", "role", "long", "lines"],
)
def test_what_no_token_can_be_made_of_is_named(house: House, given: dict[str, str], refusal: str) -> None:
    values = {"application": house.till.id, "owner": "anna@demo.example", **given}
    with pytest.raises(ControlError, match=refusal):
        house.running.control.create_token(**values)
    with pytest.raises(ControlError, match="there is no token 999"):
        house.running.control.revoke_token(id="999")

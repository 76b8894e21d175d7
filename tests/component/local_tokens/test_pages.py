"""Access tokens by page: everybody's under Setup, one's own behind the Settings portlet."""

from __future__ import annotations

import re

import pytest

from landbridge.local.access.integration import IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Level
from landbridge.local.access.tokenrecords import Token
from tests.component.local_pages.browser import Answer, Browser, messages, shown

from .conftest import House

ALL = "/app/setup/accesstokens.nl"
ONE = "/app/setup/accesstoken.nl"
MINE = "/app/setup/myaccesstokens.nl"
MY = "/app/setup/myaccesstoken.nl"


@pytest.fixture(scope="module")
def admin(house: House) -> Browser:
    return house.browser("admin")


@pytest.fixture(scope="module")
def anna(house: House) -> Browser:
    house.permit("anna", ADMI_MANAGE_OWN_OAUTH_TOKENS=Level.FULL)
    return house.browser("anna")


def make(browser: Browser, address: str, **values: str) -> Answer:
    """Choose application and user, then send the form with what is asked then."""
    query = "&".join(f"{name}={values.pop(name)}" for name in ("application", "user") if name in values)
    return browser.submit(f"{address}?{query}", **values)


def made(house: House, answer: Answer) -> Token:
    assert answer.status == 303, messages(answer.text)
    found = house.account.access.token_records.get(answer.headers["Location"].rpartition("=")[2])
    assert found is not None
    return found


@pytest.mark.requirement("token-01")
def test_an_administrator_makes_a_token_and_sees_its_secret_once(house: House, admin: Browser) -> None:
    person = house.user("anna")
    answer = make(admin, ONE, application=house.till.id, user=person.id)
    token = made(house, answer)
    assert token.name == "Till - Anna Sales, Sales Manager"
    address = answer.headers["Location"]
    assert token.token_id not in address
    page = admin.open(address)
    token_id, secret = shown(page, "tokenid"), shown(page, "tokensecret")
    assert house.works(token_id, secret)
    for again in (admin.open(address), admin.open(ALL), house.browser("admin").open(address)):
        assert token_id not in again
        assert secret not in again
    assert shown(admin.open(address), "createdby") == "Alex Admin"


@pytest.mark.requirement("token-01")
def test_asking_for_the_head_alone_makes_no_token_and_uses_up_no_secret(house: House, admin: Browser) -> None:
    person = house.user("anna")
    form = f"{ONE}?application={house.till.id}&user={person.id}"
    before = house.account.access.tokens()
    assert admin.send("HEAD", f"{form}&role={person.role_ids[0]}").status == 405
    assert house.account.access.tokens() == before
    address = admin.save(form, name="For the head")
    assert admin.send("HEAD", address).status == 405
    page = admin.open(address)
    assert house.works(shown(page, "tokenid"), shown(page, "tokensecret"))


@pytest.mark.requirement("token-01")
def test_the_name_is_proposed_and_may_be_another(house: House, admin: Browser) -> None:
    person = house.user("integration")
    page = admin.open(f"{ONE}?application={house.till.id}&user={person.id}")
    proposed = f"Till - Integration User, {house.role('integration').name}"
    assert f'value="{proposed}"' in page
    token = made(house, make(admin, ONE, application=house.till.id, user=person.id, name=" Night run "))
    assert token.name == "Night run"
    taken = make(admin, ONE, application=house.till.id, user=person.id, name="Night run")
    assert taken.status == 422
    assert "there is a token" in taken.text


@pytest.mark.requirement("token-01")
def test_only_enabled_applications_with_tokens_are_offered(house: House, admin: Browser) -> None:
    applications = house.account.access.applications
    blocked = applications.create_integration("Blocked one")
    applications.set_state(blocked.id, IntegrationState.BLOCKED)
    without = applications.create_integration("Without tokens", boxes=())
    page = admin.open(ONE)
    assert f'value="{house.till.id}"' in page
    assert "Blocked one" not in page
    assert "Without tokens" not in page
    for application in (blocked.id, without.id, "999", ""):
        form = {"_csrf": admin.csrf(ONE), "application": application, "user": house.user("anna").id}
        sent = admin.send("POST", ONE, {**form, "role": house.role("anna").id})
        assert sent.status == 422
        assert "Choose an application" in sent.text


@pytest.mark.requirement("token-01")
def test_only_roles_of_the_user_that_may_use_tokens(house: House, admin: Browser) -> None:
    ben = house.user("ben")
    assert "needs Log in using Access Tokens" in admin.open(
        f"{ONE}?application={house.till.id}&user={ben.id}"
    )
    for user, role in ((ben.id, ben.role_ids[0]), (house.user("anna").id, ben.role_ids[0]), ("999", "3")):
        form = {"_csrf": admin.csrf(ONE), "application": house.till.id, "user": user, "role": role}
        assert admin.send("POST", ONE, form).status == 422


@pytest.mark.requirement("token-01")
def test_tokens_of_the_administrator_role_are_made_by_those_who_use_them(house: House) -> None:
    access, ben = house.account.access, house.user("ben")
    access.give_access(ben.id, (ADMINISTRATOR, *ben.role_ids), "landbridge")
    admin, other = house.browser("admin"), house.browser("ben")
    try:
        assert "made by those who use them" in admin.open(f"{ONE}?application={house.till.id}&user={ben.id}")
        form = {"_csrf": admin.csrf(ONE), "application": house.till.id, "user": ben.id, "role": ADMINISTRATOR}
        assert admin.send("POST", ONE, form).status == 422
        token = made(house, make(other, ONE, application=house.till.id, user=ben.id))
        assert (token.user_id, token.role_id) == (ben.id, ADMINISTRATOR)
    finally:
        access.give_access(ben.id, ben.role_ids)


@pytest.mark.requirement("token-01", "token-05")
def test_the_list_is_filtered_and_keeps_revoked_tokens(house: House, admin: Browser) -> None:
    person = house.user("anna")
    answer = make(admin, ONE, application=house.till.id, user=person.id, name="Short lived")
    token = made(house, answer)
    assert "Revoke for ever" in admin.open(f"{ONE}?id={token.id}&e=T&revoke=T")
    sent = admin.submit(f"{ONE}?id={token.id}&e=T&revoke=T", revoke="T")
    assert (sent.status, sent.headers["Location"]) == (303, ALL)
    assert "successfully revoked" in admin.open(ALL)
    assert "Short lived" in admin.open(f"{ALL}?revoked=T")
    assert "Short lived" not in admin.open(f"{ALL}?revoked=F")
    assert "Short lived" in admin.open(f"{ALL}?application={house.till.id}&user={person.id}")
    assert "Short lived" not in admin.open(f"{ALL}?user={house.user('integration').id}")
    page = admin.open(f"{ONE}?id={token.id}&e=T")
    assert shown(page, "inactive") == "Yes"
    assert shown(page, "revoked")
    assert "Revoke" not in re.sub(r"<dt>Date Revoked", "", page)
    late = admin.send("POST", f"{ONE}?id={token.id}", {"_csrf": admin.csrf(ALL), "inactive": "F"})
    assert late.status in {403, 409}


@pytest.mark.requirement("token-05")
def test_an_inactive_token_works_when_it_is_made_active(house: House, admin: Browser) -> None:
    answer = make(admin, ONE, application=house.till.id, user=house.user("anna").id, name="On and off")
    page = admin.open(answer.headers["Location"])
    token_id, secret = shown(page, "tokenid"), shown(page, "tokensecret")
    edit = f"{answer.headers['Location']}&e=T"
    for inactive in ("T", "F"):
        assert admin.submit(edit, inactive=inactive).status == 303
        assert house.works(token_id, secret) is (inactive == "F")


@pytest.mark.requirement("token-02")
def test_a_user_manages_tokens_of_the_own_user_and_current_role(house: House, anna: Browser) -> None:
    assert MINE in anna.open("/app/center/card.nl")
    answer = make(anna, MY, application=house.till.id, name="My own")
    token = made(house, answer)
    assert (token.user_id, token.role_id) == (house.user("anna").id, house.role("anna").id)
    page = anna.open(answer.headers["Location"])
    assert house.works(shown(page, "tokenid"), shown(page, "tokensecret"))
    assert "My own" in anna.open(MINE)
    assert anna.submit(f"{MY}?id={token.id}&e=T&revoke=T", revoke="T").headers["Location"] == MINE
    kept = house.account.access.token_records.get(token.id)
    assert kept is not None
    assert kept.revoked_at is not None
    assert "My own" in anna.open(MINE)


@pytest.mark.requirement("token-02")
def test_a_user_reaches_no_other_token(house: House, anna: Browser) -> None:
    other = next(
        token for token in house.account.access.tokens() if token.user_id == house.user("integration").id
    )
    assert other.name not in anna.open(MINE)
    for address in (ALL, ONE, f"{ONE}?id={other.id}", f"{MY}?id={other.id}", f"{MY}?id={other.id}&e=T"):
        anna.open(address, 403)
    csrf = anna.csrf(MINE)
    assert anna.send("POST", f"{MY}?id={other.id}", {"_csrf": csrf, "revoke": "T"}).status == 403
    sent = anna.send(
        "POST",
        MY,
        {
            "_csrf": csrf,
            "application": house.till.id,
            "user": house.user("integration").id,
            "role": house.role("integration").id,
            "name": "Not theirs",
        },
    )
    assert made(house, sent).user_id == house.user("anna").id, "user and role of the form do not count"
    anna.open(f"{MY}?id=999", 404)
    house.browser("admin").open(f"{MY}?id={other.id}", 404)


@pytest.mark.requirement("token-02")
def test_tokens_of_another_role_of_the_user_are_not_theirs_in_this_one(house: House, anna: Browser) -> None:
    user = house.user("anna")
    elsewhere = house.account.access.token_records.create("Elsewhere", house.till.id, user.id, ADMINISTRATOR)
    assert "Elsewhere" not in anna.open(MINE)
    anna.open(f"{MY}?id={elsewhere.id}", 403)


@pytest.mark.requirement("token-02")
def test_without_the_permission_there_is_no_link_and_no_page(house: House) -> None:
    ben = house.browser("ben")
    assert MINE not in ben.open("/app/center/card.nl")
    for address in (MINE, MY, ALL, ONE):
        ben.open(address, 403)

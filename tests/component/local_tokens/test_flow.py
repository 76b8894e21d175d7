"""The three-step flow: request token, consent, access token."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from landbridge.local.access.errors import AccessDenied
from landbridge.local.access.integration import Box, IntegrationState
from landbridge.local.access.model import ADMINISTRATOR, Context, Level, Session
from landbridge.local.control.client import ControlError
from tests.component.local_pages.browser import Browser

from .conftest import CALLBACK, CONSENT, House, code, form


@pytest.fixture(scope="module")
def anna(house: House) -> Browser:
    return house.browser("anna")


@pytest.mark.requirement("token-04")
def test_the_flow_gives_a_token_of_who_consented(house: House, anna: Browser) -> None:
    asked = house.asked()
    assert asked["oauth_callback_confirmed"] == "true"
    back = house.answered(anna, asked["oauth_token"], state="nnbs6b8n0zjlmhrlisv")
    verifier = back.pop("oauth_verifier")
    assert len(verifier) == 64
    assert back == {
        "step": "2",
        "oauth_token": asked["oauth_token"],
        "company": house.running.account_id,
        "role": house.role("anna").id,
        "entity": house.user("anna").id,
        "state": "nnbs6b8n0zjlmhrlisv",
    }
    made = form(house.access_token(asked, verifier))
    assert sorted(made) == ["oauth_token", "oauth_token_secret"]
    assert house.works(made["oauth_token"], made["oauth_token_secret"])
    token = house.account.access.token_records.by_token_id(made["oauth_token"])
    assert token is not None
    assert (token.user_id, token.name) == (house.user("anna").id, "Till - Anna Sales, Sales Manager")


@pytest.mark.requirement("token-04")
def test_who_is_not_signed_in_signs_in_first_and_is_led_back(house: House) -> None:
    asked = house.asked()
    stranger = house.browser()
    address = f"{CONSENT}?oauth_token={asked['oauth_token']}"
    sent = stranger.send("GET", address)
    assert sent.status == 303
    entered = stranger.send(
        "POST", sent.headers["Location"], {"email": "anna@demo.example", "password": "landbridge"}
    )
    assert (entered.status, entered.headers["Location"]) == (303, address)
    assert "Till" in stranger.open(address)


@pytest.mark.requirement("token-04")
def test_deny_leads_back_with_an_empty_verifier_and_ends_the_run(house: House, anna: Browser) -> None:
    asked = house.asked()
    back = house.answered(anna, asked["oauth_token"], "deny", state="abc")
    assert (back["oauth_verifier"], back["state"]) == ("", "abc")
    refused = house.access_token(asked, "0" * 64)
    assert (refused.status, house.detail()) == (401, "token_rejected")
    anna.open(f"{CONSENT}?oauth_token={asked['oauth_token']}", 400)


@pytest.mark.requirement("token-04")
def test_the_person_changes_the_role(house: House, anna: Browser) -> None:
    user, access = house.user("anna"), house.account.access
    access.give_access(user.id, (*user.role_ids, ADMINISTRATOR))
    try:
        asked = house.asked()
        page = anna.open(f"{CONSENT}?oauth_token={asked['oauth_token']}")
        assert "Change Role" in page
        back = house.answered(anna, asked["oauth_token"], role=ADMINISTRATOR)
        made = form(house.access_token(asked, back["oauth_verifier"]))
        token = access.token_records.by_token_id(made["oauth_token"])
        assert token is not None
        assert (back["role"], token.role_id) == (ADMINISTRATOR, ADMINISTRATOR)
        wanted = house.asked(role=ADMINISTRATOR)
        assert house.answered(anna, wanted["oauth_token"])["role"] == ADMINISTRATOR
    finally:
        access.give_access(user.id, user.role_ids)


@pytest.mark.requirement("token-04")
def test_a_role_of_somebody_else_is_given_no_verifier(house: House, anna: Browser) -> None:
    asked = house.asked()
    address = f"{CONSENT}?oauth_token={asked['oauth_token']}"
    sent = anna.submit(address, answer="allow", role=ADMINISTRATOR)
    assert sent.status == 303
    assert "oauth_verifier=&" in sent.headers["Location"]
    assert house.detail() == "permission_denied"
    form = {"_csrf": anna.csrf("/app/center/userprefs.nl"), "oauth_token": asked["oauth_token"]}
    again = anna.send("POST", CONSENT, {**form, "answer": "allow", "role": house.role("anna").id})
    assert again.status == 400, "an Allow that cannot be granted ends the run"


@pytest.mark.requirement("token-04")
def test_who_answers_late_ends_no_run_that_was_allowed(house: House, anna: Browser) -> None:
    asked = house.asked()
    flow, token = house.account.access.tba.flow, asked["oauth_token"]
    session = Session(house.user("anna").id, house.role("anna").id, Context.USERINTERFACE)
    verifier = flow.allow(session, token, session.role_id, ip="192.0.2.7")
    with pytest.raises(AccessDenied):
        flow.allow(session, token, ADMINISTRATOR, ip="192.0.2.7")
    flow.deny(token)
    assert house.access_token(asked, verifier).status == 200


@pytest.mark.requirement("token-04")
def test_a_role_that_may_not_log_in_with_tokens_cannot_allow(house: House) -> None:
    asked = house.asked()
    page = house.browser("ben").open(f"{CONSENT}?oauth_token={asked['oauth_token']}")
    assert 'value="allow"' not in page
    assert 'value="deny"' in page
    assert "may not log in with access tokens" in page


@pytest.mark.requirement("token-04")
def test_only_the_consent_page_lets_a_form_lead_to_another_site(house: House, anna: Browser) -> None:
    asked = house.asked()
    page = anna.send("GET", f"{CONSENT}?oauth_token={asked['oauth_token']}")
    assert "form-action" not in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "form-action 'self'" in anna.send("GET", "/app/center/card.nl").headers["Content-Security-Policy"]


@pytest.mark.requirement("token-04")
def test_consent_is_given_by_the_form_of_the_page_alone(house: House, anna: Browser) -> None:
    asked = house.asked()
    sent = anna.send("POST", CONSENT, {"oauth_token": asked["oauth_token"], "answer": "allow"})
    assert sent.status == 403
    assert house.access_token(asked, "").status == 401


@pytest.mark.requirement("token-04")
def test_a_request_token_and_its_verifier_are_good_once_and_together(house: House, anna: Browser) -> None:
    asked, other = house.asked(), house.asked()
    unanswered = house.access_token(asked, "0" * 64)
    assert (unanswered.status, house.detail()) == (401, "token_rejected")
    verifier = house.answered(anna, asked["oauth_token"])["oauth_verifier"]
    others = house.answered(anna, other["oauth_token"])["oauth_verifier"]
    assert house.access_token(asked, others).status == 401
    assert house.access_token(asked, verifier, oauth_token=other["oauth_token"]).status == 401
    assert house.access_token(asked, verifier).status == 200
    assert house.access_token(asked, verifier).status == 401
    anna.open(f"{CONSENT}?oauth_token={asked['oauth_token']}", 400)


@pytest.mark.requirement("token-04")
def test_a_request_token_is_good_for_an_hour(house: House, anna: Browser) -> None:
    asked = house.asked()
    verifier = house.answered(anna, asked["oauth_token"])["oauth_verifier"]
    fresh = house.asked()
    house.running.control.clock(advance_s=3601)
    assert house.access_token(asked, verifier).status == 401
    anna.open(f"{CONSENT}?oauth_token={fresh['oauth_token']}", 400)


@pytest.mark.requirement("token-04")
@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"oauth_consumer_key": "0" * 64}, "UnknownIntegration"),
        ({"oauth_timestamp": "1000000000"}, "InvalidTimestamp"),
        ({"oauth_timestamp": "soon"}, "parameter_rejected"),
        ({"oauth_signature": "bm8="}, "InvalidSignature"),
        ({"callback": "https://evil.example/back"}, "InvalidCallback https://evil.example/back"),
        ({"callback": ""}, "MissingRequiredParameter"),
        ({"oauth_nonce": "short"}, "NonceRejected"),
        ({"oauth_version": "2.0"}, "VersionRejected"),
        ({"oauth_signature_method": "HMAC-SHA1"}, "UnknownAlgorithm"),
        ({"realm": "7654321"}, "UnknownIntegration"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_refusals_of_step_one_stand_in_the_audit_trail(
    house: House, changed: dict[str, Any], detail: str
) -> None:
    refused = house.request_token(**changed)
    assert (refused.status, code(refused)) == (401, "INVALID_LOGIN_ATTEMPT")
    assert house.detail() == detail
    assert f'error="{detail.partition(" ")[0]}"' in refused.headers["WWW-Authenticate"]


@pytest.mark.requirement("token-04")
def test_a_nonce_is_good_once(house: House) -> None:
    assert house.request_token(oauth_nonce="oncealone0000000").status == 200
    assert house.request_token(oauth_nonce="oncealone0000000").status == 401
    assert house.detail() == "NonceUsed"


@pytest.mark.requirement("token-04")
def test_the_nonces_of_step_one_are_those_of_the_application(house: House) -> None:
    other = house.account.access.applications.create_integration(
        "Other till", boxes={Box.TOKENS, Box.AUTHORIZATION_FLOW}, callback_url=CALLBACK
    )
    shared = "sharedbytwo00000"
    keys = {"secret": other.consumer_secret, "oauth_consumer_key": other.consumer_key}
    assert house.request_token(oauth_nonce=shared).status == 200
    assert house.request_token(oauth_nonce=shared, **keys).status == 200
    assert house.request_token(oauth_nonce=shared, **keys).status == 401


@pytest.mark.requirement("token-04")
def test_the_state_of_the_record_counts_in_every_step(house: House, anna: Browser) -> None:
    applications = house.account.access.applications
    asked = house.asked()
    verifier = house.answered(anna, asked["oauth_token"])["oauth_verifier"]
    waiting = house.asked()
    try:
        applications.set_state(house.till.id, IntegrationState.BLOCKED)
        assert house.request_token().status == 401
        assert house.detail() == "IntegrationBlocked"
        assert house.request_token(realm="").status == 200, "without the account id step one does not ask"
        anna.open(f"{CONSENT}?oauth_token={waiting['oauth_token']}", 400)
        for realm in ("", None):
            assert house.access_token(asked, verifier, realm=realm).status == 401
            assert house.detail() == "IntegrationBlocked"
    finally:
        applications.set_state(house.till.id, IntegrationState.ENABLED)
    assert house.access_token(asked, verifier).status == 200


@pytest.mark.requirement("token-04")
def test_the_box_must_be_checked(house: House) -> None:
    applications = house.account.access.applications
    try:
        applications.change_definition(house.till.id, boxes=frozenset({Box.TOKENS}))
        assert house.request_token().status == 401
        assert house.detail() == "AuthorizationFlowRequired"
    finally:
        applications.change_definition(house.till.id, boxes=house.till.boxes)


@pytest.mark.requirement("token-04")
def test_who_loses_access_after_consent_gets_no_token(house: House, anna: Browser) -> None:
    asked = house.asked()
    verifier = house.answered(anna, asked["oauth_token"])["oauth_verifier"]
    house.permit("anna", ADMI_LOGIN_OAUTH=Level.NONE)
    try:
        assert house.access_token(asked, verifier).status == 401
        assert house.detail() == "permission_denied"
    finally:
        house.permit("anna", ADMI_LOGIN_OAUTH=Level.FULL)


@pytest.mark.requirement("token-04")
@pytest.mark.parametrize("state", ["a" * 513, "a-b", "%C3%A4"], ids=["long", "sign", "letter"])
def test_a_state_that_is_none_is_refused(house: House, anna: Browser, state: str) -> None:
    asked = house.asked()
    page = anna.open(f"{CONSENT}?oauth_token={asked['oauth_token']}&state={state}", 400)
    assert "512 letters and digits" in page
    assert house.answered(anna, asked["oauth_token"], state="a" * 512)["state"] == "a" * 512


@pytest.mark.requirement("token-04")
def test_ports_of_localhost_are_one_callback(house: House) -> None:
    applications, control = house.account.access.applications, house.running.control
    try:
        for refused in ("http://localhost.evil.example:*/tba", "http://localhost:*@evil.example/tba"):
            with pytest.raises(ControlError, match="callback_url"):
                control.change_integration(id=house.till.id, callback_url=refused)
        control.change_integration(id=house.till.id, callback_url="http://localhost:*/tba")
        assert house.request_token("http://localhost:7777/tba").status == 200
        for callback in (
            "http://localhost:7777/other",
            "http://localhost/tba",
            "http://evil.example:1/tba",
            CALLBACK,
        ):
            assert house.request_token(callback).status == 401
            assert house.detail() == f"InvalidCallback {callback}"
    finally:
        applications.change_definition(house.till.id, callback_url=CALLBACK)


@pytest.mark.requirement("token-04")
def test_an_application_that_asks_on_while_it_is_blocked_locks_nobody_out(
    house: House, anna: Browser
) -> None:
    applications = house.account.access.applications
    asked = house.asked()
    verifier = house.answered(anna, asked["oauth_token"])["oauth_verifier"]
    applications.set_state(house.till.id, IntegrationState.BLOCKED)
    try:
        for _ in range(6):
            assert house.access_token(asked, verifier, realm="").status == 401
            assert house.detail() == "IntegrationBlocked"
    finally:
        applications.set_state(house.till.id, IntegrationState.ENABLED)
    assert house.access_token(asked, verifier).status == 200


@pytest.mark.requirement("token-04")
def test_wrong_verifiers_lock_as_wrong_passwords_do(house: House, anna: Browser) -> None:
    asked = house.asked()
    verifier = house.answered(anna, asked["oauth_token"])["oauth_verifier"]
    for _ in range(5):
        assert house.access_token(asked, "0" * 64).status == 401
    assert house.access_token(asked, verifier).status == 401
    assert house.detail() == "temporary_locked"
    house.running.control.clock(advance_s=1801)
    assert house.access_token(asked, verifier).status == 200


@pytest.mark.requirement("token-04")
def test_consents_at_once_give_one_verifier_and_exchanges_one_token(house: House, anna: Browser) -> None:
    asked = house.asked()
    session = Session(house.user("anna").id, house.role("anna").id, Context.USERINTERFACE)
    flow = house.account.access.tba.flow

    def allowed(_: int) -> str:
        try:
            return flow.allow(session, asked["oauth_token"], session.role_id, ip="192.0.2.7")
        except AccessDenied:
            return ""

    with ThreadPoolExecutor(4) as threads:
        verifiers = [verifier for verifier in threads.map(allowed, range(4)) if verifier]
        assert len(verifiers) == 1
        before = len(house.account.access.tokens())
        answers = list(threads.map(lambda _: house.access_token(asked, verifiers[0]).status, range(4)))
    assert sorted(answers) == [200, 401, 401, 401]
    assert len(house.account.access.tokens()) == before + 1

"""The form of a connection, keys made here, and the guided switch, as pages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from landbridge.service.connections import forms
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection, OAuth2Certificate
from landbridge.service.connections.publisher import KEY, SECRET

ENTERED = {
    "name": "Production",
    "netsuite_account": "1234567",
    "spp_database_id": "1",
    "protocol": "rest",
    "version": "2025_2",
    "url": "",
    "retries": "5",
    "max_concurrency": "1",
    "connect_to": "127.0.0.1:1",
    "forced_reason": "It follows",
}
NOVEMBER = date(2026, 11, 21)
TOKEN = {name: f"{name}-1" for name in ("consumer_key", "consumer_secret", "token_id", "token_secret")}


def saved_name(browser: Client, **entered: str) -> str:
    """Save a new connection; return its name, or the page that refuses it."""
    answer = browser.post(reverse("connection-new"), {**ENTERED, **entered})
    return str(Connection.objects.get().name) if answer.status_code == 302 else answer.text


@pytest.mark.requirement("reach-08")
def test_a_new_connection_proposes_suiteql_with_oauth2_and_offers_soap(browser: Client) -> None:
    page = browser.get(reverse("connection-new")).text
    assert '<option value="rest" selected>SuiteQL and REST, with OAuth 2.0 (proposed)' in page
    assert '<option value="soap">SOAP, with an access token (compatible)' in page
    assert re.search(r"<details open><summary>OAuth 2\.0 ", page)
    assert "https://webservices.netsuite.com/services/NetSuitePort_2025_2" in page


@pytest.mark.requirement("reach-07")
def test_what_netsuite_removes_is_shown_where_a_connection_depends_on_it(
    browser: Client, connection: Connection
) -> None:
    one = browser.get(reverse("connection", kwargs={"pk": connection.pk})).text
    assert "NetSuite removes SOAP with 2028.2" in one
    assert "Access tokens are supported up to NetSuite 2028.1" in one
    Connection.objects.create(
        name="Other", netsuite_account="7654321", spp_database_id="2", protocol="rest", signs_in_by="oauth2"
    )
    listing = browser.get(reverse("connections")).text
    assert listing.count("NetSuite removes SOAP") == 1


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        (
            {"version": "2025_1", "url": "https://webservices.netsuite.com/services/NetSuitePort_2025_2"},
            "2025_2",
        ),
        ({"protocol": "soap", "version": "2018_2", "url": ""}, "disabled"),
        ({"protocol": "soap", "token_secret": ""}, "token secret is missing"),
        ({"protocol": "rest"}, "private key"),
        ({"use_publisher_record": "on"}, KEY),
        ({"proxy": "http://scott:tiger@proxy.example.com:3128", "connect_to": ""}, "fields of their own"),
    ],
    ids=[
        "version-differs",
        "disabled",
        "incomplete-token",
        "half-oauth2",
        "no-publisher",
        "password-in-proxy",
    ],
)
def test_what_cannot_be_right_is_said(browser: Client, entered: dict[str, str], said: str) -> None:
    half = (
        {"certificate_id": "c", **TOKEN, "consumer_secret": ""}
        if entered.get("protocol") == "rest"
        else TOKEN
    )
    page = saved_name(browser, **{**half, **entered})
    assert said in page
    assert "tiger" not in page
    assert not Connection.objects.exists()


@pytest.mark.requirement("cred-06")
def test_the_publishers_record_gives_the_consumer_pair(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "publishers-key")
    monkeypatch.setenv(SECRET, "publishers-secret")
    entered = {"protocol": "soap", "use_publisher_record": "on", "token_id": "t", "token_secret": "ts"}
    assert saved_name(browser, **entered) == "Production"
    draft = ConnectionDraft.of(Connection.objects.get())
    assert draft.credentials.consumer_key == ""
    assert draft.usable_credentials.consumer_secret == "publishers-secret"
    page = browser.get(reverse("connection", kwargs={"pk": Connection.objects.get().pk})).text
    assert "publishers-" not in page


def test_secrets_left_empty_are_kept_and_sets_are_forgotten_when_asked(
    browser: Client, connection: Connection
) -> None:
    address = reverse("connection", kwargs={"pk": connection.pk})
    entered = {**ENTERED, "netsuite_account": "1234567_SB1", "protocol": "soap"}
    browser.post(address, {**entered, "email": "scott@example.com", "password": "tiger-7"})
    kept = ConnectionDraft.of(Connection.objects.get()).credentials
    assert (kept.token_secret, kept.email, kept.password) == ("token-secret", "scott@example.com", "tiger-7")
    page = browser.get(address).text
    assert "tiger-7" not in page
    assert "The user credentials are not complete and are not used" in page
    browser.post(address, {**entered, "forget_user": "on"})
    assert ConnectionDraft.of(Connection.objects.get()).credentials.password == ""


def test_the_url_follows_the_version(browser: Client) -> None:
    answer = browser.get(
        reverse("connection-url"),
        {"version": "2024_1", "url": "https://webservices.netsuite.com/services/NetSuitePort_2025_2"},
    )
    assert 'value="https://webservices.netsuite.com/services/NetSuitePort_2024_1"' in answer.text
    assert answer.text.startswith("<input")


def test_every_version_is_offered_with_its_standing() -> None:
    labels = dict(forms.version_choices(NOVEMBER))
    assert (len(labels), labels["2025_2"], labels["2023_1"], labels["2017_1"]) == (
        18,
        "2025.2",
        "2023.1 (unsupported)",
        "2017.1 (disabled)",
    )


@pytest.mark.requirement("cred-07")
def test_a_key_made_here_signs_in_and_never_leaves(browser: Client, onlooker: Client) -> None:
    address = reverse("oauth2-certificates")
    assert browser.post(address, follow=True).status_code == 200
    made = OAuth2Certificate.objects.get()
    file = browser.get(reverse("oauth2-certificate-file", kwargs={"uid": made.uid}))
    assert file.text.startswith("-----BEGIN CERTIFICATE-----")
    assert "PRIVATE" not in file.text + browser.get(address).text
    assert b"PRIVATE" not in bytes(made.sealed or b"")
    assert onlooker.post(address).status_code == 403

    entered = {"client_id": "client", "certificate_id": "cert-1", "waiting_certificate": str(made.uid)}
    assert saved_name(browser, **entered) == "Production"
    saved = Connection.objects.get()
    made.refresh_from_db()
    assert (saved.signs_in_by, made.connection, made.state, made.sealed) == ("oauth2", saved, "current", None)
    assert "PRIVATE KEY" in ConnectionDraft.of(saved).credentials.private_key
    assert made.name in browser.get(reverse("connection", kwargs={"pk": saved.pk})).text


@pytest.mark.requirement("cred-07")
def test_a_pasted_key_is_not_shown_again_with_the_errors(browser: Client) -> None:
    page = saved_name(browser, client_id="c", certificate_id="d", private_key="PRIVATE KEY----- of mine")
    assert "of mine" not in page
    assert "private_key" in page


@pytest.mark.requirement("shape-03")
def test_the_switch_asks_for_what_lacks_and_tests_before_anything(
    browser: Client, onlooker: Client, connection: Connection
) -> None:
    address = reverse("connection-switch", kwargs={"pk": connection.pk})
    page = browser.get(address).text
    assert "Switch to SuiteQL and REST" in page
    assert "Switch now" not in page
    Connection.objects.update(connect_to="127.0.0.1:1")
    tried = browser.post(address, {"switch": "1"})
    assert tried.status_code == 422
    assert "Not made, since a test failed" in tried.text
    assert "Switch now" not in tried.text
    assert Connection.objects.get().protocol == "soap"
    assert onlooker.get(address).status_code == 403


def test_a_publishers_record_that_is_gone_is_a_warning(
    browser: Client, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    Connection.objects.update(use_publisher_record=True)
    answer = browser.get(reverse("connection", kwargs={"pk": connection.pk}))
    assert answer.status_code == 200
    assert "the publisher has no integration record configured" in answer.text


def test_trying_without_the_services_secret_says_so(browser: Client) -> None:
    browser.post(reverse("oauth2-certificates"))
    made = OAuth2Certificate.objects.get()
    entered = {**ENTERED, "client_id": "c", "certificate_id": "c", "waiting_certificate": str(made.uid)}
    with override_settings(LANDBRIDGE_SECRET=None):
        answer = browser.post(reverse("connection-new-test"), entered)
    assert answer.status_code == 200
    assert "set LANDBRIDGE_SECRET_KEY" in answer.text


def test_what_is_wrong_is_told_by_the_label_of_its_field(browser: Client) -> None:
    answer = browser.post(reverse("connection-new-test"), {**ENTERED, "netsuite_account": "12/3"})
    assert "NetSuite account ID: not a NetSuite account id" in answer.text
    assert "netsuite_account" not in answer.text


def test_a_page_that_was_shown_before_somebody_else_saved_overwrites_nothing(browser: Client) -> None:
    browser.post(reverse("connection-new"), ENTERED | TOKEN | {"protocol": "soap"})
    saved = Connection.objects.get()
    address = reverse("connection", args=[saved.pk])
    hidden = re.search(r'name="shown_as_of" value="([^"]+)"', browser.get(address).content.decode())
    assert hidden is not None
    again = ENTERED | {"protocol": "soap", "shown_as_of": hidden[1]}
    assert browser.post(address, again | {"retries": "4"}).status_code == 302
    late = browser.post(address, again | {"retries": "3"})
    assert "changed the connection meanwhile" in late.content.decode()
    assert Connection.objects.get().retries == 4

"""What somebody enters for a connection."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections import names
from landbridge.service.connections.deprecations import deprecations
from landbridge.service.connections.drafts import ConnectionDraft, DraftError, url_for
from landbridge.service.connections.models import Connection

SECRETS = ("key-4711", "hush-4712", "id-4713", "hush-4714")
NOVEMBER = date(2026, 11, 21)
PROXY = {"proxy_user", "proxy_password"}
DRAFT = ConnectionDraft("Production", "1234567", "spp-1", CredentialParts(*SECRETS))


@pytest.mark.parametrize(
    ("entered", "spelt"),
    [
        ("1234567-sb1", "1234567_SB1"),
        (" 1234567 ", "1234567"),
        ("https://1234567-sb1.app.netsuite.com/app/center", "1234567_SB1"),
    ],
)
def test_the_account_is_kept_in_netsuites_spelling(entered: str, spelt: str) -> None:
    assert replace(DRAFT, netsuite_account=entered).checked().netsuite_account == spelt


def test_everything_wrong_is_said_at_once_by_field() -> None:
    wrong = replace(
        DRAFT,
        name=" ",
        netsuite_account="evil.example/",
        version="1999_1",
        connect_to="nowhere",
        ca_file="/no/such/file.pem",
        spp_database_id="",
        max_concurrency=0,
    )
    with pytest.raises(DraftError) as caught:
        wrong.checked()
    assert set(caught.value.problems) == {
        "name",
        "netsuite_account",
        "version",
        "connect_to",
        "ca_file",
        "spp_database_id",
        "max_concurrency",
    }


@pytest.mark.requirement("conn-02")
def test_no_secret_in_the_repr() -> None:
    assert not any(secret in repr(DRAFT) for secret in SECRETS)


@pytest.mark.requirement("reach-04")
def test_the_default_url_is_kept_as_none_and_another_as_it_is() -> None:
    default = "https://webservices.netsuite.com/services/NetSuitePort_2025_2"
    own = "https://1234567.suitetalk.api.netsuite.com/services/NetSuitePort_2025_2"
    assert replace(DRAFT, url=default).checked().url == ""
    assert replace(DRAFT, url=own).checked().url == own
    assert url_for(own, "2024_1") == own.replace("2025_2", "2024_1")
    assert url_for("", "2024_1") == default.replace("2025_2", "2024_1")
    assert (url_for("elsewhere", "2024_1"), url_for("elsewhere", "x")) == ("elsewhere", "elsewhere")


@pytest.mark.requirement("reach-04", "reach-05")
@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"url": "https://webservices.netsuite.com/services/NetSuitePort_2024_1"}, "url", "2024_1.*2025_2"),
        (
            {"url": "https://7654321.suitetalk.api.netsuite.com/services/NetSuitePort_2025_2"},
            "url",
            "7654321",
        ),
        ({"version": "2018_2"}, "version", "disabled"),
        ({"protocol": "odbc"}, "protocol", "rest or soap"),
        ({"retries": 11}, "retries", "0 to 10"),
        ({"credentials": CredentialParts("key 1", *SECRETS[1:])}, "consumer_key", "^holds a character"),
        ({"netsuite_account": "12/3"}, "netsuite_account", "^not a NetSuite account id [^:]*: '12/3' [^:]*$"),
        ({"proxy": "proxy.example.com"}, "proxy", "proxy"),
        ({"proxy": "http://p:1", "connect_to": "127.0.0.1:1"}, "proxy", "together"),
        ({"proxy": "http://p:1", "proxy_password": "hush-4716"}, "proxy", "user name"),
    ],
    ids=[
        "version-differs",
        "other-account",
        "disabled",
        "protocol",
        "retries",
        "part",
        "slash",
        "proxy",
        "both",
        "no-user",
    ],
)
def test_what_cannot_be_right_names_its_field(changed: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(DraftError) as caught:
        replace(DRAFT, **changed).checked(NOVEMBER)
    assert list(caught.value.problems) == [field]
    assert re.search(said, caught.value.problems[field])
    assert "hush" not in str(caught.value)


@pytest.mark.requirement("reach-05")
def test_a_disabled_endpoint_is_no_matter_for_rest_and_an_unsupported_one_a_notice() -> None:
    assert replace(DRAFT, protocol="rest", version="2018_2").checked(NOVEMBER).version == "2018_2"
    assert replace(DRAFT, version="2023.1").checked(NOVEMBER).version == "2023_1"
    row = Connection(version="2023_1")
    notices = {one.code: one for one in deprecations(row, NOVEMBER)}
    assert "2026" in notices["endpoint"].text


@pytest.mark.requirement("reach-07")
def test_only_suiteql_with_oauth2_depends_on_nothing_that_ends() -> None:
    found = {
        (protocol, kind): [
            one.code for one in deprecations(Connection(protocol=protocol, signs_in_by=kind), NOVEMBER)
        ]
        for protocol, kind in (("soap", "tokens"), ("rest", "tokens"), ("rest", "oauth2"))
    }
    assert set(found["soap", "tokens"]) == {"new_refused", "soap_removed", "tokens_removed"}
    assert set(found["rest", "tokens"]) == {"new_refused", "tokens_removed"}
    assert found["rest", "oauth2"] == []


def test_the_network_options_carry_the_proxys_user_apart() -> None:
    draft = replace(DRAFT, proxy="http://p:1", proxy_user="scott", proxy_password="hush-4717")
    proxy = draft.network_options.proxy
    assert proxy is not None
    assert (proxy.url, proxy.user, proxy.password) == ("http://p:1", "scott", "hush-4717")
    assert "hush" not in repr(draft) + repr(draft.network_options) + repr(draft.secrets)


def test_the_commands_know_every_setting_and_part_without_loading_django() -> None:
    parts = {one.name for one in fields(CredentialParts)} | PROXY
    assert set(names.SECRETS) == parts
    assert {one.name for one in fields(ConnectionDraft)} == {*names.PLAIN, "credentials"} | parts & PROXY

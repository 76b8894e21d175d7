"""Callback URLs of the three-step flow, and a signature of step one that a public client's test has."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.access.signatures import oauth1_signature
from landbridge.local.tba.callbacks import leading_back, matches


@pytest.mark.requirement("token-04")
@pytest.mark.parametrize(
    ("registered", "given", "accepted"),
    [
        ("https://my.example.com/TBA/?a", "https://my.example.com/TBA/?a", True),
        ("https://my.example.com/TBA/?a", "https://my.example.com/TBA/", False),
        ("https://my.example.com/", "https://my.example.com.evil.example/", False),
        ("http://localhost:*", "http://localhost:7777", True),
        ("http://localhost:*", "http://localhost:7777/any?x=1", True),
        ("http://localhost:*", "http://localhost:7777.evil.example/", False),
        ("http://localhost:*", "http://localhost:7777@evil.example/", False),
        ("http://localhost:*/tba", "http://localhost:1/tba", True),
        ("http://localhost:*/tba", "http://localhost:1/tba/more", False),
        ("http://localhost:*/tba", "http://localhost:/tba", False),
        ("http://localhost:*/tba", "https://localhost:1/tba", False),
        ("http://localhost:*", "http://localhost:65535/", True),
        ("http://localhost:*", "http://localhost:65536/", False),
        ("http://localhost:*", "http://localhost:0/", False),
        ("http://localhost:*", "http://localhost:7777/any#at", False),
        ("http://localhost:*", "http://localhost:7777/a b", False),
        ("https://my.example.com/#at", "https://my.example.com/#at", False),
        ("myapp://callback", "myapp://callback", True),
        ("", "", False),
        ("", "https://my.example.com/", False),
    ],
)
def test_a_callback_is_the_one_of_the_record(registered: str, given: str, accepted: bool) -> None:
    assert matches(registered, given) is accepted


@pytest.mark.requirement("token-04")
@settings(deadline=None)
@given(values=st.dictionaries(st.sampled_from(["oauth_token", "oauth_verifier", "role", "state"]), st.text()))
def test_what_the_application_is_told_arrives_as_it_was_sent(values: dict[str, str]) -> None:
    for callback in ("https://my.example.com/TBA/", "https://my.example.com/TBA/?callbackRequest"):
        address = leading_back(callback, **values)
        assert address.startswith(callback)
        read = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        read.pop("callbackRequest", None)
        assert read == {name: value for name, value in values.items() if value or name != "state"}


@pytest.mark.requirement("token-04")
def test_step_one_is_signed_as_a_public_client_signs_it() -> None:
    """The values stand in a test of Celigo.ServiceManager.NetSuite (observed)."""
    parameters = {
        "oauth_callback": "https://my.example.com/TBA/?callbackRequest",
        "oauth_consumer_key": "dd0f377a247b044011e584d9a376065cb9bda263cc7ee3f75d0bc04d793107af",
        "oauth_nonce": "yn7bszP95cuZWFGaCABm",
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": "1566899962",
        "oauth_version": "1.0",
    }
    made = oauth1_signature(
        "POST",
        "https://3728804.restlets.api.netsuite.com/rest/requesttoken",
        parameters.items(),
        "ie8b35043g010j90yo3irk6unzfyh5xcsdwj8gri9zyc37mb5kuvxjbaso0bkia2",
        "",
    )
    assert made == "4zUP/zKlyrF9RJkEqvwaFXyO5QWch/oaotXfPVHkefc="

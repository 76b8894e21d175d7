"""Signatures of token passports and OAuth 1.0a against the published vectors, and what makes them differ."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.access.signatures import base_url, oauth1_signature, token_passport_signature

CONSUMER_KEY = "ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4"
CONSUMER_SECRET = "d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5"
TOKEN = "2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc"
TOKEN_SECRET = "c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295"
NONCE = "fjaLirsIcCGVZWzBX0pg"
TIMESTAMP = "1508242306"
OAUTH = [
    ("oauth_consumer_key", CONSUMER_KEY),
    ("oauth_token", TOKEN),
    ("oauth_signature_method", "HMAC-SHA256"),
    ("oauth_timestamp", TIMESTAMP),
    ("oauth_nonce", NONCE),
    ("oauth_version", "1.0"),
]


def passport(**changes: str) -> str:
    values = {
        "account": "123456",
        "consumer_key": CONSUMER_KEY,
        "consumer_secret": CONSUMER_SECRET,
        "token": TOKEN,
        "token_secret": TOKEN_SECRET,
        "nonce": NONCE,
        "timestamp": TIMESTAMP,
    }
    return token_passport_signature(**{**values, **changes})


@pytest.mark.requirement("soap-06")
def test_token_passport_matches_the_published_vector() -> None:
    assert passport() == "tIcC5zyKUmycB5Ml/cNxOHDusw03Y5KPQiXVNUHHp4U="


@pytest.mark.parametrize(
    ("method", "url", "signature"),
    [
        (
            "GET",
            "https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40",
            "B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=",
        ),
        (
            "POST",
            (
                "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl"
                "?script=6&deploy=1&customParam=someValue&testParam=someOtherValue"
            ),
            "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=",
        ),
    ],
)
@pytest.mark.requirement("restlet-01")
def test_oauth1_matches_the_published_vectors(method: str, url: str, signature: str) -> None:
    assert oauth1_signature(method, url, OAUTH, CONSUMER_SECRET, TOKEN_SECRET) == signature


@given(
    field=st.sampled_from(["account", "consumer_key", "token", "nonce", "timestamp", "token_secret"]),
    text=st.text(string.printable, max_size=20),
)
def test_every_part_of_a_passport_is_signed(field: str, text: str) -> None:
    original = {"account": "123456", "consumer_key": CONSUMER_KEY, "token": TOKEN, "nonce": NONCE}
    original |= {"timestamp": TIMESTAMP, "token_secret": TOKEN_SECRET}
    assert (passport(**{field: text}) == passport()) == (text == original[field])


@given(st.permutations(["b=2", "a=1", "a=%20x", "c=%C3%A4", "d="]))
def test_order_of_query_parameters_does_not_matter(query: list[str]) -> None:
    url = "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?"
    first = oauth1_signature("GET", url + "a=1&a=%20x&b=2&c=%C3%A4&d=", OAUTH, "c", "t")
    assert oauth1_signature("GET", url + "&".join(query), OAUTH, "c", "t") == first


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("HTTPS://Host.Example:443/Path?x=1", "https://host.example/Path"),
        ("https://host.example:8443", "https://host.example:8443/"),
        ("http://host.example:80/a%20b#frag", "http://host.example/a%20b"),
    ],
)
def test_base_url_is_normalized(url: str, base: str) -> None:
    assert base_url(url) == base

"""Signatures: the values that Oracle's help prints, and properties of the encoding."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import AccountId, TokenCredentials
from landbridge.netsuite.signin import TokenSignIn
from landbridge.netsuite.signing import TokenPassport, new_nonce, oauth_header, token_passport

ACCOUNT = AccountId.parse("123456")
CREDENTIALS = TokenCredentials(
    consumer_key="ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4",
    consumer_secret="d26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5",
    token_id="2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc",
    token_secret="c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295",
)
NONCE, TIMESTAMP = "fjaLirsIcCGVZWzBX0pg", 1508242306


def _oauth_fields(header: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in header.removeprefix("OAuth ").split(", "))
    return {name: unquote(value.strip('"')) for name, value in pairs}


@pytest.mark.requirement("client-01", "cred-01")
def test_the_published_soap_vector() -> None:
    passport = token_passport(ACCOUNT, CREDENTIALS, nonce=NONCE, timestamp=TIMESTAMP)
    assert passport.signature == "tIcC5zyKUmycB5Ml/cNxOHDusw03Y5KPQiXVNUHHp4U="


@pytest.mark.requirement("client-01", "cred-01")
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
            "https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue",
            "+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=",
        ),
    ],
)
def test_the_published_header_vectors(method: str, url: str, signature: str) -> None:
    header = oauth_header(method, url, ACCOUNT, CREDENTIALS, nonce=NONCE, timestamp=TIMESTAMP)
    fields = _oauth_fields(header)
    assert fields["oauth_signature"] == signature
    assert fields["realm"] == "123456"
    assert "%2B" in header or "+" not in signature


@pytest.mark.requirement("client-01", "cred-01")
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
            st.text(st.characters(exclude_categories=["Cs"])),
        ),
        max_size=5,
    )
)
def test_the_signature_does_not_depend_on_the_order_of_the_query(pairs: list[tuple[str, str]]) -> None:
    def signed(ordered: list[tuple[str, str]]) -> str:
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in ordered)
        url = f"https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?{query}"
        header = oauth_header("GET", url, ACCOUNT, CREDENTIALS, nonce=NONCE, timestamp=TIMESTAMP)
        assert header.isascii()
        return _oauth_fields(header)["oauth_signature"]

    assert signed(pairs) == signed(pairs[::-1])


@pytest.mark.requirement("client-01", "cred-01")
@given(st.text(st.sampled_from("abcXYZ019+/=&%-._~!*'()"), min_size=1))
def test_secrets_of_any_letters_make_the_key_that_rfc_5849_says(secret: str) -> None:
    credentials = TokenCredentials("key", secret, "token", secret)
    passport = token_passport(ACCOUNT, credentials, nonce=NONCE, timestamp=TIMESTAMP)
    encoded = quote(secret, safe="~")
    expected = hmac.new(
        f"{encoded}&{encoded}".encode(), f"123456&key&token&{NONCE}&{TIMESTAMP}".encode(), hashlib.sha256
    )
    assert passport.signature == base64.b64encode(expected.digest()).decode()


@pytest.mark.requirement("client-01", "cred-01")
async def test_every_attempt_has_its_own_nonce() -> None:
    sign_in = TokenSignIn(ACCOUNT, CREDENTIALS, now=lambda: 1508242306.9)
    passports = [one for _ in range(50) if isinstance(one := await sign_in.passport(), TokenPassport)]
    assert len({passport.nonce for passport in passports}) == 50
    assert len({passport.signature for passport in passports}) == 50
    assert {passport.timestamp for passport in passports} == {1508242306}
    assert all(len(new_nonce()) == 20 and new_nonce().isalnum() for _ in range(20))


@pytest.mark.requirement("client-07", "cred-07")
def test_a_passport_shows_no_key_token_or_signature() -> None:
    passport = token_passport(ACCOUNT, CREDENTIALS, nonce=NONCE, timestamp=TIMESTAMP)
    shown = repr(passport)
    assert passport.signature not in shown
    assert CREDENTIALS.consumer_key not in shown
    assert CREDENTIALS.token_id not in shown

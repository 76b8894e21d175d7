"""Reading ``Authorization: OAuth``: what is malformed, doubled or missing is refused with its own detail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.oauth1 import REQUIRED, parsed
from landbridge.local.access.signatures import escaped


def header(**changes: str | None) -> str:
    values: dict[str, str | None] = {"realm": "1234567_SB1", **dict.fromkeys(REQUIRED, "x"), **changes}
    return "OAuth " + ", ".join(f'{name}="{value}"' for name, value in values.items() if value is not None)


def detail_of(text: str) -> Detail:
    with pytest.raises(AccessDenied) as denied:
        parsed(text)
    return denied.value.detail


@given(st.text(max_size=40))
def test_values_are_decoded(value: str) -> None:
    try:
        encoded = escaped(value)
    except UnicodeEncodeError:  # lone surrogates have no percent-encoding
        return
    read = parsed(header(extra=encoded))
    assert read.parameters["extra"] == value
    assert "oauth_signature" not in dict(read.signed)
    assert read.realm == "1234567_SB1"


@pytest.mark.parametrize("name", ["realm", *REQUIRED])
def test_every_parameter_is_needed(name: str) -> None:
    assert detail_of(header(**{name: None})) is Detail.MISSING_FIELDS
    assert detail_of(header(**{name: ""})) is Detail.MISSING_FIELDS


@pytest.mark.parametrize(
    "text",
    [
        header() + ', oauth_nonce="again"',
        header(oauth_signature="a+b/c="),
        header(oauth_nonce="%zz"),
        header() + ", oauth_nonce=unquoted",
        header() + ",",
    ],
)
def test_malformed_headers_are_parameter_rejected(text: str) -> None:
    assert detail_of(text) is Detail.PARAMETER_REJECTED


@pytest.mark.parametrize("text", ["", "Basic abc", "Bearer abc"])
def test_other_schemes_are_no_oauth(text: str) -> None:
    assert detail_of(text) is Detail.MISSING_FIELDS

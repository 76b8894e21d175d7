"""The header of the roles service, plain or percent-encoded."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.lookups import nlauth

VALUE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1)


def test_plain_values() -> None:
    header = (
        "NLAuth nlauth_account=1234567_SB1, nlauth_email=a@b.example, nlauth_signature=x=y, nlauth_role=3"
    )
    assert nlauth(header) == {
        "nlauth_account": "1234567_SB1",
        "nlauth_email": "a@b.example",
        "nlauth_signature": "x=y",
        "nlauth_role": "3",
    }


@given(email=VALUE, password=VALUE)
def test_encoded_values_read_back(email: str, password: str) -> None:
    header = f"NLAuth nlauth_email={quote(email, safe='')}, nlauth_signature={quote(password, safe='')}"
    assert nlauth(header) == {"nlauth_email": email, "nlauth_signature": password}


@given(st.text())
def test_any_header_is_read_without_error(text: str) -> None:
    assert all(name.startswith("nlauth_") for name in nlauth(f"NLAuth {text}"))
    assert nlauth(f"Basic {text}") == {}

"""Account ids in all spellings, and what never becomes a host name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import AccountId, TokenCredentials


@pytest.mark.requirement("client-05")
@pytest.mark.parametrize(
    "spelling",
    [
        "1234567_SB1",
        "1234567-sb1",
        " 1234567_sb1\n",
        "1234567-SB1",
        "https://1234567-sb1.app.netsuite.com/app/center/card.nl?sc=-29",
        "1234567-sb1.suitetalk.api.netsuite.com",
        "https://1234567-SB1.RESTlets.api.netsuite.com",
    ],
)
def test_every_usual_spelling_is_the_same_account(spelling: str) -> None:
    account = AccountId.parse(spelling)
    assert (account.value, account.host, account.is_production) == ("1234567_SB1", "1234567-sb1", False)


def test_a_production_account_and_an_old_style_id() -> None:
    assert AccountId.parse("tstdrv123") == AccountId("TSTDRV123")
    assert AccountId.parse("TSTDRV123").is_production


@pytest.mark.requirement("client-05")
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "evil.example.com",
        "123@evil",
        "123/../x",
        "1234567_SB1_X",
        "https://1234567.app.netsuite.com.evil.example",
        "https://evil.example/1234567.app.netsuite.com",
        "_SB1",
        "1234567_",
        "12\x0034",
        "\uff11\uff12\uff13",
        "a" * 64,
    ],
)
def test_what_is_no_account_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        AccountId.parse(text)


@pytest.mark.requirement("client-05")
@given(st.text(max_size=40))
def test_whatever_is_accepted_is_one_host_label(text: str) -> None:
    try:
        account = AccountId.parse(text)
    except ValueError:
        return
    assert set(account.host) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert AccountId.parse(account.host) == account == AccountId.parse(account.value)


@pytest.mark.requirement("client-07")
def test_credentials_show_nothing_and_name_the_bad_part_only() -> None:
    credentials = TokenCredentials("consumer-key", "consumer-secret", "token-id", "token-secret")
    for shown in (repr(credentials), str(credentials), f"{credentials}"):
        assert not any(part in shown for part in ("consumer-", "token-"))
    with pytest.raises(ValueError, match="token_secret") as refused:
        TokenCredentials("a", "b", "c", "pasted secret")
    assert "pasted" not in str(refused.value)

"""Account ids in all spellings, and what never becomes a host name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import AccountId, TokenCredentials
from landbridge.netsuite.account import AccountType, InvalidAccountId

IDS = st.from_regex(r"[A-Z0-9]{1,20}(_(SB|RP)[0-9]{0,2})?", fullmatch=True)


@pytest.mark.requirement("client-05", "reach-01")
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


@pytest.mark.requirement("reach-02")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1234567", AccountType.PRODUCTION),
        ("TSTDRV1234567", AccountType.PRODUCTION),
        ("SB1", AccountType.PRODUCTION),
        ("1234567-sb2", AccountType.SANDBOX),
        ("1234567_SB", AccountType.SANDBOX),
        ("1234567_rp", AccountType.RELEASE_PREVIEW),
        ("1234567-RP2", AccountType.RELEASE_PREVIEW),
    ],
)
def test_the_id_tells_what_the_account_is_for(text: str, kind: AccountType) -> None:
    assert AccountId.parse(text).type is kind
    assert AccountId.parse(text).is_production == (kind is AccountType.PRODUCTION)


@pytest.mark.requirement("reach-01", "reach-02")
@given(IDS, st.sampled_from(["", " ", "\n\t"]), st.booleans(), st.booleans())
def test_all_spellings_of_an_id_are_one_account(value: str, around: str, lower: bool, dashed: bool) -> None:
    spelling = value.replace("_", "-") if dashed else value
    account = AccountId.parse(around + (spelling.lower() if lower else spelling) + around)
    assert account.value == value
    assert account.host == value.lower().replace("_", "-")


@pytest.mark.requirement("reach-01")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("123/456", "holds a slash"),
        ("123\\456", "holds a backslash"),
        ("123.456", "holds a dot"),
        ("123 456", "holds a blank"),
        ("123\u00a0456", "holds a blank"),
        ("123@evil", "holds '@'"),
        ("12é4", "holds 'é'"),
        ("K\u212aß", "holds"),
        ("1" * 21, "1 to 20 letters"),
        ("_SB1", "1 to 20 letters"),
        ("1234567_TEST", "goes on after _"),
        ("1234567_SB1_SB2", "goes on after _"),
        ("https://[::1/", "holds a slash"),
        ("https://[.::1/", "not the address of an account"),
    ],
)
def test_a_refusal_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(InvalidAccountId, match="not a NetSuite account id") as refused:
        AccountId.parse(text)
    assert problem in str(refused.value)


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

"""What somebody enters for a connection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landbridge.netsuite.choosing import CredentialParts
from landbridge.service.connections.drafts import ConnectionDraft, DraftError

SECRETS = ("key-4711", "hush-4712", "id-4713", "hush-4714")
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

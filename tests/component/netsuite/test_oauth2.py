"""OAuth 2.0 client credentials against the local account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.netsuite import AccountId, Client, ClientOptions, FixSetup
from landbridge.netsuite.oauth2.rotation import NewCertificate
from tests.component.netsuite.local_account import Served, served_account


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_account() as account:
        yield account


def client_of(served: Served, **options: object) -> Client:
    settings = {"connect_to": served.address, "ca_file": served.ca_file} | options
    return Client(
        AccountId.parse(served.account.settings.account_id),
        served.oauth2,
        options=ClientOptions(**settings),  # type: ignore[arg-type]  # tests name them rightly
    )


async def test_a_restlet_answers_to_a_bearer_token(served: Served) -> None:
    async with client_of(served) as client:
        with pytest.raises(FixSetup) as caught:
            await client.restlets.call("GET", script="1", deploy="1")
    assert caught.value.code == "SSS_INVALID_SCRIPTLET_ID"


async def test_soap_says_that_it_takes_no_bearer_token(served: Served) -> None:
    async with client_of(served) as client:
        with pytest.raises(FixSetup) as caught:
            await client.soap.get("customer", "1")
    assert caught.value.code == "OAUTH_OVER_SOAP"


async def test_a_certificate_is_rotated(served: Served) -> None:
    kept: list[NewCertificate] = []

    async def keep(new: NewCertificate) -> None:
        assert not served.account.access.oauth2.mappings.get(new.replaces).revoked
        kept.append(new)

    async with client_of(served) as client:
        await client.oauth2_certificates.rotate(keep)
        found = await client.oauth2_certificates.list()
    print(found)
    assert len(kept) == 1

"""The records of the demo, read over SOAP and over REST: one shape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite import AccountId, Client, ClientOptions, Ref, TokenCredentials
from landbridge.recordtypes import RECORD_TYPES
from tests.component.netsuite.demo_account import MOST_READ

REST_HAS_MORE = {"lastModifiedDate"}
"""SOAP shows no instant of modification for some lists; REST does."""

OWN_IDS = {"projectTask": ("priority",)}
"""References that REST shows as an enumeration with ids of its own (HIGH, MEDIUM, LOW)."""


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


def comparable(value: Any) -> Any:
    """REST tells instants to the second, and no external ids of references."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    if isinstance(value, dict):
        return {name: comparable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [comparable(one) for one in value]
    return Ref(value.internal_id, value.name) if isinstance(value, Ref) else value


@pytest.mark.requirement("shape-01")
@pytest.mark.parametrize(
    "type_name",
    [pytest.param(name, marks=() if name in MOST_READ else pytest.mark.full) for name in RECORD_TYPES],
)
async def test_a_record_is_the_same_over_soap_and_over_rest(running: RunningAccount, type_name: str) -> None:
    record_id = running.account.records.search(type_name, [])[0]
    async with client_of(running) as client:
        by_soap = await client.soap.get(type_name, record_id)
        by_rest = await client.rest.get(type_name, record_id)
    assert (by_rest.type, by_rest.internal_id, by_rest.external_id) == (
        by_soap.type,
        by_soap.internal_id,
        by_soap.external_id,
    )
    assert_same(type_name, comparable(dict(by_soap.values)), comparable(dict(by_rest.values)))


def client_of(running: RunningAccount) -> Client:
    secrets = running.secrets
    credentials = TokenCredentials(
        secrets.consumer_key, secrets.consumer_secret, secrets.token_id, secrets.token_secret
    )
    options = ClientOptions(connect_to=running.connect_to, ca_file=running.ca_file)
    return Client(AccountId.parse(running.account_id), credentials, options=options)


def assert_same(type_name: str, by_soap: dict[str, Any], by_rest: dict[str, Any]) -> None:
    more = {field.name for field in RECORD_TYPES[type_name].beyond_soap} | REST_HAS_MORE
    assert by_rest.keys() - by_soap.keys() <= more
    for name in OWN_IDS.get(type_name, ()):
        by_soap[name], by_rest[name] = by_soap[name].name, by_rest[name].name
    assert {name: by_rest.get(name) for name in by_soap} == by_soap

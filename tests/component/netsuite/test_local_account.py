"""The library against the local account: each end has its own code for the wire."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account
from landbridge.netsuite import (
    AccountId,
    CheckState,
    Client,
    ClientOptions,
    Criterion,
    FixRecord,
    FixSetup,
    PermissionMissing,
    RecordMissing,
    Ref,
    RestletAddress,
    RetryPolicy,
    SignInAgain,
    Surroundings,
    TokenCredentials,
    Wait,
    check_connection,
)
from tests.component.netsuite.local_account import Served, client_of, served_account

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
ONCE = RetryPolicy.off()


@pytest.fixture
def served() -> Iterator[Served]:
    with served_account() as account:
        yield account


def save_customer(served: Served, name: str) -> str:
    session = served.account.access.system_session()
    return served.account.records.save(session, "customer", {"companyName": name}).record.id


@pytest.mark.parametrize("version", ["2023_2", "2024_1", "2025_2"])
async def test_a_record_is_written_read_changed_found_and_deleted(served: Served, version: str) -> None:
    async with client_of(served, retry=ONCE, version=version) as client:
        values = {
            "companyName": "Ünïcode <&> Co",
            "isPerson": False,
            "creditLimit": 12.5,
            "startDate": date(2026, 2, 28),
            "comments": "two\nlines",
            "entityStatus": Ref("13"),
        }
        ref = await client.soap.add("customer", values, external_id="ext-1")
        record = await client.soap.get("customer", ref.internal_id)
        assert {name: record.values[name] for name in values if name != "entityStatus"} == {
            name: value for name, value in values.items() if name != "entityStatus"
        }
        assert record.values["entityStatus"].internal_id == "13"  # type: ignore[union-attr]  # a reference
        assert (record.external_id, record.values["stage"]) == ("ext-1", "_customer")
        assert (
            await client.soap.get("customer", Ref("", external_id="ext-1"))
        ).internal_id == ref.internal_id

        await client.soap.update("customer", ref.internal_id, {"comments": None, "phone": "555 0100"})
        await client.soap.upsert("customer", "ext-1", {"email": "a@example.com"})
        (outcome, missing) = await client.soap.get_list("customer", [ref.internal_id, "99999"])
        assert outcome.value.values["phone"] == "555 0100"
        assert outcome.value.values["email"] == "a@example.com"
        assert "comments" not in outcome.value.values
        assert isinstance(missing.error, RecordMissing)

        criteria = [Criterion("companyName", "contains", ("<&>",)), Criterion("isInactive", "is", (False,))]
        page = await client.soap.search("customer", criteria)
        assert [found.internal_id for found in page.records] == [ref.internal_id]
        await client.soap.delete("customer", ref.internal_id)
        with pytest.raises(RecordMissing):
            await client.soap.get("customer", ref.internal_id)


@pytest.mark.requirement("client-03")
async def test_everything_arrives_once_while_rows_move(served: Served) -> None:
    ids = {save_customer(served, f"Company {number}") for number in range(120)}
    session = served.account.access.system_session()
    read: list[str] = []
    async with client_of(served, retry=ONCE, page_size=20) as client:
        async for batch in client.changed("customer", EPOCH):
            read += [record.internal_id for record in batch]
            for id_ in sorted(ids)[:: 1 + len(read) % 7][:5]:
                served.account.records.save(session, "customer", {"phone": f"555 {len(read):04d}"}, id=id_)
    assert set(read) == ids
    assert len(read) == len(ids)


@pytest.mark.requirement("client-03")
async def test_only_what_changed_since_is_read(served: Served) -> None:
    save_customer(served, "Old")
    clock = served.account.clock
    clock.advance(3600)
    around = Surroundings(now=lambda: clock.now().timestamp())
    async with client_of(served, retry=ONCE, surroundings=around) as client:
        since = await client.clock.now() - timedelta(seconds=30)
        new = save_customer(served, "New")
        batches = [
            [record.internal_id for record in batch] async for batch in client.changed("customer", since)
        ]
    assert batches == [[new]]


@pytest.mark.requirement("client-04")
async def test_a_full_pool_is_waited_out(served: Served) -> None:
    session = served.account.access.system_session()
    slots = ExitStack()

    def fill() -> None:
        for _ in range(5):
            slots.enter_context(served.account.governance.slot(session))

    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        slots.close()

    fill()
    async with client_of(served, retry=ONCE) as client:
        with pytest.raises(Wait) as raised:
            await client.soap.get_server_time()
    assert raised.value.code == "WS_REQUEST_BLOCKED"
    async with client_of(served, retry=RetryPolicy(), surroundings=Surroundings(sleep=sleep)) as client:
        ref = await client.soap.add("customer", {"companyName": "Patient"})
    assert len(waited) == 1
    assert served.account.records.get("customer", ref.internal_id) is not None


async def test_what_netsuite_refuses_has_its_class(served: Served) -> None:
    async with client_of(served, retry=ONCE) as client:
        with pytest.raises(FixRecord, match=r"(?i)company|name") as refused:
            await client.soap.add("customer", {"phone": "555"})
        with pytest.raises(PermissionMissing):
            await client.soap.search("job", [])
    assert refused.value.code
    wrong = served.credentials
    stranger = TokenCredentials(wrong.consumer_key, wrong.consumer_secret, wrong.token_id, "x" * 64)
    async with client_of(served, retry=ONCE, credentials=stranger) as client:
        with pytest.raises(SignInAgain):
            await client.soap.get_server_time()
    with served_account(AccountSettings(release="2026.1")) as newer:
        async with client_of(newer, retry=ONCE, version="2019_1") as client:
            with pytest.raises(FixSetup):
                await client.soap.get_server_time()


async def test_the_connection_test_names_the_missing_permission(served: Served) -> None:
    async with client_of(served, retry=ONCE) as client:
        lines = await check_connection(client, ["employee", "customer", "job"])
    states = {line.key: line.state for line in lines}
    assert states.pop("permission_LIST_JOB") is CheckState.FAILED
    assert set(states.values()) == {CheckState.PASSED}


async def test_the_suiteapp_of_the_demo_account_answers_its_version() -> None:
    with running_account(suiteapp=suiteapp_folder()) as running:
        secrets = running.secrets
        client = Client(
            AccountId.parse(running.account.settings.account_id),
            TokenCredentials(**asdict(secrets)),
            options=ClientOptions(connect_to=running.connect_to, ca_file=running.ca_file),
        )
        restlet = RestletAddress("customscript_landbridge_certificate", "customdeploy_landbridge_certificate")
        async with client:
            lines = await check_connection(client, ["employee", "customer", "job"], restlet)
            with pytest.raises(FixSetup):
                await client.restlets.call("GET", script="customscript_unknown", deploy="1")
    assert [(line.key, line.state) for line in lines if line.state is not CheckState.PASSED] == []
    assert "2.0.0" in next(line.message for line in lines if line.key == "suiteapp")

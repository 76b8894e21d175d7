"""Production and its sandbox as two connections at once, each with its own client, protocol, limit and records."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import pytest

from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.protocols import Protocol
from landbridge.service import composition
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from tests.component.service_connections.conftest import failing, passing
from tests.component.service_connections.machines import oauth2_parts


@pytest.fixture(scope="module")
def accounts() -> Iterator[dict[str, RunningAccount]]:
    own = TokenSecrets(*(f"{letter}" * 64 for letter in "abcd"))
    with (
        running_account(AccountSettings(account_id="1234567"), secrets=own) as production,
        running_account(AccountSettings(account_id="1234567_SB1")) as sandbox,
    ):
        yield {"production": production, "sandbox": sandbox}


@pytest.fixture
def connections(
    accounts: dict[str, RunningAccount], postgres: str, ada: User
) -> Iterator[dict[str, Connection]]:
    """Production by SOAP with a token, its sandbox by SuiteQL with OAuth 2.0."""
    drafts = {name: draft_of(name, running) for name, running in accounts.items()}
    drafts["sandbox"] = replace(
        drafts["sandbox"], protocol=Protocol.REST, credentials=oauth2_parts(accounts["sandbox"])
    )
    drafts["production"] = replace(drafts["production"], max_concurrency=3)
    yield {name: operations.create(draft, by=ada, tester=passing) for name, draft in drafts.items()}
    composition.close_clients()


def draft_of(name: str, running: RunningAccount) -> ConnectionDraft:
    return ConnectionDraft(
        name=name,
        netsuite_account=running.account_id,
        spp_database_id=f"spp-{name}",
        credentials=CredentialParts(**asdict(running.secrets)),
        connect_to=running.connect_to,
        ca_file=str(running.ca_file),
    )


@pytest.mark.requirement("reach-03")
def test_each_connection_reaches_its_own_account_at_the_same_time(
    accounts: dict[str, RunningAccount], connections: dict[str, Connection]
) -> None:
    marks = {}
    for name, running in accounts.items():
        running.account.journal.reset()
        marks[name] = running.account.records.save(
            running.account.access.system_session(),
            "customer",
            {"companyName": f"Only in {name}", "isPerson": False, "entityStatus": "13"},
        ).record.id
    readers = {name: composition.reader_for(connection) for name, connection in connections.items()}
    with ThreadPoolExecutor(2) as threads:
        found = dict(
            zip(
                readers,
                threads.map(lambda one: one.by_ids("customer", list(marks.values())), readers.values()),
                strict=True,
            )
        )
    for name, records in found.items():
        names = {record.values["companyName"] for record in records if record.internal_id == marks[name]}
        assert names == {f"Only in {name}"}
    asked = {name: set(running.account.journal.statistics().requests) for name, running in accounts.items()}
    assert asked["production"] <= {"soap.getList", "soap.getDataCenterUrls", "soap.search"}
    assert asked["sandbox"]
    assert not any(one.startswith("soap.") for one in asked["sandbox"])


@pytest.mark.requirement("reach-03")
def test_what_is_found_and_changed_at_one_leaves_the_other(connections: dict[str, Connection]) -> None:
    before = composition.restlets_for(connections["production"])
    results = operations.retest(connections["sandbox"], tester=failing)
    assert not results.passed
    operations.update(
        connections["sandbox"],
        replace(ConnectionDraft.of(connections["sandbox"]), retries=2),
        by=None,
        tester=passing,
    )
    assert composition.restlets_for(connections["production"]) is before
    kept = {one.name: one for one in Connection.objects.all()}
    assert {name: (one.max_concurrency, one.retries) for name, one in kept.items()} == {
        "production": (3, 5),
        "sandbox": (1, 2),
    }
    assert {line["state"] for line in kept["production"].test_lines} == {"passed", "warned"}

"""Every endpoint that can be chosen, against the local account as releases of its time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.settings import AccountSettings
from landbridge.netsuite import Criterion, FixSetup, RecordMissing
from landbridge.netsuite.support import Release, Standing, support_of
from landbridge.netsuite.versions import Version
from tests.component.netsuite.local_account import Served, client_of, served_account

OLD, NEW = "2021.1", "2026.1"


@pytest.fixture(scope="module", params=[OLD, NEW])
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    with served_account(AccountSettings(release=request.param)) as account:
        yield account


@pytest.mark.requirement("reach-05")
@pytest.mark.parametrize("version", Version.all(), ids=str)
async def test_an_endpoint_works_where_the_release_answers_it(served: Served, version: Version) -> None:
    release = Release.parse(served.account.settings.release)
    async with client_of(served, version=version.value) as client:
        if not answered(version, release):
            with pytest.raises(FixSetup) as refused:
                await client.soap.get_server_time()
            assert refused.value.code in ("UNSUPPORTED_WS_VERSION", "INVALID_WS_VERSION")
            return
        name = f"Endpoint {version}"
        ref = await client.soap.add("customer", {"companyName": name})
        record = await client.soap.get("customer", ref.internal_id)
        assert record.values["companyName"] == name
        page = await client.soap.search("customer", [Criterion("companyName", "is", (name,))])
        assert [found.internal_id for found in page.records] == [ref.internal_id]
        await client.soap.delete("customer", ref.internal_id)
        with pytest.raises(RecordMissing):
            await client.soap.get("customer", ref.internal_id)


def answered(version: Version, release: Release) -> bool:
    born = version.value.replace("_", ".") <= str(release)
    return born and support_of(version, release).standing is not Standing.DISABLED

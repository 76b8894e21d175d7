"""Times that queries show: right in every zone and date format, and nothing is lost where clocks are set back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from landbridge.local.settings import AccountSettings
from landbridge.netsuite import Client, Surroundings
from landbridge.netsuite.protocols import Protocol
from tests.component.netsuite.local_account import Served, client_of, served_account

CHANGES = {
    "America/Los_Angeles": ("M/D/YYYY", datetime(2026, 11, 1, 9, tzinfo=UTC)),
    "Australia/Lord_Howe": ("D-Mon-YYYY", datetime(2026, 4, 4, 15, tzinfo=UTC)),
}
"""Zone -> the account's date format, and when its clocks are set back in 2026."""

FULL = {
    "Europe/Vienna": ("DD.MM.YYYY", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/St_Johns": ("YYYY/MM/DD", datetime(2026, 11, 1, 4, 30, tzinfo=UTC)),
    "Asia/Kathmandu": ("DD/MM/YYYY", datetime(2026, 6, 30, 18, 15, tzinfo=UTC)),
    "Pacific/Auckland": ("DD-Mon-YYYY", datetime(2026, 4, 4, 14, tzinfo=UTC)),
    "America/Santiago": ("D.M.YYYY", datetime(2026, 4, 5, 3, tzinfo=UTC)),
    "Etc/GMT+12": ("YYYY-MM-DD", datetime(2026, 3, 1, 12, tzinfo=UTC)),
    "Asia/Novosibirsk": ("MM/DD/YYYY", datetime(2014, 10, 25, 19, tzinfo=UTC)),
}
STEPS = [timedelta(minutes=minutes, seconds=7) for minutes in (*range(-190, 200, 20), 600, 60 * 24 * 100)]


@contextmanager
def account_at(zone: str, date_format: str, change: datetime) -> Iterator[tuple[Served, dict[str, datetime]]]:
    """An account whose customers were saved around the change of its clocks: internal id -> when."""
    with served_account(AccountSettings(time_zone=zone, date_format=date_format)) as served:
        saved: dict[str, datetime] = {}
        for number, step in enumerate(STEPS):
            served.account.clock.set(change + step)
            record = served.account.records.put("customer", str(100 + number), {"companyName": f"C {number}"})
            saved[str(100 + number)] = record.modified.replace(microsecond=0)
        served.account.clock.reset()
        yield served, saved


async def changed(client: Client, since: datetime) -> dict[str, datetime]:
    found = {}
    async for batch in client.changed("customer", since):
        for record in batch:
            modified = record.values["lastModifiedDate"]
            assert isinstance(modified, datetime)
            found[record.internal_id] = modified
    return found


@pytest.mark.requirement("shape-04")
@pytest.mark.parametrize("zone", [*CHANGES, *(pytest.param(zone, marks=pytest.mark.full) for zone in FULL)])
async def test_nothing_is_lost_and_no_record_is_taken_for_older_than_it_is(zone: str) -> None:
    date_format, change = (CHANGES | FULL)[zone]
    with account_at(zone, date_format, change) as (served, saved):
        async with client_of(served, protocol=Protocol.REST) as client:
            decoded = await changed(client, datetime(2000, 1, 1, tzinfo=UTC))
            repeated = {name for name in saved if decoded[name] != saved[name]}
            assert all(saved[one] < decoded[one] <= saved[one] + timedelta(hours=1) for one in repeated)
            assert all(change - timedelta(hours=1) <= saved[one] < change for one in repeated)
            for since in list(saved.values())[::5]:
                for moment in (since, since + timedelta(milliseconds=700), since + timedelta(seconds=1)):
                    found = await changed(client, moment)
                    wanted = {name for name in saved if saved[name] >= moment.replace(microsecond=0)}
                    assert wanted <= found.keys() <= wanted | repeated


@pytest.mark.requirement("shape-04")
async def test_the_zone_is_learnt_with_few_requests_and_once() -> None:
    zone = "Australia/Lord_Howe"
    with account_at(zone, *CHANGES[zone]) as (served, _):
        async with client_of(served, protocol=Protocol.REST) as client:
            since = datetime(2000, 1, 1, tzinfo=UTC)
            await changed(client, since)
            served.account.journal.reset()
            await changed(client, since)
            assert [entry.kind for entry in served.account.journal.entries(100)] == ["rest.suiteql"]
        served.account.journal.reset()
        async with client_of(served, protocol=Protocol.REST, time_zone=zone) as client:
            await changed(client, since)
            kinds = [entry.kind for entry in served.account.journal.entries(100)]
            assert sorted(kinds) == ["rest.metadata", "rest.suiteql"]
    with pytest.raises(ValueError, match="no time zone"):
        client_of(served, time_zone="Europe/Nowhere")


async def test_a_record_of_the_repeated_hour_is_known_to_be_of_the_first_while_the_second_is_to_come() -> (
    None
):
    zone = "America/Los_Angeles"
    date_format, change = CHANGES[zone]
    present = change - timedelta(minutes=20)
    with account_at(zone, date_format, change) as (served, saved):
        served.account.clock.set(present)
        around = Surroundings(now=lambda: served.account.clock.now().timestamp())
        async with client_of(served, protocol=Protocol.REST, surroundings=around) as client:
            found = await changed(client, change - timedelta(hours=2))
        before = {name for name in saved if saved[name] < present - timedelta(minutes=6)}
        assert {name: found[name] for name in before & found.keys()} == {
            name: saved[name] for name in before & found.keys()
        }
        assert len(before & found.keys()) > 3

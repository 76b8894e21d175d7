"""The budget of requests, held in PostgreSQL so that every process counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from landbridge.service.connections import budget as budget_module
from landbridge.service.connections.budget import AT_REST, AWAKE, PostgresBudget
from tests.waiting import eventually

LOCKS = """
SELECT objid::int, application_name FROM pg_locks
JOIN pg_database ON pg_database.oid = pg_locks.database JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND objsubid = 2 AND granted = %s AND pg_database.datname = current_database()
ORDER BY objid
"""


@pytest.fixture(autouse=True)
def _no_rest_from_test_to_test(postgres: str) -> Iterator[None]:
    """End what still rests of a test's closed budgets."""
    yield
    with psycopg.connect(postgres, autocommit=True) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = %s AND datname = current_database()",
            (AT_REST,),
        )


@pytest.fixture
async def budgets(postgres: str) -> AsyncIterator[list[PostgresBudget]]:
    """Three processes' budgets of one account with two slots."""
    made = [PostgresBudget("1234567", 2, postgres) for _ in range(3)]
    yield made
    for one in made:
        await one.close()


class Counter:
    """How many are inside at once."""

    def __init__(self) -> None:
        self.inside = self.most = self.done = 0

    async def request(self, budget: PostgresBudget) -> None:
        async with budget.slot():
            self.inside += 1
            self.most = max(self.most, self.inside)
            for _ in range(20):
                await asyncio.sleep(0)
            self.inside -= 1
            self.done += 1


@pytest.mark.requirement("client-04")
async def test_never_more_than_the_slots_over_all_processes(budgets: list[PostgresBudget]) -> None:
    counter = Counter()
    await asyncio.gather(*(counter.request(budget) for budget in budgets for _ in range(20)))
    assert (counter.done, counter.inside, counter.most) == (60, 0, 2)


async def test_accounts_do_not_share(postgres: str) -> None:
    one, other = PostgresBudget("1", 1, postgres), PostgresBudget("2", 1, postgres)
    async with one.slot(), asyncio.timeout(10), other.slot():
        assert await locks(postgres) == 2
    assert await locks(postgres) == 0
    await one.close()
    await other.close()


async def test_a_failed_request_gives_its_slot_back(postgres: str) -> None:
    budget = PostgresBudget("1234567", 1, postgres)
    with pytest.raises(ZeroDivisionError):
        async with budget.slot():
            raise ZeroDivisionError
    async with asyncio.timeout(10), budget.slot():
        assert await locks(postgres) == 1
    await budget.close()


async def test_who_gave_up_waiting_holds_nothing(postgres: str) -> None:
    holder, waiter = PostgresBudget("1234567", 1, postgres), PostgresBudget("1234567", 1, postgres)
    async with holder.slot():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), waiter.slot():
                pytest.fail("both have the only slot")
    async with asyncio.timeout(10), waiter.slot():
        assert await locks(postgres) == 1
    await holder.close()
    await waiter.close()


async def test_a_stopped_worker_loses_its_slot_and_notices_later(postgres: str) -> None:
    stopped = PostgresBudget("1234567", 1, postgres, silence_ms=100, beat_s=3600)
    other = PostgresBudget("1234567", 1, postgres)
    async with stopped.slot(), asyncio.timeout(10), other.slot():
        assert await locks(postgres) == 1
    async with asyncio.timeout(10), stopped.slot():
        assert await locks(postgres) == 1
    await stopped.close()
    await other.close()


async def test_a_living_worker_keeps_its_slot_however_long_the_request(postgres: str) -> None:
    living = PostgresBudget("1234567", 1, postgres, silence_ms=500, beat_s=0.02)
    other = PostgresBudget("1234567", 1, postgres)
    async with living.slot():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.9), other.slot():
                pytest.fail("the slot was taken from a living worker")
    await living.close()
    await other.close()


def slots_of(url: str, *, granted: bool = True) -> list[tuple[int, str]]:
    """The slots that are held, or waited for, each with the name of its session."""
    with psycopg.connect(url, autocommit=True) as session:
        return [(slot, name) for slot, name in session.execute(LOCKS, (granted,))]


async def locks(url: str) -> int:
    """How many slots are held."""
    return len(await asyncio.to_thread(slots_of, url))


async def test_sessions_that_a_restart_of_the_database_ended_are_replaced(postgres: str) -> None:
    budget = PostgresBudget("1234567", 2, postgres)
    async with budget.slot(), budget.slot():
        pass
    async with await psycopg.AsyncConnection.connect(postgres, autocommit=True) as database:
        await database.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'landbridge budget' AND datname = current_database()"
        )
    async with asyncio.timeout(10), budget.slot(), budget.slot():
        assert await locks(postgres) == 2
    await budget.close()


class Account:
    """Takes so many requests at once and refuses the others."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.running = self.most = self.refused = self.answered = 0

    async def request(self, budget: PostgresBudget) -> None:
        if not await self._asked(budget):
            await self.request(budget)

    async def _asked(self, budget: PostgresBudget) -> bool:
        async with budget.slot() as slot:
            if self.running >= self.limit:
                self.refused += 1
                slot.refused()
                return False
            self.running += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0.005)
            self.running -= 1
            self.answered += 1
            return True


@pytest.fixture
async def wide(postgres: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[PostgresBudget]]:
    """Four processes' budgets of one account, set far too high, whose sessions look around more often than usual."""
    monkeypatch.setattr(budget_module, "QUEUE_MS", 50)
    made = [PostgresBudget("1234567", 8, postgres) for _ in range(4)]
    yield made
    for one in made:
        await one.close()


@pytest.mark.requirement("slots-02", "slots-03")
async def test_what_one_process_is_refused_every_process_leaves_alone(wide: list[PostgresBudget]) -> None:
    account = Account(3)
    async with asyncio.timeout(60):
        await asyncio.gather(*(account.request(budget) for budget in wide for _ in range(10)))
        found_out = account.refused
        await asyncio.gather(*(account.request(budget) for budget in wide for _ in range(10)))
    assert (account.answered, account.most) == (80, 3)
    # Slot 0 never rests: its refusals come on top, until the others that are too many are at rest.
    assert 5 <= found_out <= 12
    assert account.refused == found_out


@pytest.mark.requirement("slots-03")
async def test_rest_ends_by_itself(postgres: str) -> None:
    refused = PostgresBudget("1234567", 2, postgres, random=lambda: -0.98)  # 0.2 seconds
    other = PostgresBudget("1234567", 2, postgres)
    async with refused.slot(), refused.slot() as slot:
        slot.refused()
    assert await locks(postgres) == 1
    async with asyncio.timeout(10), other.slot(), other.slot():
        assert await locks(postgres) == 2
    await refused.close()
    await other.close()


@pytest.mark.requirement("slots-03")
async def test_one_request_at_a_time_always_goes_on(postgres: str) -> None:
    budget = PostgresBudget("1234567", 3, postgres)
    async with budget.slot() as first, budget.slot() as second, budget.slot() as third:
        for slot in (first, second, third):
            slot.refused()
    assert slots_of(postgres) == [(1, AT_REST), (2, AT_REST)]
    for _ in range(6):
        async with asyncio.timeout(10), budget.slot() as slot:
            assert slots_of(postgres) == [(0, AWAKE), (1, AT_REST), (2, AT_REST)]
            slot.refused()
    await budget.close()


@pytest.mark.requirement("slots-04")
async def test_a_known_limit_is_never_passed(postgres: str) -> None:
    account, budget = Account(100), PostgresBudget("1234567", 8, postgres)
    budget.known_limit(2)
    async with asyncio.timeout(30):
        await asyncio.gather(*(account.request(budget) for _ in range(20)))
    assert (account.most, account.refused) == (2, 0)
    await budget.close()


@pytest.mark.requirement("slots-02", "slots-04")
async def test_a_known_limit_is_never_passed_by_all_processes_together(postgres: str) -> None:
    account, both = Account(100), [PostgresBudget("1234567", 8, postgres) for _ in range(2)]
    for budget in both:
        budget.known_limit(2)
    async with asyncio.timeout(30):
        await asyncio.gather(*(account.request(budget) for budget in both for _ in range(10)))
    assert (account.most, account.refused) == (2, 0)
    for budget in both:
        await budget.close()


@pytest.mark.requirement("slots-03")
async def test_who_waits_for_a_slot_at_rest_takes_another(postgres: str) -> None:
    first, waiter = PostgresBudget("1234567", 2, postgres), PostgresBudget("1234567", 2, postgres)
    waiter.choose = lambda _slots: 1  # the one at rest
    async with first.slot():
        async with first.slot() as slot:
            slot.refused()
        waiting = asyncio.create_task(_held_by(waiter, postgres))
        await asyncio.to_thread(eventually, lambda: slots_of(postgres, granted=False) == [(1, AWAKE)])
    async with asyncio.timeout(9):  # less than the shortest rest
        assert await waiting == [(0, AWAKE), (1, AT_REST)]
    await first.close()
    await waiter.close()


async def _held_by(budget: PostgresBudget, postgres: str) -> list[tuple[int, str]]:
    """What is held once the budget gave a slot."""
    async with budget.slot():
        return slots_of(postgres)


@pytest.mark.requirement("slots-03")
async def test_a_slot_rests_on_when_the_client_that_was_refused_closes(postgres: str) -> None:
    errand = PostgresBudget("1234567", 3, postgres, random=lambda: -0.9)  # one second
    async with errand.slot(), errand.slot() as slot:
        slot.refused()
    await errand.close()
    assert slots_of(postgres) == [(1, AT_REST)]
    await asyncio.to_thread(eventually, lambda: slots_of(postgres) == [])


async def test_cancelled_requests_leave_no_session_behind(postgres: str) -> None:
    budget = PostgresBudget("1234567", 3, postgres)

    async def request() -> None:
        async with budget.slot():
            await asyncio.sleep(0.002)

    for stop in range(30):
        tasks = [asyncio.create_task(request()) for _ in range(12)]
        await asyncio.sleep(0.001 * (stop % 9))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(20):
        await asyncio.gather(*(request() for _ in range(20)))
    await budget.close()
    await asyncio.to_thread(eventually, lambda: sessions_of(postgres) == 0)


def sessions_of(url: str) -> int:
    """How many sessions budgets have open in this database."""
    with psycopg.connect(url, autocommit=True) as session:
        row = session.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'landbridge budget%'"
            " AND datname = current_database()"
        ).fetchone()
    assert row is not None
    return int(row[0])

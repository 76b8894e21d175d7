"""The budget in process: never more than allowed, first come first served, and slots that rest after a refusal."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import LocalBudget
from landbridge.netsuite.budget import REST_S


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _budget(slots: int, clock: Clock | None = None) -> LocalBudget:
    return LocalBudget(slots, monotonic=clock or Clock(), random=lambda: 1.0)


class NetSuite:
    """Takes so many requests at once and refuses the others, as the account does."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.running = self.most = self.refused = 0

    async def request(self, budget: LocalBudget) -> bool:
        async with budget.slot() as slot:
            if self.running >= self.limit:
                self.refused += 1
                await asyncio.sleep(0)
                slot.refused()
                return False
            self.running += 1
            self.most = max(self.most, self.running)
            for _ in range(5):
                await asyncio.sleep(0)
            self.running -= 1
            return True


@pytest.mark.requirement("slots-01")
async def test_one_request_at_a_time_unless_more_is_asked_for() -> None:
    netsuite, budget = NetSuite(100), LocalBudget()
    assert all(await asyncio.gather(*(netsuite.request(budget) for _ in range(10))))
    assert netsuite.most == 1


def test_a_budget_without_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        LocalBudget(0)


@pytest.mark.requirement("slots-03")
async def test_one_round_of_refusals_finds_out_how_many_are_allowed() -> None:
    netsuite, budget, clock = NetSuite(5), None, Clock()
    budget = _budget(10, clock)
    answered = 0
    for _ in range(20):
        answered += sum(await asyncio.gather(*(netsuite.request(budget) for _ in range(10))))
    assert budget.allowed == 5
    assert netsuite.refused == 5
    assert netsuite.most == 5
    assert answered == 195


@pytest.mark.requirement("slots-03")
async def test_it_grows_again_when_netsuite_lets_more_pass() -> None:
    netsuite, clock = NetSuite(2), Clock()
    budget = _budget(6, clock)
    await asyncio.gather(*(netsuite.request(budget) for _ in range(6)))
    assert budget.allowed == 2
    netsuite.limit = 6
    clock.now = REST_S
    assert all(await asyncio.gather(*(netsuite.request(budget) for _ in range(6))))
    assert netsuite.most == 6


@pytest.mark.requirement("slots-03")
async def test_slots_wake_one_by_one() -> None:
    clock, parts = Clock(), iter([0.0, 0.5, 1.0])
    budget = LocalBudget(4, monotonic=clock, random=lambda: next(parts))
    netsuite = NetSuite(1)
    await asyncio.gather(*(netsuite.request(budget) for _ in range(4)))
    allowed = []
    for clock.now in (0.0, REST_S * 0.5, REST_S * 0.75, REST_S):
        allowed.append(budget.allowed)
    assert allowed == [1, 2, 3, 4]


@given(
    slots=st.integers(1, 20),
    limits=st.lists(st.tuples(st.integers(0, 25), st.floats(0, 30)), min_size=1, max_size=8),
    workers=st.integers(1, 30),
)
def test_never_above_its_ceiling_never_below_one_and_nobody_is_forgotten(
    slots: int, limits: Sequence[tuple[int, float]], workers: int
) -> None:
    async def run() -> None:
        clock = Clock()
        budget = _budget(slots, clock)
        netsuite = NetSuite(0)
        for limit, seconds in limits:
            netsuite.limit = limit
            found = await asyncio.gather(*(netsuite.request(budget) for _ in range(workers)))
            assert len(found) == workers
            assert netsuite.most <= min(slots, max(limit for limit, _ in limits))
            assert 1 <= budget.allowed <= slots
            clock.now += seconds
        clock.now += REST_S
        assert budget.allowed == slots

    asyncio.run(run())


@pytest.mark.requirement("slots-04")
async def test_a_known_limit_bounds_it_for_good() -> None:
    netsuite, budget = NetSuite(100), _budget(10)
    budget.known_limit(3)
    await asyncio.gather(*(netsuite.request(budget) for _ in range(20)))
    assert (netsuite.most, budget.allowed) == (3, 3)
    budget.known_limit(0)
    assert budget.allowed == 1


async def test_first_come_first_served() -> None:
    budget, served = _budget(1), list[int]()

    async def work(number: int) -> None:
        async with budget.slot():
            served.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*(work(number) for number in range(20)))
    assert served == list(range(20))


@pytest.mark.parametrize("turns", range(4))
async def test_who_gives_up_waiting_keeps_nobody_else_waiting(turns: int) -> None:
    budget = _budget(1)
    async with budget.slot():
        first, second = (asyncio.create_task(_enter(budget)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        for _ in range(turns):
            await asyncio.sleep(0)
    assert await asyncio.wait_for(second, 5) is True
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await asyncio.wait_for(_enter(budget), 5) is True


async def test_whoever_was_given_the_slot_and_gave_up_hands_it_on() -> None:
    budget = _budget(1)
    async with budget.slot():
        first, second = (asyncio.create_task(_enter(budget)) for _ in range(2))
        await asyncio.sleep(0)
    first.cancel()  # its turn has come, and it has not run yet
    assert await asyncio.wait_for(second, 5) is True


async def _enter(budget: LocalBudget) -> bool:
    async with budget.slot():
        return True


@pytest.mark.requirement("slots-02")
def test_threads_with_loops_of_their_own_share_one_budget() -> None:
    budget = LocalBudget.shared("4711", 3)
    assert LocalBudget.shared("4711") is budget
    inside, most, done = 0, 0, 0
    lock = threading.Lock()

    async def request() -> None:
        nonlocal inside, most, done
        async with budget.slot():
            with lock:
                inside += 1
                most = max(most, inside)
            await asyncio.sleep(0)
            with lock:
                inside -= 1
                done += 1

    async def work() -> None:
        await asyncio.gather(*(request() for _ in range(50)))

    threads = [threading.Thread(target=asyncio.run, args=(work(),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (done, inside) == (300, 0)
    assert most <= 3


@pytest.mark.requirement("slots-02")
def test_accounts_have_budgets_of_their_own_and_the_largest_wish_counts() -> None:
    one, other = LocalBudget.shared("1", 2), LocalBudget.shared("2", 3)
    assert one is not other
    assert LocalBudget.shared("1", 5) is one
    assert LocalBudget.shared("1", 4).allowed == 5

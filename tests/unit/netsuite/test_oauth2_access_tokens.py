"""Access tokens are kept, and asked for once by many."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite.errors import ConnectionNotMade
from landbridge.netsuite.oauth2.accesstokens import AccessTokens
from landbridge.netsuite.oauth2.tokenendpoint import AccessToken

pytestmark = pytest.mark.requirement("cred-02")


@dataclass
class Endpoint:
    """Answers token after token, each once ``open`` is set; ``failing`` of them with an error."""

    life_s: float = 3600.0
    failing: int = 0
    asked: int = 0
    given_up: int = 0
    now: float = 1000.0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self) -> AccessToken:
        self.asked += 1
        number = self.asked
        try:
            await self.open.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if number <= self.failing:
            raise ConnectionNotMade(f"failure {number}")
        return AccessToken(f"token {number}", self.life_s)

    def tokens(self) -> AccessTokens:
        return AccessTokens(self.ask, lambda: self.now)


async def _started(*waiting: asyncio.Task[str]) -> None:
    """Let the tasks run until they wait."""
    for _ in range(3 * len(waiting)):
        await asyncio.sleep(0)


async def test_many_at_the_same_time_ask_once() -> None:
    endpoint = Endpoint()
    tokens = endpoint.tokens()
    waiting = [asyncio.create_task(tokens.current()) for _ in range(50)]
    await _started(*waiting)
    endpoint.open.set()
    assert set(await asyncio.gather(*waiting)) == {"token 1"}
    assert endpoint.asked == 1


async def test_a_cancelled_waiter_takes_nothing_from_the_others() -> None:
    endpoint = Endpoint()
    tokens = endpoint.tokens()
    waiting = [asyncio.create_task(tokens.current()) for _ in range(3)]
    await _started(*waiting)
    waiting[0].cancel()
    await _started(*waiting)
    endpoint.open.set()
    assert await asyncio.gather(*waiting[1:]) == ["token 1", "token 1"]
    assert waiting[0].cancelled()
    assert (endpoint.asked, endpoint.given_up) == (1, 0)


async def test_when_nobody_waits_any_more_the_request_is_given_up_and_the_next_asks_anew() -> None:
    endpoint = Endpoint()
    tokens = endpoint.tokens()
    waiting = [asyncio.create_task(tokens.current()) for _ in range(2)]
    await _started(*waiting)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    again = asyncio.create_task(tokens.current())
    await _started(again)
    endpoint.open.set()
    assert await again == "token 2"
    assert endpoint.given_up == 1


async def test_who_comes_in_the_moment_of_giving_up_is_not_given_up_with_it() -> None:
    endpoint = Endpoint()
    tokens = endpoint.tokens()
    first = asyncio.create_task(tokens.current())
    await _started(first)
    first.cancel()
    await asyncio.sleep(0)  # the first one leaves; its request has not ended yet
    assert first.done()
    endpoint.open.set()
    assert await tokens.current() == "token 2"


@given(st.lists(st.sampled_from(["ask", "cancel", "answer", "turn"]), max_size=40), st.integers(0, 3))
async def test_in_every_order_of_events_who_waits_gets_a_token_or_an_error_and_nothing_goes_on(
    events: list[str], failing: int
) -> None:
    endpoint = Endpoint(failing=failing)
    tokens = endpoint.tokens()
    waiting: list[asyncio.Task[str]] = []
    cancelled: list[asyncio.Task[str]] = []
    for event in events:
        if event == "ask":
            waiting.append(asyncio.create_task(tokens.current()))
        elif event == "cancel" and waiting:
            cancelled.append(waiting.pop(0))
            cancelled[-1].cancel()
        elif event == "answer":
            endpoint.open.set()
        else:
            await asyncio.sleep(0)
    endpoint.open.set()
    ends = await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.gather(*cancelled, return_exceptions=True)
    assert all(isinstance(end, str | ConnectionNotMade) for end in ends)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_failure_is_shared_and_does_not_stay() -> None:
    endpoint = Endpoint(failing=1)
    tokens = endpoint.tokens()
    waiting = [asyncio.create_task(tokens.current()) for _ in range(10)]
    await _started(*waiting)
    endpoint.open.set()
    failures = await asyncio.gather(*waiting, return_exceptions=True)
    assert {str(one) for one in failures} == {"failure 1"}
    assert endpoint.asked == 1, "ten failures in a row would be ten refused sign-ins"
    assert await tokens.current() == "token 2"


@pytest.mark.parametrize(("life_s", "good_until_s"), [(3600.0, 3540.0), (100.0, 90.0)])
async def test_a_token_is_renewed_shortly_before_its_end(life_s: float, good_until_s: float) -> None:
    endpoint = Endpoint(life_s)
    endpoint.open.set()
    tokens = endpoint.tokens()
    assert await tokens.current() == "token 1"
    endpoint.now += good_until_s - 0.5
    assert await tokens.current() == "token 1"
    endpoint.now += 1
    assert await tokens.current() == "token 2"


async def test_a_refused_token_is_replaced_once_however_many_hear_of_it() -> None:
    endpoint = Endpoint()
    endpoint.open.set()
    tokens = endpoint.tokens()
    await tokens.current()
    endpoint.now += 60
    tokens.refused()
    assert await tokens.current() == "token 2"
    tokens.refused()  # late word of the first token's refusal
    assert await tokens.current() == "token 2"
    assert "token" not in repr(tokens).removeprefix("AccessTokens")

"""What is tried again, how long, and what never is."""

from __future__ import annotations

import pytest

from landbridge.netsuite import (
    ConnectionNotMade,
    FixRecord,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    ReplyTooLarge,
    Retry,
    RetryPolicy,
    SignInAgain,
    Timeouts,
    Wait,
)
from landbridge.netsuite.retries import Retrier


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class Attempts:
    """Fails with each error in turn, then answers."""

    def __init__(self, *errors: NetSuiteError) -> None:
        self._errors = list(errors)
        self.count = 0

    async def __call__(self) -> str:
        self.count += 1
        if self._errors:
            raise self._errors.pop(0)
        return "answer"


def _retrier(time: Time, policy: RetryPolicy | None = None) -> Retrier:
    return Retrier(policy or RetryPolicy(), time.sleep, time.now, lambda: 1.0)


@pytest.mark.requirement("client-04")
async def test_over_limit_answers_are_waited_out_even_for_writes() -> None:
    time, attempts = Time(), Attempts(*[Wait("blocked") for _ in range(8)])
    assert await _retrier(time).run(attempts, writes=True) == "answer"
    assert attempts.count == 9
    assert time.slept == [0.25, 0.5, 1, 2, 4, 8, 15, 15]


@pytest.mark.requirement("client-04")
async def test_patience_ends_before_it_is_exceeded() -> None:
    time, attempts = Time(), Attempts(*[Wait("blocked") for _ in range(1000)])
    with pytest.raises(Wait):
        await _retrier(time).run(attempts, writes=False)
    assert 100 < time.now() <= 120


async def test_netsuite_may_ask_for_a_longer_wait() -> None:
    time = Time()
    await _retrier(time).run(Attempts(Wait("busy", retry_after_s=30)), writes=False)
    assert time.slept == [30]


@pytest.mark.parametrize("error", [Retry("lost"), ConnectionNotMade("no connection")])
async def test_passing_trouble_of_a_read_is_repeated_up_to_the_limit(error: NetSuiteError) -> None:
    time, attempts = Time(), Attempts(*[error] * 3)
    assert await _retrier(time, RetryPolicy(retries=3)).run(attempts, writes=False) == "answer"
    too_many = Attempts(*[error] * 4)
    with pytest.raises(type(error)):
        await _retrier(time, RetryPolicy(retries=3)).run(too_many, writes=False)
    assert too_many.count == 4


def time_out_after(time: Time, seconds: float) -> Attempts:
    """Each try takes so long and has no answer."""

    class TimingOut(Attempts):
        async def __call__(self) -> str:
            self.count += 1
            time.slept.append(seconds)
            raise Retry("no answer", code="TIMEOUT")

    return TimingOut()


@pytest.mark.requirement("retry-01")
@pytest.mark.parametrize("took", [Timeouts().metadata, Timeouts().read, 120.0])
async def test_a_request_that_timed_out_is_sent_again_however_long_that_took(took: float) -> None:
    time = Time()
    attempts = time_out_after(time, took)
    with pytest.raises(Retry):
        await _retrier(time).run(attempts, writes=False)
    assert attempts.count == 1 + RetryPolicy().retries


@pytest.mark.requirement("retry-01")
@pytest.mark.parametrize(("took", "attempts"), [(149.0, 2), (150.0, 1), (40.0, 4), (1.0, 6)])
async def test_no_repeat_begins_too_late(took: float, attempts: int) -> None:
    time = Time()
    timing_out = time_out_after(time, took)
    with pytest.raises(Retry):
        await _retrier(time, RetryPolicy(repeat_within_s=150.0)).run(timing_out, writes=False)
    assert timing_out.count == attempts


async def test_only_waiting_counts_against_patience() -> None:
    time, left = Time(), 3

    async def busy_after_a_long_time() -> str:
        nonlocal left
        time.slept.append(100.0)
        left -= 1
        if left:
            raise Wait("blocked")
        return "answer"

    assert await _retrier(time).run(busy_after_a_long_time, writes=False) == "answer"


@pytest.mark.requirement("client-02")
@pytest.mark.parametrize("error", [Retry("lost"), MalformedReply("cut"), ReplyTooLarge("huge")])
async def test_a_write_whose_answer_is_lost_is_never_repeated(error: NetSuiteError) -> None:
    attempts = Attempts(error)
    with pytest.raises(OutcomeUnknown) as raised:
        await _retrier(Time()).run(attempts, writes=True)
    assert attempts.count == 1
    assert raised.value.__cause__ is error
    assert not isinstance(raised.value, Retry)


async def test_a_write_that_was_never_sent_is_repeated() -> None:
    attempts = Attempts(ConnectionNotMade("no connection"))
    assert await _retrier(Time()).run(attempts, writes=True) == "answer"


@pytest.mark.parametrize(
    "error", [SignInAgain("refused"), FixRecord("bad"), MalformedReply("odd"), OutcomeUnknown("?")]
)
async def test_what_repeating_cannot_mend_is_not_repeated(error: NetSuiteError) -> None:
    attempts = Attempts(error)
    with pytest.raises(type(error)):
        await _retrier(Time()).run(attempts, writes=False)
    assert attempts.count == 1


@pytest.mark.parametrize("error", [Retry("lost"), Wait("blocked")])
async def test_the_off_switch(error: NetSuiteError) -> None:
    attempts = Attempts(error)
    with pytest.raises(type(error)):
        await _retrier(Time(), RetryPolicy.off()).run(attempts, writes=False)
    assert attempts.count == 1


def test_retries_are_bounded_as_the_connection_setting_is() -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        RetryPolicy(retries=11)

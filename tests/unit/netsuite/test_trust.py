"""When a refused sign-in is asked about again, and when it never is."""

from __future__ import annotations

import asyncio

import pytest

from landbridge.netsuite import ClockSkew, FixRecord, RetryPolicy, SignInAgain
from landbridge.netsuite.errors import Context, NetSuiteError, Retry
from landbridge.netsuite.refusals import AFTER_ACCEPTED_S, LONGEST_S, REMEMBERED_S, Door, Refusals
from landbridge.netsuite.trust import Before, Trust

CONTEXT = Context("123456", "get")
REFUSED = "INVALID_LOGIN_CREDENTIALS"


class NetSuite:
    """Answers or raises in turn, the last for good; counts what was asked, and how many asked at once."""

    def __init__(self, *answers: NetSuiteError | None) -> None:
        self.answers = list(answers)
        self.asked = self._inside = self.most = 0

    async def __call__(self, before: Before) -> str:
        before()
        self.asked += 1
        self._inside += 1
        self.most = max(self.most, self._inside)
        await asyncio.sleep(0)
        self._inside -= 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is not None:
            raise answer
        return "answer"


class Time:
    def __init__(self) -> None:
        self.slept: list[float] = []
        self.passed = 0.0

    def now(self) -> float:
        return sum(self.slept) + self.passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def trust(self, policy: RetryPolicy | None = None, refusals: Refusals | None = None) -> Trust:
        return Trust(policy or RetryPolicy(), self.sleep, self.now, lambda: 1.0, refusals)


def refused(code: str = REFUSED, detail: str = "") -> SignInAgain:
    return SignInAgain("Invalid login attempt.", code=code, detail=detail)


@pytest.mark.requirement("retry-04")
async def test_a_secret_that_was_never_accepted_is_not_tried_again() -> None:
    time, netsuite = Time(), NetSuite(refused())
    with pytest.raises(SignInAgain):
        await time.trust().run(netsuite, CONTEXT)
    assert (netsuite.asked, time.slept) == (1, [])


@pytest.mark.requirement("retry-04")
async def test_ten_workers_with_a_wrong_secret_cost_one_refusal() -> None:
    time, netsuite = Time(), NetSuite(refused())
    trust = time.trust()
    found = await asyncio.gather(*(trust.run(netsuite, CONTEXT) for _ in range(10)), return_exceptions=True)
    assert [type(one) for one in found] == [SignInAgain] * 10
    assert netsuite.asked == 1
    told = found[-1]
    assert isinstance(told, SignInAgain)
    assert (told.code, told.operation) == (REFUSED, "get")
    assert "a moment ago" in str(told)


@pytest.mark.requirement("retry-04")
async def test_one_that_was_accepted_before_is_tried_again_once() -> None:
    time, netsuite = Time(), NetSuite(None, refused(), None)
    trust = time.trust()
    await trust.run(netsuite, CONTEXT)
    assert await trust.run(netsuite, CONTEXT) == "answer"
    assert (netsuite.asked, time.slept) == (3, [5.0])
    netsuite.answers = [refused()]
    with pytest.raises(SignInAgain):
        await trust.run(netsuite, CONTEXT)
    assert (netsuite.asked, time.slept) == (5, [5.0, 5.0])


@pytest.mark.requirement("retry-04")
async def test_ten_workers_whose_token_was_revoked_are_refused_once_each_and_do_not_ask_again() -> None:
    time, netsuite = Time(), NetSuite(None, refused())
    trust = time.trust()
    await trust.run(netsuite, CONTEXT)
    found = await asyncio.gather(*(trust.run(netsuite, CONTEXT) for _ in range(10)), return_exceptions=True)
    assert all(isinstance(one, SignInAgain) for one in found)
    assert netsuite.asked == 1 + 10  # what was under way when the first refusal came
    with pytest.raises(SignInAgain, match="again for 3595 s"):
        await trust.run(netsuite, CONTEXT)
    assert netsuite.asked == 11


@pytest.mark.requirement("retry-04")
async def test_all_doors_and_all_clients_of_a_sign_in_share_one_count() -> None:
    time, netsuite, refusals = Time(), NetSuite(None), Refusals()
    one, other = time.trust(refusals=refusals), time.trust(refusals=refusals)
    for door in Door:
        await one.run(netsuite, CONTEXT, door)
    netsuite.answers = [refused()]
    for trust in (one, other):
        for door in Door:
            with pytest.raises(SignInAgain):
                await trust.run(netsuite, CONTEXT, door)
    assert netsuite.asked == 3 + 2


@pytest.mark.requirement("retry-04")
async def test_a_wrong_secret_is_refused_at_two_doors_at_most() -> None:
    time, netsuite = Time(), NetSuite(refused())
    trust = time.trust()
    for door in (*Door, *Door):
        with pytest.raises(SignInAgain):
            await trust.run(netsuite, CONTEXT, door)
    assert netsuite.asked == 2


@pytest.mark.requirement("retry-04")
async def test_a_client_that_is_opened_later_asks_at_once_and_its_success_lets_the_others_go_on() -> None:
    time, netsuite, refusals = Time(), NetSuite(refused()), Refusals()
    old = time.trust(refusals=refusals)
    with pytest.raises(SignInAgain):
        await old.run(netsuite, CONTEXT)
    netsuite.answers = [None]
    with pytest.raises(SignInAgain):
        await old.run(netsuite, CONTEXT)
    assert await time.trust(refusals=refusals).run(netsuite, CONTEXT) == "answer"
    assert await old.run(netsuite, CONTEXT) == "answer"
    assert netsuite.asked == 3


@pytest.mark.requirement("retry-04")
async def test_clients_opened_one_after_the_other_do_not_lock_the_user() -> None:
    time, netsuite, refusals = Time(), NetSuite(refused()), Refusals()
    for _ in range(10):
        with pytest.raises(SignInAgain):
            await time.trust(refusals=refusals).run(netsuite, CONTEXT)
    assert netsuite.asked == 4


@pytest.mark.requirement("retry-04")
async def test_the_time_until_it_is_asked_again_grows_with_the_row() -> None:
    time, netsuite = Time(), NetSuite(None, refused())
    trust = time.trust(RetryPolicy(sign_in_wait_s=None))
    await trust.run(netsuite, CONTEXT)
    for remembered_s in (
        AFTER_ACCEPTED_S,
        REMEMBERED_S,
        2 * REMEMBERED_S,
        4 * REMEMBERED_S,
        LONGEST_S,
        LONGEST_S,
    ):
        asked = netsuite.asked
        for passed in (0.0, remembered_s - 1.0):
            time.passed += passed
            with pytest.raises(SignInAgain):
                await trust.run(netsuite, CONTEXT)
        assert netsuite.asked == asked + 1
        time.passed += 1.0


async def test_a_row_is_counted_in_the_order_of_sending() -> None:
    refusals = Refusals()
    first, second, third = refusals.sent(), refusals.sent(), refusals.sent()
    refusals.refused(Door.SOAP, second, refused(), 0.0, stands=False)
    refusals.accepted(Door.SOAP, first)
    assert not refusals.trusts(Door.SOAP)
    refusals.accepted(Door.SOAP, third)
    assert refusals.trusts(Door.SOAP)


@pytest.mark.requirement("retry-04")
async def test_a_refusal_is_remembered_as_what_it_was() -> None:
    time = Time()
    skew = ClockSkew(
        "The clock is off.", code=REFUSED, context=CONTEXT, advice="Set it.", detail="InvalidTimestamp"
    )
    trust = time.trust()
    for context in (CONTEXT, Context("123456", "search")):
        with pytest.raises(ClockSkew) as met:
            await trust.run(NetSuite(skew), context)
        told = met.value
        assert (told.code, told.detail, told.advice) == (REFUSED, "InvalidTimestamp", "Set it.")
        assert told.operation == context.operation
        assert "The clock is off." in told.message
    assert met.value is not skew


@pytest.mark.requirement("retry-04")
async def test_after_a_while_it_is_asked_once_and_a_mended_account_goes_on() -> None:
    time, netsuite = Time(), NetSuite(refused())
    trust = time.trust()
    for _ in range(3):
        with pytest.raises(SignInAgain):
            await trust.run(netsuite, CONTEXT)
    assert netsuite.asked == 1
    time.passed = REMEMBERED_S
    netsuite.answers = [None]
    assert await trust.run(netsuite, CONTEXT) == "answer"


@pytest.mark.requirement("retry-04")
async def test_passing_trouble_on_a_moment_of_load_reaches_no_worker() -> None:
    time, netsuite = Time(), NetSuite(None, refused(), refused(), refused(), None)
    trust = time.trust()
    await trust.run(netsuite, CONTEXT)
    assert await asyncio.gather(*(trust.run(netsuite, CONTEXT) for _ in range(10))) == ["answer"] * 10
    assert netsuite.asked <= 1 + 10 + 3


async def test_only_one_asks_until_the_sign_in_is_proved() -> None:
    gate, asked = asyncio.Event(), 0

    async def held(_before: Before) -> str:
        nonlocal asked
        asked += 1
        await gate.wait()
        return "answer"

    trust = Time().trust()
    tasks = [asyncio.create_task(trust.run(held, CONTEXT)) for _ in range(5)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert asked == 1
    gate.set()
    assert await asyncio.gather(*tasks) == ["answer"] * 5


@pytest.mark.parametrize(
    "error",
    [
        refused("ROLE_REQUIRED"),
        refused("LOGIN_DISABLED"),
        refused(detail="token_rejected"),
        refused(detail="InvalidSignature"),
    ],
    ids=lambda error: error.detail or error.code,
)
async def test_a_refusal_that_says_what_is_wrong_is_believed(error: SignInAgain) -> None:
    time, netsuite = Time(), NetSuite(None, error)
    trust = time.trust()
    await trust.run(netsuite, CONTEXT)
    with pytest.raises(SignInAgain):
        await trust.run(netsuite, CONTEXT)
    assert (netsuite.asked, time.slept) == (2, [])


async def test_an_error_about_a_record_proves_the_sign_in_and_other_trouble_does_not() -> None:
    async def meets(error: NetSuiteError) -> int:
        netsuite = NetSuite(error, refused(), None)
        trust = Time().trust()
        for _ in range(2):
            await asyncio.gather(trust.run(netsuite, CONTEXT), return_exceptions=True)
        return netsuite.asked

    assert await meets(FixRecord("missing")) == 3
    assert await meets(Retry("lost")) == 2


@pytest.mark.parametrize(
    "policy", [RetryPolicy.off(), RetryPolicy(retries=0), RetryPolicy(patience_s=1.0)], ids=str
)
async def test_whoever_wants_no_repeats_gets_none(policy: RetryPolicy) -> None:
    time, netsuite = Time(), NetSuite(None, refused())
    trust = time.trust(policy)
    await trust.run(netsuite, CONTEXT)
    with pytest.raises(SignInAgain):
        await trust.run(netsuite, CONTEXT)
    assert (netsuite.asked, time.slept) == (2, [])

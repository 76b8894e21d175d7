"""Every request's way to NetSuite: a slot of the budget, a fresh signature, one try, and again where that helps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from landbridge.netsuite.budget import Budget
from landbridge.netsuite.classification import AWAY
from landbridge.netsuite.errors import Context, SignInAgain, Wait
from landbridge.netsuite.options import Observe
from landbridge.netsuite.refusals import Door
from landbridge.netsuite.retries import Retrier
from landbridge.netsuite.signin import SignIn
from landbridge.netsuite.transport import Transport
from landbridge.netsuite.trust import Before, Trust

T = TypeVar("T")
Answered = Callable[[], Awaitable[None]]
"""To be awaited before a large answer is decoded, so that its slot is free meanwhile. A refusal is small: its slot is still held."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """What all protocols of one client share."""

    transport: Transport
    sign_in: SignIn
    budget: Budget
    retrier: Retrier
    observe: Observe
    trust: Trust = field(init=False, repr=False)

    def __post_init__(self) -> None:
        around = self.retrier
        trust = Trust(around.policy, around.sleep, around.monotonic, around.random)
        object.__setattr__(self, "trust", trust)

    def context(self, operation: str) -> Context:
        """Where an error of ``operation`` happened."""
        return Context(self.sign_in.account.value, operation)

    def signed_by(self, sign_in: SignIn) -> Attempts:
        """The same way with other credentials, of which nothing is known yet."""
        return replace(self, sign_in=sign_in)

    async def run(
        self,
        context: Context,
        attempt: Callable[[Answered], Awaitable[T]],
        *,
        writes: bool,
        door: Door | None = Door.REST,
    ) -> T:
        """Run ``attempt`` until it succeeds or fails for good. It signs by ``sign_in`` and sends by ``transport`` itself.

        ``door`` is where it signs in, ``None`` where it does not.

        Raises the classified error; ``OutcomeUnknown`` for a write of which nobody knows whether it happened.
        """

        tries = count(1)

        async def numbered(before: Before) -> T:
            return await self._once(replace(context, attempt=next(tries)), attempt, before)

        async def once(before: Before) -> T:
            try:
                return await numbered(before)
            except SignInAgain as error:
                if not self.sign_in.refused(error):
                    raise
            return await numbered(before)

        async def trusted() -> T:
            if door is None:
                return await numbered(lambda: None)
            return await self.trust.run(once, context, door)

        return await self.retrier.run(trusted, writes=writes)

    async def _once(self, context: Context, attempt: Callable[[Answered], Awaitable[T]], before: Before) -> T:
        async with AsyncExitStack() as slot:
            place = await slot.enter_async_context(self.budget.slot())
            before()
            try:
                with self.observe(context):
                    return await attempt(slot.aclose)
            except Wait as error:
                if error.code not in AWAY:
                    place.refused()
                raise

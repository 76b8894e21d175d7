"""Notices of one connection that come at once are stored together: one statement, one commit, one wait for the disk.

While a statement is under way those that come meanwhile gather; alone, a notice waits for nobody. Connections do not wait for one
another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.refusals import Refusal, RefusedError
from landbridge.service.realtime.repository import Asked

LARGEST_GROUP = 64

Write = Callable[[Sequence[Asked]], Awaitable[list[Answer | None]]]


class Groups:
    """Gathers notices by connection and has ``write`` store them. For one event loop."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: dict[int, list[tuple[Asked, asyncio.Future[Answer]]]] = {}
        self._writers: dict[int, asyncio.Task[None]] = {}

    async def store(self, asked: Asked) -> Answer:
        """Store a notice with others; return its answer. Raises ``RefusedError`` (`replayed`) and what ``write`` raises."""
        connection_id = asked.notice.connection.id
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(connection_id, []).append((asked, answer))
        if connection_id not in self._writers:
            self._writers[connection_id] = asyncio.create_task(self._write_all(connection_id))
        return await answer

    async def drained(self) -> None:
        """Wait until everything that was given is stored."""
        await asyncio.gather(*self._writers.values())

    async def _write_all(self, connection_id: int) -> None:
        try:
            while waiting := self._waiting.pop(connection_id, None):
                for begin in range(0, len(waiting), LARGEST_GROUP):
                    await self._write_group(waiting[begin : begin + LARGEST_GROUP])
        finally:
            del self._writers[connection_id]

    async def _write_group(self, group: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        """Store a group; of several with one `jti` the first counts."""
        firsts = {asked.notice.claims.jti: asked for asked, _ in reversed(group)}
        try:
            stored = dict(zip(firsts, await self._write(list(firsts.values())), strict=True))
        except Exception as error:  # noqa: BLE001 - whatever it was, everybody who waits is told
            for _, answer in group:
                if not answer.done():
                    answer.set_exception(error)
            return
        for asked, answer in group:
            jti = asked.notice.claims.jti
            outcome = stored[jti] if firsts[jti] is asked else None
            if answer.done():  # whoever asked has gone
                continue
            if outcome is None:
                answer.set_exception(RefusedError(Refusal.REPLAYED, "jti", asked.notice.connection.id))
            else:
                answer.set_result(outcome)

"""Notices of one connection that come at once are stored together: one statement, one commit, one wait for the disk.

While a statement is under way those that come meanwhile gather; alone, a notice waits for nobody. Connections do not wait for one
another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

import psycopg

from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.refusals import Refusal, RefusedError
from landbridge.service.realtime.repository import Asked

LARGEST_GROUP = 64

Write = Callable[[Sequence[Asked]], Awaitable[list[Answer | None]]]
_Waiting = tuple[Asked, asyncio.Future[Answer]]


class Groups:
    """Gathers notices by connection and has ``write`` store them. For one event loop."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: dict[int, list[_Waiting]] = {}
        self._writers: dict[int, asyncio.Task[None]] = {}

    async def store(self, asked: Asked) -> Answer:
        """Store a notice with others; return its answer. Raises ``RefusedError`` (`replayed`, `invalid_request`) and what ``write``
        raises."""
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
        """Store group after group. A failure is told to everybody who waits: the next group would wait as long for the same."""
        try:
            while waiting := self._waiting[connection_id]:
                group, self._waiting[connection_id] = waiting[:LARGEST_GROUP], waiting[LARGEST_GROUP:]
                try:
                    await self._write_group(group)
                except Exception as error:  # noqa: BLE001 - whatever it was, everybody who waits is told
                    _tell([*group, *self._waiting[connection_id]], error)
                    self._waiting[connection_id] = []
        finally:
            del self._waiting[connection_id], self._writers[connection_id]

    async def _write_group(self, group: Sequence[_Waiting]) -> None:
        """Store a group; of several with one `jti` the first counts. One that PostgreSQL cannot hold is refused by itself."""
        firsts = {asked.notice.claims.jti: asked for asked, _ in reversed(group)}
        try:
            stored = dict(zip(firsts, await self._write(list(firsts.values())), strict=True))
        except psycopg.DataError as error:
            if len(group) == 1:
                detail = f"claims: cannot be stored, SQLSTATE {error.sqlstate}"
                connection_id = group[0][0].notice.connection.id
                _tell(group, RefusedError(Refusal.INVALID_REQUEST, detail, connection_id))
            else:
                for one in group:
                    await self._write_group([one])
            return
        for asked, answer in group:
            jti = asked.notice.claims.jti
            outcome = stored[jti] if firsts[jti] is asked else None
            if outcome is None:
                _tell([(asked, answer)], RefusedError(Refusal.REPLAYED, "jti", asked.notice.connection.id))
            elif not answer.done():  # done: whoever asked has gone
                answer.set_result(outcome)


def _tell(waiting: Iterable[_Waiting], error: Exception) -> None:
    """Answer with an error those who are still there."""
    for _, answer in waiting:
        if not answer.done():
            answer.set_exception(error)

"""Transports that keep what a real account answered, and that answer it again, damaged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from landbridge.netsuite.aiohttp_transport import AiohttpTransport
from landbridge.netsuite.errors import ConnectionNotMade
from landbridge.netsuite.options import ClientOptions
from landbridge.netsuite.transport import HttpReply, HttpRequest

MOST_REQUESTS = 60


@dataclass(frozen=True)
class Answered:
    """One answer, as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Recording:
    """The answers of one call, in the order of its requests."""

    answers: list[Answered] = field(default_factory=list)

    def transport(self, options: ClientOptions) -> RecordingTransport:
        """For ``ClientOptions.transport``."""
        return RecordingTransport(options, self.answers)


class RecordingTransport(AiohttpTransport):
    """Goes to the account and keeps what it answers, unpacked."""

    def __init__(self, options: ClientOptions, answers: list[Answered]) -> None:
        super().__init__(options)
        self._answers = answers

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        plain = HttpRequest(
            request.method,
            request.url,
            {**request.headers, "Accept-Encoding": "identity"},
            request.body,
            request.timeout_s,
            request.context,
        )
        async with super().send(plain) as reply:
            body = await reply.read()
            self._answers.append(Answered(reply.status, dict(reply.headers), body))
            yield HttpReply(reply.status, reply.headers, pieces(body))


class ReplayingTransport:
    """Answers in order, the last one for ever; after so many requests nothing answers any more."""

    def __init__(self, answers: list[Answered]) -> None:
        self._answers = answers
        self.requests = 0

    async def __aenter__(self) -> ReplayingTransport:
        return self

    async def __aexit__(self, *_error: object) -> None: ...

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        await asyncio.sleep(0)
        if self.requests >= MOST_REQUESTS:
            raise ConnectionNotMade("The recording has ended.", code="ENDED", context=request.context)
        answer = self._answers[min(self.requests, len(self._answers) - 1)]
        self.requests += 1
        yield HttpReply(answer.status, answer.headers, pieces(answer.body))


async def pieces(body: bytes) -> AsyncIterator[bytes]:
    """Hand a body over in pieces whose ends fall anywhere."""
    for start in range(0, len(body), 4093):
        yield body[start : start + 4093]

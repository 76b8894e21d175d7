"""The ASGI application of the intake: `POST /realtime/notices` and `GET /healthz`, nothing else."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import psycopg
import structlog

from landbridge.service.realtime import observing
from landbridge.service.realtime.answers import Answer
from landbridge.service.realtime.gate import Genuine, check
from landbridge.service.realtime.http import (
    REQUEST_ID,
    GoneError,
    Receive,
    Scope,
    Send,
    SlowBodyError,
    answer,
    read_body,
)
from landbridge.service.realtime.refusals import Refusal, RefusedError
from landbridge.service.realtime.store import Store
from landbridge.service.request_ids import request_id

REFRESH_AT_MOST_EVERY = 1.0

_log = structlog.get_logger(__name__)


class Intake:
    """The application. It reads nothing of the request but the body and its id, and stores nothing of a refused one."""

    def __init__(self, store: Store, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._monotonic = monotonic
        self._refreshed = monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            given = next((value for name, value in scope["headers"] if name == REQUEST_ID), b"")
            with structlog.contextvars.bound_contextvars(request=request_id(given.decode("latin-1"))):
                await self._route(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["method"], scope["path"]:
            case "POST", "/realtime/notices":
                await self._notices(scope, receive, send)
            case "GET" | "HEAD", "/healthz":
                ready = await self._store.ready()
                await answer(send, 200 if ready else 503, {"status": "ok" if ready else "no database"})
            case _, "/realtime/notices" | "/healthz":
                await answer(
                    send,
                    405,
                    refused("method_not_allowed", "Use POST for notices and GET for /healthz."),
                    close=True,
                )
            case _:
                await answer(send, 404, refused("not_found", "There is nothing at this address."), close=True)

    async def _notices(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive, scope["headers"])
            decision = await self.decide(body)
        except RefusedError as reason:
            self._store.refusals.add(reason)
            observing.refused(reason)
            too_large = reason.refusal is Refusal.TOO_LARGE
            await answer(
                send,
                reason.refusal.status,
                refused(reason.refusal.code, reason.refusal.message),
                close=too_large,
            )
        except SlowBodyError:
            await answer(send, 408, refused("timeout", "The body did not arrive in time."), close=True)
        except GoneError:
            return
        except psycopg.Error as error:
            _log.error("notice not stored", error=type(error).__name__)
            await answer(
                send, 503, refused("unavailable", "The notice could not be stored. The record arrives later.")
            )
        else:
            await answer(send, 202, decision.body)

    async def decide(self, body: bytes) -> Answer:
        """Check a notice and store it. Raises ``RefusedError``, ``psycopg.Error``."""
        received = self._clock()
        notice = await self._check(body)
        decision = why_ignored(notice)
        if decision is not None:
            await self._store.ignore(notice, decision)
        else:
            decision = await self._store.accept(notice, observing.trace_of(notice))
        observing.answered(notice, decision, received, self._clock())
        _log.debug("notice answered", connection=notice.connection.id, code=decision.body["code"])
        return decision

    async def _check(self, body: bytes) -> Genuine:
        """Check; when the reason may be that our picture is old, look again with a new one, once a second at most."""
        try:
            return check(body, self._store.directory, self._clock())
        except RefusedError as reason:
            outdated = reason.refusal in {
                Refusal.WRONG_ACCOUNT,
                Refusal.UNKNOWN_CERTIFICATE,
                Refusal.BAD_SIGNATURE,
            }
            if not outdated or self._monotonic() - self._refreshed < REFRESH_AT_MOST_EVERY:
                raise
        self._refreshed = self._monotonic()
        await self._store.refresh()
        return check(body, self._store.directory, self._clock())

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        """Open the store between startup and shutdown."""
        await receive()
        async with contextlib.AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._opened())
            except (psycopg.Error, TimeoutError) as error:
                await send(
                    {"type": "lifespan.startup.failed", "message": f"database: {type(error).__name__}"}
                )
                return
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @contextlib.asynccontextmanager
    async def _opened(self) -> AsyncIterator[None]:
        async with self._store.opened():
            yield


def why_ignored(notice: Genuine) -> Answer | None:
    """Return why a genuine notice asks for nothing, or ``None`` when it asks for a run."""
    if not notice.connection.active:
        return Answer.CONNECTION_INACTIVE
    if not notice.connection.real_time:
        return Answer.REAL_TIME_OFF
    if notice.netsuite_type not in notice.connection.live_types:
        return Answer.WORKFLOW_INACTIVE
    return None


def refused(code: str, message: str) -> dict[str, str]:
    """The body of a refusal."""
    return {"status": "refused", "code": code, "message": message}

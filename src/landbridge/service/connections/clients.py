"""Open clients, one per connection and process, so that HTTP connections to NetSuite are reused."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connections as databases

from landbridge.netsuite import AccountId, Client, ClientOptions, RetryPolicy, Timeouts
from landbridge.netsuite.check import CheckState
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.sync import SyncClient
from landbridge.service.connections.budget import PostgresBudget
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.names import PLAIN
from landbridge.service.connections.observing import observed
from landbridge.service.connections.publisher import PublisherRecord, publisher_record
from landbridge.service.connections.publisherholds import refuse_held, refuse_regenerating
from landbridge.service.database_url import conninfo

KEEP_REPLACED_S = 600.0
"""How long a client stays open after its connection was changed: longer than any request in flight (a RESTlet has 310 s)."""


REQUEST_S = 120.0
"""So long a request may take: less than the library's own limit, since a run tries again later and leaves the lane free meanwhile."""

REPEAT_WITHIN_S = 150.0
"""No repeat after passing trouble begins later: one after a request that timed out, all that are set after quick failures."""


@dataclass(slots=True)
class OpenClient:
    """A client with what it takes to close it."""

    client: SyncClient
    budget: PostgresBudget

    @classmethod
    def open(
        cls, draft: ConnectionDraft, retry: RetryPolicy | None = None, *, limit: int | None = None
    ) -> OpenClient:
        """Open a client for checked settings; nothing is sent yet. ``limit``: NetSuite takes no more requests at once than that.

        Raises ``FixSetup`` for a CA file that is none, ``PublisherError`` where the publisher's record is asked for and there is none;
        ``PairHeldError``, which is one, while its pair is regenerated.
        """
        credentials = _credentials(draft)
        budget = _new_budget(draft)
        if limit is not None:
            budget.known_limit(limit)
        account = AccountId.parse(draft.netsuite_account)
        client = SyncClient(account, credentials, draft.version, _options(draft, budget, retry))
        client.__enter__()
        return cls(client, budget)

    def close(self) -> None:
        """Close the client, then the budget's sessions."""
        self.client.__exit__(None, None, None)
        asyncio.run(self.budget.close())


def open_async(draft: ConnectionDraft) -> AbstractAsyncContextManager[Client]:
    """Open a client on the event loop that enters it, for one errand; it shares the account's budget. Raises as :meth:`OpenClient.open`.

    To be called outside of the loop: the publisher's pair is read from the database.
    """
    return _opened(draft, _credentials(draft))


@asynccontextmanager
async def _opened(draft: ConnectionDraft, credentials: Credentials) -> AsyncIterator[Client]:
    budget = _new_budget(draft)
    account = AccountId.parse(draft.netsuite_account)
    options = _options(draft, budget, None)
    try:
        async with Client(account, credentials, draft.version, options) as client:
            yield client
    finally:
        await budget.close()


def _credentials(draft: ConnectionDraft) -> Credentials:
    """What signs in. Raises ``PublisherError``, which is a ``PairHeldError`` while the pair that it would sign with is regenerated."""
    if draft.use_publisher_record:
        refuse_regenerating()
    return draft.chosen().credentials


def _new_budget(draft: ConnectionDraft) -> PostgresBudget:
    database = conninfo(databases["default"].settings_dict)
    return PostgresBudget(draft.netsuite_account, draft.max_concurrency, database)


def _options(draft: ConnectionDraft, budget: PostgresBudget, retry: RetryPolicy | None) -> ClientOptions:
    return replace(
        draft.network_options,
        budget=budget,
        parallel_ranges=draft.max_concurrency + 1,  # so that one is ready for the slot that another leaves
        retry=retry or _patience(draft.retries),
        timeouts=Timeouts(read=REQUEST_S, write=REQUEST_S),
        observe=observed,
    )


def _patience(retries: int) -> RetryPolicy:
    """A refused sign-in is left to the run, which tries again later: processes do not know of one another's refusals."""
    return RetryPolicy(retries=retries, repeat_within_s=REPEAT_WITHIN_S, sign_in_wait_s=None)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An open client with all that it was made of, and the last passed test of its connection that it knows of."""

    settings: tuple[object, ...]
    passed_at: datetime | None
    opened: OpenClient


@dataclass(slots=True)
class ClientPool:
    """The clients of this process. A changed connection gets a new one; the old one is closed when nobody can use it any more."""

    monotonic: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: dict[int, _Kept] = field(default_factory=dict)
    _replaced: list[tuple[float, OpenClient]] = field(default_factory=list)

    def client_for(self, connection: Connection) -> SyncClient:
        """Return the open client of a saved connection; a new one after a test that passed, since it asks again at once whatever was refused.

        Raises ``CredentialsUnreadableError``, ``SecretKeyError`` or ``PublisherError``, which is a ``PairHeldError`` while nothing may be sent
        with the publisher's pair.
        """
        settings = _settings(connection, _publisher(connection))
        with self._lock:
            self._close_replaced()
            known = self._open.get(connection.pk)
            passed_at = _passed_at(connection) or (known.passed_at if known else None)
            if known is not None and (known.settings, known.passed_at) == (settings, passed_at):
                return known.opened.client
            opened = OpenClient.open(ConnectionDraft.of(connection), limit=connection.concurrency_limit)
            self._open[connection.pk] = _Kept(settings, passed_at, opened)
            if known is not None:
                self._replaced.append((self.monotonic(), known.opened))
            return opened.client

    def close_all(self) -> None:
        """Close every client; for the end of a process."""
        with self._lock:
            for kept in self._open.values():
                kept.opened.close()
            for _, opened in self._replaced:
                opened.close()
            self._open.clear()
            self._replaced.clear()

    def _close_replaced(self) -> None:
        limit = self.monotonic() - KEEP_REPLACED_S
        due = [opened for since, opened in self._replaced if since <= limit]
        self._replaced = [one for one in self._replaced if one[0] > limit]
        for opened in due:
            opened.close()


def _publisher(connection: Connection) -> PublisherRecord | None:
    """The publisher's record, where the connection uses it: a replaced one opens another client. Raises ``PairHeldError``."""
    if not connection.use_publisher_record:
        return None
    refuse_held(connection)
    return publisher_record()


def _passed_at(connection: Connection) -> datetime | None:
    """When the last test was, if it passed."""
    failed = any(line["state"] == CheckState.FAILED.value for line in connection.test_lines)
    return None if failed else connection.tested_at


def _settings(connection: Connection, publisher: PublisherRecord | None) -> tuple[object, ...]:
    """Everything that a client is made of."""
    reached_by = tuple(getattr(connection, name) for name in PLAIN if name not in {"name", "spp_database_id"})
    return (*reached_by, bytes(connection.credentials), publisher, connection.concurrency_limit)

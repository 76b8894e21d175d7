"""The client of one account for callers without an event loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Literal, overload

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.check import CheckLine, RestletAddress, check_connection
from landbridge.netsuite.client import Client
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.comparing import Difference
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.options import ClientOptions
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import Criterion, Record
from landbridge.netsuite.suiteql.records import SuiteQLReader
from landbridge.netsuite.sync.certificates import SyncOAuth2Certificates
from landbridge.netsuite.sync.once import SyncOnce
from landbridge.netsuite.sync.reader import SyncRecordReader
from landbridge.netsuite.sync.rest import SyncRest
from landbridge.netsuite.sync.restlets import SyncRestlets
from landbridge.netsuite.sync.soap import SyncSoap
from landbridge.netsuite.sync.suiteql import SyncSuiteQL
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader

# The parameters ``type`` and ``id`` below carry NetSuite's own words, as those of the asynchronous verbs do.
# ruff: noqa: A002


class SyncClient:
    """A :class:`~landbridge.netsuite.client.Client` on one background loop; use it with ``with``.

    Safe to share between threads, which then share its connections and its budget. Errors are the same tree.
    """

    def __init__(
        self,
        account: AccountId,
        credentials: Credentials,
        version: str = "2025_2",
        options: ClientOptions | None = None,
        *,
        clock_reading: ClockReading | None = None,
    ) -> None:
        self._client = Client(account, credentials, version, options, clock_reading=clock_reading)
        self._loop = BackgroundLoop(f"netsuite-{account.host}")
        self.account = account
        self.soap = SyncSoap(self._client.soap, self._loop)
        self.once = SyncOnce(self._client.once, self._loop)
        self.rest = SyncRest(self._client.rest, self._loop)
        self.suiteql = SyncSuiteQL(self._client.suiteql, self._loop)
        self.restlets = SyncRestlets(self._client.restlets, self._loop)
        self.oauth2_certificates = SyncOAuth2Certificates(self._client.oauth2_certificates, self._loop)

    def __enter__(self) -> SyncClient:
        """Start the loop and open the connection pool; nothing is sent yet."""
        self._loop.start()
        try:
            self._loop.run(self._client.__aenter__())
        except BaseException:
            self._loop.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections and end the loop's thread."""
        try:
            self._loop.run(self._client.__aexit__(kind, error, trace))
        finally:
            self._loop.stop()

    def changed(
        self,
        type: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[list[Record]]:
        """As :meth:`Client.changed`."""
        return self._loop.iterate(self._client.changed(type, since, criteria, on_total, whole=whole))

    def matching(
        self,
        type: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[list[Record]]:
        """As :meth:`Client.matching`."""
        return self._loop.iterate(self._client.matching(type, criteria, on_total, whole=whole))

    def by_ids(self, type: str, ids: Sequence[str]) -> Iterator[list[Record]]:
        """As :meth:`Client.by_ids`."""
        return self._loop.iterate(self._client.by_ids(type, ids))

    def key_ranges(self, type: str, *, whole: bool = False) -> list[IdRange]:
        """As :meth:`Client.key_ranges`."""
        return self._loop.run(self._client.key_ranges(type, whole=whole))

    def in_range(self, type: str, ids: IdRange, *, whole: bool = False) -> Iterator[list[Record]]:
        """As :meth:`Client.in_range`."""
        return self._loop.iterate(self._client.in_range(type, ids, whole=whole))

    @overload
    def reader(self, protocol: Literal[Protocol.REST]) -> SyncSuiteQLReader: ...
    @overload
    def reader(self, protocol: Protocol | None = ...) -> SyncRecordReader | SyncSuiteQLReader: ...
    def reader(self, protocol: Protocol | None = None) -> SyncRecordReader | SyncSuiteQLReader:
        """As :meth:`Client.reader`."""
        reader = self._client.reader(protocol)
        if isinstance(reader, SuiteQLReader):
            return SyncSuiteQLReader(reader, self._loop)
        return SyncRecordReader(reader, self._loop)

    def differences(self, types: Sequence[str]) -> Iterator[Difference]:
        """As :meth:`Client.differences`."""
        return self._loop.iterate(self._client.differences(types))

    def respect_limits(self) -> int | None:
        """As :meth:`Client.respect_limits`."""
        return self._loop.run(self._client.respect_limits())

    def clock_reading(self) -> ClockReading:
        """NetSuite's clock against ours, measured at most every five minutes."""
        return self._loop.run(self._client.clock.measure())

    def server_now(self) -> datetime:
        """The present instant on NetSuite's clock, UTC."""
        return self._loop.run(self._client.clock.now())

    def check_connection(
        self,
        record_types: Sequence[str],
        restlet: RestletAddress | None = None,
        *,
        concurrency: int | None = None,
    ) -> list[CheckLine]:
        """As :func:`~landbridge.netsuite.check.check_connection`."""
        return self._loop.run(check_connection(self._client, record_types, restlet, concurrency=concurrency))

    def __repr__(self) -> str:
        return f"Sync{self._client!r}"

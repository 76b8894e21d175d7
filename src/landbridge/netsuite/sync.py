"""The same verbs for callers without an event loop: threads, Django, scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.check import CheckLine, RestletAddress, check_connection
from landbridge.netsuite.client import Client
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.options import ClientOptions
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal
from landbridge.netsuite.records import (
    Criterion,
    DataCenterUrls,
    Outcome,
    Record,
    Ref,
    SearchPage,
    Writable,
)
from landbridge.netsuite.restlets import Restlets
from landbridge.netsuite.soap.service import RecordId, SoapService

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
        self.restlets = SyncRestlets(self._client.restlets, self._loop)

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
    ) -> Iterator[list[Record]]:
        """As :meth:`Client.changed`."""
        return self._loop.iterate(self._client.changed(type, since, criteria, on_total))

    def matching(
        self, type: str, criteria: Sequence[Criterion], on_total: OnTotal | None = None
    ) -> Iterator[list[Record]]:
        """As :meth:`Client.matching`."""
        return self._loop.iterate(self._client.matching(type, criteria, on_total))

    def by_ids(self, type: str, ids: Sequence[str]) -> Iterator[list[Record]]:
        """As :meth:`Client.by_ids`."""
        return self._loop.iterate(self._client.by_ids(type, ids))

    def key_ranges(self, type: str) -> list[IdRange]:
        """As :meth:`Client.key_ranges`."""
        return self._loop.run(self._client.key_ranges(type))

    def in_range(self, type: str, ids: IdRange) -> Iterator[list[Record]]:
        """As :meth:`Client.in_range`."""
        return self._loop.iterate(self._client.in_range(type, ids))

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
        return self._loop.run(
            check_connection(self._client, record_types, restlet, concurrency=concurrency)
        )

    def __repr__(self) -> str:
        return f"Sync{self._client!r}"


class SyncSoap:
    """The verbs of :class:`~landbridge.netsuite.soap.service.SoapService`, waiting for each."""

    def __init__(self, soap: SoapService, loop: BackgroundLoop) -> None:
        self._soap = soap
        self._run = loop.run

    def get(self, type: str, id: RecordId) -> Record:
        """Read one full record."""
        return self._run(self._soap.get(type, id))

    def get_list(self, type: str, ids: Sequence[RecordId]) -> list[Outcome[Record]]:
        """Read up to 1000 full records."""
        return self._run(self._soap.get_list(type, ids))

    def add(self, type: str, values: Mapping[str, Writable], *, external_id: str | None = None) -> Ref:
        """Create a record."""
        return self._run(self._soap.add(type, values, external_id=external_id))

    def update(self, type: str, id: RecordId, values: Mapping[str, Writable]) -> Ref:
        """Change fields of a record."""
        return self._run(self._soap.update(type, id, values))

    def upsert(self, type: str, external_id: str, values: Mapping[str, Writable]) -> Ref:
        """Create or update the record with an external id."""
        return self._run(self._soap.upsert(type, external_id, values))

    def delete(self, type: str, id: RecordId) -> Ref:
        """Delete a record."""
        return self._run(self._soap.delete(type, id))

    def delete_list(self, type: str, ids: Sequence[RecordId]) -> list[Outcome[Ref]]:
        """Delete up to 200 records."""
        return self._run(self._soap.delete_list(type, ids))

    def search(
        self,
        type: str,
        criteria: Sequence[Criterion],
        *,
        page_size: int = 1000,
        body_fields_only: bool = True,
    ) -> SearchPage:
        """Run a basic search; the first page."""
        return self._run(
            self._soap.search(type, criteria, page_size=page_size, body_fields_only=body_fields_only)
        )

    def search_more_with_id(
        self, search_id: str, page_index: int, *, page_size: int = 1000, body_fields_only: bool = True
    ) -> SearchPage:
        """Another page of a search, which runs again."""
        return self._run(
            self._soap.search_more_with_id(
                search_id, page_index, page_size=page_size, body_fields_only=body_fields_only
            )
        )

    def get_server_time(self) -> datetime:
        """NetSuite's clock, UTC."""
        return self._run(self._soap.get_server_time())

    def get_data_center_urls(self) -> DataCenterUrls:
        """Where the account lives."""
        return self._run(self._soap.get_data_center_urls())


class SyncRestlets:
    """The verb of :class:`~landbridge.netsuite.restlets.Restlets`, waiting for it."""

    def __init__(self, restlets: Restlets, loop: BackgroundLoop) -> None:
        self._restlets = restlets
        self._run = loop.run

    def call(
        self,
        method: str,
        *,
        script: str,
        deploy: str,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Any:
        """Call a RESTlet and answer its JSON, decoded."""
        return self._run(
            self._restlets.call(method, script=script, deploy=deploy, body=body, parameters=parameters)
        )

"""The asynchronous client of one account."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Literal, overload

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.aiohttp_transport import AiohttpTransport
from landbridge.netsuite.attempts import Attempts
from landbridge.netsuite.budget import LocalBudget
from landbridge.netsuite.clock import ClockReading, RestClock, ServerClock
from landbridge.netsuite.comparing import Comparer, Difference
from landbridge.netsuite.credentials import Credentials, OAuth2Credentials, TokenCredentials
from landbridge.netsuite.datacenters import DataCenters
from landbridge.netsuite.discovery import Discovery
from landbridge.netsuite.endpoints import Endpoint
from landbridge.netsuite.limits import usable
from landbridge.netsuite.oauth2.rotation import OAuth2Certificates
from landbridge.netsuite.oauth2.signin import BearerSignIn
from landbridge.netsuite.options import ClientOptions
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import OnTotal, RecordReader
from landbridge.netsuite.records import Criterion, Record
from landbridge.netsuite.refusals import SharedRefusals
from landbridge.netsuite.rest.exchange import RestExchange
from landbridge.netsuite.rest.service import RestService
from landbridge.netsuite.restlets import Restlets
from landbridge.netsuite.retries import Retrier
from landbridge.netsuite.signin import SignIn, TokenSignIn, UserSignIn
from landbridge.netsuite.soap.exchange import SoapExchange
from landbridge.netsuite.soap.once import Once
from landbridge.netsuite.soap.reading import SoapReader
from landbridge.netsuite.soap.service import SoapService
from landbridge.netsuite.suiteql.learning import ZoneLearner
from landbridge.netsuite.suiteql.pages import clock_ahead
from landbridge.netsuite.suiteql.plans import Plans
from landbridge.netsuite.suiteql.queries import SuiteQL
from landbridge.netsuite.suiteql.records import Paging, SuiteQLReader
from landbridge.netsuite.suiteql.zone import AccountZone
from landbridge.netsuite.transport import CheckedTransport
from landbridge.netsuite.versions import Version

# ``type`` and ``id`` below are NetSuite's own words for what they hold.
# ruff: noqa: A002

_CLOCKS_APART_S = 300.0


class Client:
    """Reaches one NetSuite account; use it with ``async with``.

    ``soap``, ``rest``, ``suiteql`` and ``restlets`` are the account's own verbs; ``once`` writes over SOAP so that a lost answer costs no
    second record. ``changed``, ``matching``, ``by_ids``, and ``key_ranges`` with ``in_range``, read many records by the protocol of the
    options; ``reader`` does by either, and ``differences`` compares the two. ``discovery`` tells the account's hosts, ``clock`` NetSuite's
    time (``clock_reading`` from an earlier client saves a request), ``respect_limits`` asks how many requests NetSuite takes at once;
    ``oauth2_certificates`` lists and rotates what OAuth 2.0 signs in with. ``ValueError`` for user credentials at an endpoint from 2020_2.
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
        self.account = account
        self.version = Version.parse(version)
        self.credentials_type = type(credentials)
        self.options = options = options or ClientOptions()
        around = options.surroundings
        transport = options.transport or AiohttpTransport
        self._transport = CheckedTransport(transport(options), options.max_reply_bytes, around.now)
        self._attempts = _attempts(account, credentials, self.version, self._transport, options)
        self._refusals = SharedRefusals(account, credentials)
        parallel = options.parallel_ranges
        soap = SoapExchange(self._attempts, self.version, options.timeouts)
        self.soap = SoapService(soap, self._webservices, parallel=parallel)
        self.once = Once(self.soap, self._attempts.retrier)
        self.discovery = self._discovery()
        rest = RestExchange(self._attempts, self.discovery.suitetalk, options.timeouts)
        self.rest = RestService(rest, around.monotonic, parallel=parallel)
        self.suiteql = SuiteQL(rest, parallel=parallel)
        self.restlets = Restlets(self._attempts, self._rest, timeout_s=options.timeouts.restlet)
        self.oauth2_certificates = OAuth2Certificates(
            self._attempts, self._rest, options.timeouts, around.now
        )
        self.clock = self._clock(rest, clock_reading)
        self._soap_reader = SoapReader(self.soap, page_size=options.page_size, parallel=parallel)
        learner = ZoneLearner(rest, self._account_zone())
        self._suiteql_reader = SuiteQLReader(
            rest, Plans(self.rest), learner, Paging(options.page_size, parallel)
        )

    async def __aenter__(self) -> Client:
        """Open the connection pool; nothing is sent yet."""
        await self._transport.__aenter__()
        self._attempts.trust.share(self._refusals.open())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._refusals.close()
        await self._transport.__aexit__(kind, error, trace)

    @overload
    def reader(self, protocol: Literal[Protocol.REST]) -> SuiteQLReader: ...
    @overload
    def reader(self, protocol: Protocol | None = ...) -> RecordReader: ...
    def reader(self, protocol: Protocol | None = None) -> RecordReader:
        """Return what reads many records by ``protocol``, by that of the options without one."""
        chosen = protocol or self.options.protocol
        return self._soap_reader if chosen is Protocol.SOAP else self._suiteql_reader

    def differences(self, types: Sequence[str]) -> AsyncGenerator[Difference, None]:
        """Yield what differs between the records of ``types`` read over SOAP and by queries, as :class:`~landbridge.netsuite.comparing.Comparer`."""
        return Comparer(self._soap_reader, self._suiteql_reader).differences(types)

    async def respect_limits(self) -> int | None:
        """Ask NetSuite how many requests at once this integration may have, and have the budget never allow more; return that number.

        Its own limit where it has one, else the account's without what other integrations have; ``None``: it is not counted.
        Two requests over SOAP, one over REST. ``PermissionMissing``: NetSuite tells administrators only.
        """
        if self.options.protocol is Protocol.SOAP:
            account = await self.soap.get_account_governance_info()
            integration = await self.soap.get_integration_governance_info()
        else:
            account, integration = await self.rest.governance_limits()
        most = usable(account, integration)
        if most is not None:
            self._attempts.budget.known_limit(most)
        return most

    def changed(
        self,
        type: str,
        since: datetime,
        criteria: Sequence[Criterion] = (),
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of records modified at or after ``since`` (aware), each record once, in no order.

        ``criteria`` may narrow the read by any field but ``internalIdNumber``, which splits it. Bodies without sublists, unless ``whole``
        (:class:`~landbridge.netsuite.reading.RecordReader`). One page costs one request; more is read in closed ranges of internal ids, a little ahead of who takes the batches.
        ``on_total`` is told how many records NetSuite counted, before the first batch, on this client's event loop.
        """
        return self.reader().changed(type, since, criteria, on_total, whole=whole)

    def matching(
        self,
        type: str,
        criteria: Sequence[Criterion],
        on_total: OnTotal | None = None,
        *,
        whole: bool = False,
    ) -> AsyncGenerator[list[Record], None]:
        """Yield batches of records that meet all ``criteria``, by the same rule as :meth:`changed`."""
        return self.reader().matching(type, criteria, on_total, whole=whole)

    def by_ids(
        self,
        type: str,
        ids: Sequence[str],
    ) -> AsyncGenerator[list[Record], None]:
        """Yield full records by internal id, up to 1000 a request; what does not exist or is hidden from the role is left out."""
        return self.reader().by_ids(type, ids)

    async def key_ranges(self, type: str, *, whole: bool = False) -> list[IdRange]:
        """Return closed ranges of internal ids, in order, that cover all records of a type, each about a page. One request."""
        return await self.reader().key_ranges(type, whole=whole)

    def in_range(self, type: str, ids: IdRange, *, whole: bool = False) -> AsyncGenerator[list[Record], None]:
        """Yield batches of the records whose internal id lies in ``ids``: one request, more when they outgrew a page."""
        return self.reader().in_range(type, ids, whole=whole)

    def _discovery(self) -> Discovery:
        over_soap = self.options.protocol is Protocol.SOAP
        data_centers = DataCenters(self._attempts, self.options.timeouts.metadata)
        return Discovery(
            self.account,
            _endpoint(self.account, self.version, self.options),
            self.soap.get_data_center_urls if over_soap else data_centers.urls,
            self.options.surroundings.monotonic,
        )

    def _clock(self, rest: RestExchange, reading: ClockReading | None) -> ServerClock:
        now = self.options.surroundings.now
        over_soap = self.options.protocol is Protocol.SOAP
        ask = self.soap.get_server_time if over_soap else RestClock(partial(clock_ahead, rest), now).ask
        return ServerClock(ask, now, reading)

    async def _webservices(self) -> str:
        return (await self.discovery.urls()).webservices

    def _account_zone(self) -> AccountZone:
        around = self.options.surroundings

        def latest() -> float:
            """Our clock may be behind NetSuite's, by as much as was measured and a little more."""
            reading = self.clock.reading
            return around.now() + (max(0.0, reading.offset_s) if reading else 0.0) + _CLOCKS_APART_S

        return AccountZone(latest, self.options.time_zone)

    async def _rest(self) -> str:
        return (await self.discovery.urls()).rest

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.account.value!r}, version={self.version.value!r})"


def _endpoint(account: AccountId, version: Version, options: ClientOptions) -> Endpoint | None:
    if options.url is None:
        return None
    endpoint = Endpoint.parse(options.url, version)
    endpoint.require(account)
    return endpoint


def _attempts(
    account: AccountId,
    credentials: Credentials,
    version: Version,
    transport: CheckedTransport,
    options: ClientOptions,
) -> Attempts:
    around = options.surroundings
    return Attempts(
        transport=transport,
        sign_in=_sign_in(account, credentials, version, transport, options),
        budget=options.budget or LocalBudget.shared(account.value),
        retrier=Retrier(options.retry, around.sleep, around.monotonic, around.random),
        observe=options.observe,
    )


def _sign_in(
    account: AccountId,
    credentials: Credentials,
    version: Version,
    transport: CheckedTransport,
    options: ClientOptions,
) -> SignIn:
    around = options.surroundings
    if isinstance(credentials, TokenCredentials):
        return TokenSignIn(account, credentials, around.now, around.nonce)
    if isinstance(credentials, OAuth2Credentials):
        return BearerSignIn(account, credentials, transport, options)
    return UserSignIn(account, credentials, version)

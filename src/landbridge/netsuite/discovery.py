"""Which hosts serve an account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.endpoints import ACCOUNT_HOSTS, DISCOVERY_URL, Endpoint
from landbridge.netsuite.errors import AccountUnknown, Context, NetSuiteError, Retry, Wait
from landbridge.netsuite.records import DataCenterUrls

EXPIRES_S = 24 * 3600.0
"""So long an answer is kept."""

ASK_AGAIN_S = 300.0
"""So long nobody asks after a look-up that failed."""


def account_hosts(account: AccountId) -> DataCenterUrls:
    """The account-specific addresses, which NetSuite answers for every account since endpoint 2019.1 (help section_N3494684)."""
    return DataCenterUrls(
        rest=f"https://{account.host}.restlets.api.netsuite.com",
        webservices=f"https://{account.host}{ACCOUNT_HOSTS}",
        system=f"https://{account.host}.app.netsuite.com",
    )


class Discovery:
    """The addresses of one account: looked up for production URLs and accounts, kept for a day; made from the id for all others.

    Without an endpoint (no URL was given) nothing is looked up. A failed look-up (``failure``) stops nobody whose address is certain
    without it: from endpoint 2019_1 on NetSuite serves an account at its own host only, so that host is used and NetSuite asked again
    five minutes later. Older endpoints live in a data centre that only the answer names; there the error is raised.
    """

    def __init__(
        self,
        account: AccountId,
        endpoint: Endpoint | None,
        ask: Callable[[], Awaitable[DataCenterUrls]],
        monotonic: Callable[[], float],
    ) -> None:
        self._account = account
        self._endpoint = endpoint
        self._ask = ask
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._known: DataCenterUrls | None = None
        self._expires = 0.0
        self.failure: NetSuiteError | None = None

    @property
    def looks_up(self) -> bool:
        """Whether NetSuite is asked at all."""
        return self._endpoint is not None and self._endpoint.looks_up(self._account)

    async def urls(self) -> DataCenterUrls:
        """The account's addresses; who comes while NetSuite is being asked waits for that answer.

        Raises ``AccountUnknown`` where NetSuite answers its default addresses for an account that must have its own.
        """
        if self._endpoint is None or not self.looks_up:
            return self._made()
        if self._known is None or self._monotonic() >= self._expires:
            async with self._lock:
                if self._known is None or self._monotonic() >= self._expires:
                    self._known = await self._looked_up(self._endpoint)
        return self._known

    async def suitetalk(self) -> str:
        """The account's own host for REST web services, which have no other (help section_1546938065)."""
        found = (await self.urls()).webservices
        return found if found.endswith(ACCOUNT_HOSTS) else account_hosts(self._account).webservices

    def _made(self) -> DataCenterUrls:
        hosts = account_hosts(self._account)
        if self._endpoint is not None and self._endpoint.uses_own_host():
            return replace(hosts, webservices=self._endpoint.base)
        return hosts

    async def _looked_up(self, endpoint: Endpoint) -> DataCenterUrls:
        certain = endpoint.version.wants_account_host
        try:
            found = await self._ask()
        except (Retry, Wait) as error:
            if not certain:
                raise
            self.failure = error
            self._expires = self._monotonic() + ASK_AGAIN_S
            return account_hosts(self._account)
        if certain and found.webservices == DISCOVERY_URL:
            raise AccountUnknown(
                f"NetSuite answers its default addresses: it knows no account {self._account}.",
                context=Context(self._account.value, "getDataCenterUrls"),
            )
        self.failure = None
        self._expires = self._monotonic() + EXPIRES_S
        return found

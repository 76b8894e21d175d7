"""Which hosts serve an account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.records import DataCenterUrls

_EXPIRES_S = 24 * 3600.0


def account_hosts(account: AccountId) -> DataCenterUrls:
    """The account-specific addresses, which NetSuite answers for every account since endpoint 2019.1 (help section_N3494684)."""
    return DataCenterUrls(
        rest=f"https://{account.host}.restlets.api.netsuite.com",
        webservices=f"https://{account.host}.suitetalk.api.netsuite.com",
        system=f"https://{account.host}.app.netsuite.com",
    )


class Discovery:
    """Asks ``getDataCenterUrls`` for production accounts and keeps the answer for a day.

    Sandboxes and release preview are told by their id alone, so their addresses are made from it without asking; so are all
    when ``asks`` is off.
    """

    def __init__(
        self,
        account: AccountId,
        ask: Callable[[], Awaitable[DataCenterUrls]],
        monotonic: Callable[[], float],
        *,
        asks: bool,
    ) -> None:
        self._account = account
        self._ask = ask
        self._monotonic = monotonic
        self._asks = asks and account.is_production
        self._known: DataCenterUrls | None = None
        self._expires = 0.0

    async def urls(self) -> DataCenterUrls:
        """The account's addresses."""
        if not self._asks:
            return account_hosts(self._account)
        if self._known is None or self._monotonic() >= self._expires:
            self._known = await self._ask()
            self._expires = self._monotonic() + _EXPIRES_S
        return self._known

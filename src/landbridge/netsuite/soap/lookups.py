"""Look-ups: what an account has and offers, its clock, its addresses and its limits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from landbridge.netsuite.endpoints import DISCOVERY_URL
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType
from landbridge.netsuite.lookups import CurrencyRate, Customization, DeletedRecord
from landbridge.netsuite.records import DataCenterUrls, Record, RecordId, Ref
from landbridge.netsuite.soap import lookuprequests as requests
from landbridge.netsuite.soap.envelope import SearchPreferences, SoapRequest
from landbridge.netsuite.soap.operations import Operations
from landbridge.netsuite.soap.replies import Reply

# ``type`` and ``filter`` are NetSuite's own words for what they hold.
# ruff: noqa: A002

T = TypeVar("T")
_LIMIT_TYPES = {
    "_account": LimitType.ACCOUNT,
    "_integrationSpecific": LimitType.INTEGRATION,
    "_internal": LimitType.INTERNAL,
}


class LookUps(Operations):
    """The operations that look something up."""

    async def get_all(self, record_type: str) -> list[Record]:
        """Return all records of a list-like type: ``currency``, ``leadSource``, ``state``, ``supportCaseStatus``, ... (GetAllRecordType)."""
        request = requests.get_all(record_type)
        reply = await self._looked_up(request)
        return self._complete(request, reply, reply.records)

    async def get_select_value(
        self,
        type: str,
        field: str,
        *,
        sublist: str = "",
        form: str = "",
        filter: tuple[str, str] | None = None,
        page_size: int = 1000,
    ) -> list[Ref]:
        """Return what a select field offers, by name: all pages, 11 to 1000 values a request.

        ``sublist`` names the sublist whose lines have the field (``itemList``), ``form`` a custom form's id. ``filter`` is an operator
        (``contains``, ``is``, ``startsWith``) and a text for the names of values.
        """
        if page_size < 11:
            raise ValueError("getSelectValue takes page sizes from 11 to 1000")
        asked = requests.SelectField(type, field, sublist, form, filter)
        preferences = SearchPreferences(page_size)

        def page(index: int) -> SoapRequest:
            return requests.get_select_value(asked, index, preferences)

        return [one async for one in self._pages(page, Ref)]

    async def get_customization_id(
        self, customization_type: str, *, include_inactives: bool = False
    ) -> list[Customization]:
        """Return the account's customizations of a GetCustomizationType: ``entityCustomField``, ``customRecordType``, ``customList``, ..."""
        request = requests.get_customization_id(customization_type, include_inactives=include_inactives)
        return self._listed(request, await self._looked_up(request), Customization)

    async def get_saved_search(self, search_type: str) -> list[Customization]:
        """Return the saved searches of a SearchRecordType: ``customer``, ``transaction``, ``item``, ..."""
        request = requests.get_saved_search(search_type)
        return self._listed(request, await self._looked_up(request), Customization)

    async def get_deleted(
        self,
        *,
        since: datetime | None = None,
        types: Sequence[str] = (),
        script_id: str = "",
        page_size: int = 1000,
    ) -> list[DeletedRecord]:
        """Return what was deleted at or after ``since`` (aware), all pages. Needs the permission Deleted Records.

        ``types`` are DeletedRecordTypes (``customer``, ``customRecord``; there is none for expense categories), ``script_id`` one custom
        record type. Whatever is deleted while pages are read may make NetSuite repeat an entry: each is answered once.
        """
        preferences = SearchPreferences(page_size)

        def page(index: int) -> SoapRequest:
            return requests.get_deleted(since, types, script_id, index, preferences)

        return list(dict.fromkeys([one async for one in self._pages(page, DeletedRecord)]))

    async def get_currency_rate(
        self,
        *,
        base_currency: RecordId | None = None,
        from_currency: RecordId | None = None,
        effective_date: datetime | None = None,
    ) -> list[CurrencyRate]:
        """Return exchange rates against one or all base currencies, of one or all others, at a date (now without one)."""
        request = requests.get_currency_rate(base_currency, from_currency, effective_date)
        return self._listed(request, await self._looked_up(request), CurrencyRate)

    async def get_server_time(self) -> datetime:
        """NetSuite's clock, UTC."""
        request = requests.get_server_time()
        reply = await self._perform(request)
        if reply.server_time is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no time.")
        return reply.server_time

    async def get_data_center_urls(self) -> DataCenterUrls:
        """Where the account lives; asked of the discovery host, without authentication."""
        request = requests.get_data_center_urls(self._exchange.account)
        reply = await self._exchange.perform(request, DISCOVERY_URL)
        if reply.data_centers is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no addresses.")
        return reply.data_centers

    async def get_account_governance_info(self) -> GovernanceLimits:
        """How many requests at once the account takes, and how many of them no integration has for itself."""
        request = requests.get_account_governance_info()
        reply = await self._looked_up(request)
        account = reply.numbers.get("accountConcurrencyLimit")
        if account is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no limit.")
        return GovernanceLimits(account, reply.numbers.get("unallocatedConcurrencyLimit", account))

    async def get_integration_governance_info(self) -> IntegrationLimits:
        """The limit of the integration whose credentials these are, where it has one of its own."""
        request = requests.get_integration_governance_info()
        reply = await self._looked_up(request)
        kind = _LIMIT_TYPES.get(reply.limit_type)
        if kind is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no kind of limit.")
        return IntegrationLimits(reply.numbers.get("integrationConcurrencyLimit"), kind)

    async def _looked_up(self, request: SoapRequest) -> Reply:
        reply = await self._perform(request)
        if reply.status is None:
            raise self._malformed(request, reply, "NetSuite's answer holds no result.")
        return reply

    async def _pages(self, page: Callable[[int], SoapRequest], kind: type[T]) -> AsyncIterator[T]:
        """Yield the entries of all pages, the first of which says how many there are."""
        index = pages = 1
        while index <= pages:
            request = page(index)
            reply = await self._looked_up(request)
            pages = reply.numbers.get("totalPages", 1)
            for one in self._typed(request, reply, kind):
                yield one
            index += 1

    def _listed(self, request: SoapRequest, reply: Reply, kind: type[T]) -> list[T]:
        return self._complete(request, reply, self._typed(request, reply, kind))

    def _typed(self, request: SoapRequest, reply: Reply, kind: type[T]) -> list[T]:
        found: list[T] = [one for one in reply.listed if isinstance(one, kind)]
        if len(found) != len(reply.listed):
            raise self._malformed(request, reply, "NetSuite answered a list of something else.")
        return found

    def _complete(self, request: SoapRequest, reply: Reply, found: list[T]) -> list[T]:
        """Refuse a list that is shorter than NetSuite itself counts it."""
        total = reply.numbers.get("totalRecords", len(found))
        if len(found) < total:
            raise self._malformed(request, reply, f"NetSuite answered {len(found)} of {total} entries.")
        return found

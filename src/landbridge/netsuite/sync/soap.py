"""The verbs of :class:`~landbridge.netsuite.soap.service.SoapService`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

# ruff: noqa: A002

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits
from landbridge.netsuite.lookups import CurrencyRate, Customization, DeletedRecord
from landbridge.netsuite.records import (
    Column,
    Criterion,
    DataCenterUrls,
    Outcome,
    Record,
    RecordId,
    RecordToWrite,
    Ref,
    SearchPage,
    SearchRow,
    Writable,
)
from landbridge.netsuite.soap.envelope import Preferences
from landbridge.netsuite.soap.service import SoapService


class SyncSoap:
    """As :class:`~landbridge.netsuite.soap.service.SoapService`, for callers without an event loop."""

    def __init__(self, service: SoapService, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run
        self._iterate = loop.iterate

    def get(self, type: str, id: RecordId) -> Record:
        """Read one full record, sublists included. ``RecordMissing`` when it does not exist."""
        return self._run(self._service.get(type, id))

    def add(
        self,
        type: str,
        values: Mapping[str, Writable],
        *,
        external_id: str | None = None,
        preferences: Preferences | None = None,
    ) -> Ref:
        """Create a record; answers its reference. ``ScriptFailedAfterSave`` when it was created all the same."""
        return self._run(self._service.add(type, values, external_id=external_id, preferences=preferences))

    def update(
        self,
        type: str,
        id: RecordId,
        values: Mapping[str, Writable],
        *,
        preferences: Preferences | None = None,
    ) -> Ref:
        """Change the fields in ``values``; ``None`` clears one. A list of lines replaces a sublist, see :class:`SublistLines`."""
        return self._run(self._service.update(type, id, values, preferences=preferences))

    def upsert(
        self,
        type: str,
        external_id: str,
        values: Mapping[str, Writable],
        *,
        preferences: Preferences | None = None,
    ) -> Ref:
        """Create the record with this external id, or update it."""
        return self._run(self._service.upsert(type, external_id, values, preferences=preferences))

    def delete(
        self,
        type: str,
        id: RecordId,
        *,
        deletion_reason_code: RecordId | None = None,
        deletion_reason_memo: str = "",
        preferences: Preferences | None = None,
    ) -> Ref:
        """Delete one record. Accounts that ask why a transaction is deleted take a reason's code, and a memo."""
        return self._run(
            self._service.delete(
                type,
                id,
                deletion_reason_code=deletion_reason_code,
                deletion_reason_memo=deletion_reason_memo,
                preferences=preferences,
            )
        )

    def initialize(self, type: str, source: Ref | Sequence[Ref], *, auxiliary: Ref | None = None) -> Record:
        """Return the record of ``type`` that NetSuite proposes to make of another, unsaved: the invoice of a sales order."""
        return self._run(self._service.initialize(type, source, auxiliary=auxiliary))

    def attach(self, attached: Ref, to: Ref, *, contact_role: RecordId | None = None) -> Ref:
        """Attach a contact, perhaps in a role, or another record such as a file; both references say their type."""
        return self._run(self._service.attach(attached, to, contact_role=contact_role))

    def detach(self, detached: Ref, from_: Ref) -> Ref:
        """Detach a record from another; both references say their type."""
        return self._run(self._service.detach(detached, from_))

    def get_list(self, type: str, ids: Sequence[RecordId]) -> list[Outcome[Record]]:
        """Read full records, 1000 a request, pieces side by side."""
        return self._run(self._service.get_list(type, ids))

    def add_list(
        self, records: Sequence[RecordToWrite | Record], *, preferences: Preferences | None = None
    ) -> list[Outcome[Ref]]:
        """Create records, 200 a request; their internal ids are left out."""
        return self._run(self._service.add_list(records, preferences=preferences))

    def update_list(
        self, records: Sequence[RecordToWrite | Record], *, preferences: Preferences | None = None
    ) -> list[Outcome[Ref]]:
        """Change records, 100 a request, each named by its internal or external id."""
        return self._run(self._service.update_list(records, preferences=preferences))

    def upsert_list(
        self, records: Sequence[RecordToWrite | Record], *, preferences: Preferences | None = None
    ) -> list[Outcome[Ref]]:
        """Create or change records by their external ids, 100 a request."""
        return self._run(self._service.upsert_list(records, preferences=preferences))

    def delete_list(
        self,
        type: str,
        ids: Sequence[RecordId],
        *,
        deletion_reason_code: RecordId | None = None,
        deletion_reason_memo: str = "",
        preferences: Preferences | None = None,
    ) -> list[Outcome[Ref]]:
        """Delete records, 200 a request; a reason as for ``delete``."""
        return self._run(
            self._service.delete_list(
                type,
                ids,
                deletion_reason_code=deletion_reason_code,
                deletion_reason_memo=deletion_reason_memo,
                preferences=preferences,
            )
        )

    def search(
        self,
        type: str,
        criteria: Sequence[Criterion] = (),
        *,
        columns: Sequence[str | Column] = (),
        saved_search: str = "",
        custom_joins: Mapping[str, str] | None = None,
        page_size: int = 1000,
        body_fields_only: bool = True,
        return_search_columns: bool = True,
    ) -> SearchPage:
        """Search a record type, a family (``transaction``, ``item``) or a custom record type; the first page in NetSuite's own order."""
        return self._run(
            self._service.search(
                type,
                criteria,
                columns=columns,
                saved_search=saved_search,
                custom_joins=custom_joins,
                page_size=page_size,
                body_fields_only=body_fields_only,
                return_search_columns=return_search_columns,
            )
        )

    def search_more_with_id(
        self,
        search_id: str,
        page_index: int,
        *,
        page_size: int = 1000,
        body_fields_only: bool = True,
        return_search_columns: bool = True,
    ) -> SearchPage:
        """Run the search behind ``search_id`` again and answer its page ``page_index`` (from 1)."""
        return self._run(
            self._service.search_more_with_id(
                search_id,
                page_index,
                page_size=page_size,
                body_fields_only=body_fields_only,
                return_search_columns=return_search_columns,
            )
        )

    def search_rows(
        self,
        type: str,
        criteria: Sequence[Criterion] = (),
        *,
        columns: Sequence[str | Column],
        custom_joins: Mapping[str, str] | None = None,
        page_size: int = 1000,
    ) -> Iterator[list[SearchRow]]:
        """Yield all rows in batches, in no order, each row once whatever moves meanwhile: closed ranges of internal ids, each read in one page."""
        return self._iterate(
            self._service.search_rows(
                type, criteria, columns=columns, custom_joins=custom_joins, page_size=page_size
            )
        )

    def get_all(self, record_type: str) -> list[Record]:
        """Return all records of a list-like type: ``currency``, ``leadSource``, ``state``, ``supportCaseStatus``, ... (GetAllRecordType)."""
        return self._run(self._service.get_all(record_type))

    def get_select_value(
        self,
        type: str,
        field: str,
        *,
        sublist: str = "",
        form: str = "",
        filter: tuple[str, str] | None = None,
        page_size: int = 1000,
    ) -> list[Ref]:
        """Return what a select field offers, by name: all pages, 11 to 1000 values a request."""
        return self._run(
            self._service.get_select_value(
                type, field, sublist=sublist, form=form, filter=filter, page_size=page_size
            )
        )

    def get_customization_id(
        self, customization_type: str, *, include_inactives: bool = False
    ) -> list[Customization]:
        """Return the account's customizations of a GetCustomizationType: ``entityCustomField``, ``customRecordType``, ``customList``, ..."""
        return self._run(
            self._service.get_customization_id(customization_type, include_inactives=include_inactives)
        )

    def get_saved_search(self, search_type: str) -> list[Customization]:
        """Return the saved searches of a SearchRecordType: ``customer``, ``transaction``, ``item``, ..."""
        return self._run(self._service.get_saved_search(search_type))

    def get_deleted(
        self,
        *,
        since: datetime | None = None,
        types: Sequence[str] = (),
        script_id: str = "",
        page_size: int = 1000,
    ) -> list[DeletedRecord]:
        """Return what was deleted at or after ``since`` (aware), all pages. Needs the permission Deleted Records."""
        return self._run(
            self._service.get_deleted(since=since, types=types, script_id=script_id, page_size=page_size)
        )

    def get_currency_rate(
        self,
        *,
        base_currency: RecordId | None = None,
        from_currency: RecordId | None = None,
        effective_date: datetime | None = None,
    ) -> list[CurrencyRate]:
        """Return exchange rates against one or all base currencies, of one or all others, at a date (now without one)."""
        return self._run(
            self._service.get_currency_rate(
                base_currency=base_currency, from_currency=from_currency, effective_date=effective_date
            )
        )

    def get_server_time(self) -> datetime:
        """NetSuite's clock, UTC."""
        return self._run(self._service.get_server_time())

    def get_data_center_urls(self) -> DataCenterUrls:
        """Where the account lives; asked of the discovery host, without authentication."""
        return self._run(self._service.get_data_center_urls())

    def get_account_governance_info(self) -> GovernanceLimits:
        """How many requests at once the account takes, and how many of them no integration has for itself."""
        return self._run(self._service.get_account_governance_info())

    def get_integration_governance_info(self) -> IntegrationLimits:
        """The limit of the integration whose credentials these are, where it has one of its own."""
        return self._run(self._service.get_integration_governance_info())

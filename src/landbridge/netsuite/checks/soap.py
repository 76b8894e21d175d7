"""What a role may read over SOAP: searches as an import runs them, and single reads to tell which permission a refused one lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landbridge.netsuite.checks.limits import limits_line
from landbridge.netsuite.checks.lines import CheckLine, CheckState, Subject, answer_of
from landbridge.netsuite.checks.permissions import Need, named_in, of_types, service
from landbridge.netsuite.errors import FixRecord, NetSuiteError, PermissionMissing
from landbridge.netsuite.records import Criterion
from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.families import members_of
from landbridge.recordtypes.permissions import permission

if TYPE_CHECKING:
    from landbridge.netsuite.client import Client

SEARCH = Need(permission("LIST_FIND"), "View")
"""Perform Search: without it a role reads single records and searches none (help section_N664557)."""

FIND_TRANSACTION = Need(permission("TRAN_FIND"), "View")
"""Find Transaction (help article_0320025211)."""

_SOME_ID = "1"
_UNKNOWN = ("Not known: NetSuite ran no search.", "First mend what else is named.")


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of one record type: how a single read was refused, and how a search was."""

    need: Need
    read: NetSuiteError | None
    search: NetSuiteError | None
    searchable: bool = True

    @property
    def searched(self) -> bool:
        """Whether NetSuite ran the search, so that Perform Search is there."""
        return self.searchable and self.search is None

    @property
    def search_refused(self) -> bool:
        """Whether nothing but a permission to search can be missing."""
        if not isinstance(self.search, PermissionMissing):
            return False
        return self.read is None or named_in(self.search) in {SEARCH.permission, FIND_TRANSACTION.permission}


@dataclass(frozen=True, slots=True)
class SoapSide:
    """How a connection over SOAP is tested."""

    client: Client
    service = service("ADMI_WEBSERVICES")

    async def greet(self) -> NetSuiteError | None:
        """Ask for NetSuite's clock, which needs nothing but the role's right to use SOAP."""
        answer = await answer_of(self.client.clock.measure(fresh_s=0))
        return answer if isinstance(answer, NetSuiteError) else None

    def subjects(self, record_types: Sequence[str]) -> list[Subject]:
        """Permissions to search, then one for each permission that guards a type."""
        needs = of_types(record_types)
        searching = [
            need.subject
            for need, transactions in ((SEARCH, False), (FIND_TRANSACTION, True))
            if any(one.is_transaction is transactions and _searchable(one.types[0]) for one in needs)
        ]
        return [*searching, *(need.subject for need in needs)]

    async def permissions(self, record_types: Sequence[str]) -> list[CheckLine]:
        """Search a type of each permission, in parallel."""
        tried = await asyncio.gather(*(_try(self.client, need) for need in of_types(record_types)))
        search = _searching(SEARCH, [one for one in tried if not one.need.is_transaction])
        transactions = _searching(FIND_TRANSACTION, [one for one in tried if one.need.is_transaction])
        if search.state is transactions.state is CheckState.FAILED and search.message == transactions.message:
            # One permission lacks, and one line says so.
            transactions = FIND_TRANSACTION.subject.skipped(*_UNKNOWN)
        return [search, transactions, *(one.need.line(one.read) for one in tried)]

    async def limits(self, wish: int | None) -> CheckLine:
        """Ask for both limits."""
        account, integration = await asyncio.gather(
            answer_of(self.client.soap.get_account_governance_info()),
            answer_of(self.client.soap.get_integration_governance_info()),
        )
        return limits_line(account, integration, wish)


async def _try(client: Client, need: Need) -> _Tried:
    """A search of a type without permission is refused, but one of transactions finds none (github.com/fylein/netsuite-sdk-py
    issue 110), so these are read singly too."""
    name = need.types[0]
    if not _searchable(name):
        return _Tried(need, await _read(client, name), None, searchable=False)
    search = await _search(client, name)
    if search is None and not need.is_transaction:
        return _Tried(need, None, None)
    read = await _read(client, name)
    if read is None and search is not None and not isinstance(search, PermissionMissing):
        return _Tried(need, search, search)
    return _Tried(need, read, search)


def _searchable(name: str) -> bool:
    """Whether SOAP has a search of the type: currencies have none."""
    kind = RECORD_TYPES.get(name)
    return kind is None or bool(kind.search_basic)


async def _search(client: Client, name: str) -> NetSuiteError | None:
    """Search for one id, which costs NetSuite nothing."""
    answer = await answer_of(
        client.soap.search(name, [Criterion("internalIdNumber", "equalTo", (1,))], page_size=5)
    )
    return answer if isinstance(answer, NetSuiteError) else None


async def _read(client: Client, name: str) -> NetSuiteError | None:
    """Read a record that may not exist: permissions are looked at first."""
    members = members_of(name)
    answer = await answer_of(client.soap.get(members[0].name if members else name, _SOME_ID))
    if isinstance(answer, NetSuiteError) and not isinstance(answer, FixRecord):
        return answer
    return None


def _searching(need: Need, tried: Sequence[_Tried]) -> CheckLine:
    if any(one.searched for one in tried):
        return need.line(None)
    refused = next((one.search for one in tried if one.search_refused), None)
    if refused is not None:
        return need.line(refused)
    return need.subject.skipped(*_UNKNOWN)

"""What a role may read over REST: the catalogue of record types that it sees, and queries as an import runs them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from landbridge.netsuite.checks.limits import limits_line
from landbridge.netsuite.checks.lines import CheckLine, Subject, answer_of
from landbridge.netsuite.checks.permissions import Need, of_types, service
from landbridge.netsuite.errors import NetSuiteError, PermissionMissing, QueryRefused
from landbridge.recordtypes.families import kind_of, members_of

if TYPE_CHECKING:
    from landbridge.netsuite.client import Client

WORKBOOK = service("REPO_ANALYTICS", "View")
"""SuiteAnalytics Workbook, without which there is no SuiteQL (help section_157909186990)."""

_NOTHING = "SELECT 1 AS one FROM dual"


@dataclass(slots=True)
class RestSide:
    """How a connection by REST and SuiteQL is tested."""

    client: Client
    service: Need = field(default_factory=lambda: service("ADMI_RESTWEBSERVICES"))
    _seen: frozenset[str] = frozenset()

    async def greet(self) -> NetSuiteError | None:
        """Ask for the catalogue of the types that the role may see, for which it needs nothing but the right to use REST."""
        answer = await answer_of(self.client.rest.record_types())
        if isinstance(answer, NetSuiteError):
            return answer
        self._seen = frozenset(name.lower() for name in answer)
        return None

    def subjects(self, record_types: Sequence[str]) -> list[Subject]:
        """The permission to query, then one for each permission that guards a type."""
        return [WORKBOOK.subject, *(need.subject for need in of_types(record_types))]

    async def permissions(self, record_types: Sequence[str]) -> list[CheckLine]:
        """Query nothing, then a type of each permission, in parallel."""
        workbook = await self._query(_NOTHING)
        lines = await asyncio.gather(
            *(self._line(need, queries=workbook is None) for need in of_types(record_types))
        )
        return [WORKBOOK.line(workbook), *lines]

    async def limits(self, wish: int | None) -> CheckLine:
        """Ask for both limits at once."""
        answer = await answer_of(self.client.rest.governance_limits())
        account, integration = (answer, answer) if isinstance(answer, NetSuiteError) else answer
        return limits_line(account, integration, wish)

    async def _line(self, need: Need, *, queries: bool) -> CheckLine:
        """A table is hidden from a role without permission as if it were not there; transactions of all types share one, so that only
        the catalogue tells (help chapter_1540810168: it shows what the role may see)."""
        name = need.types[0]
        kind = kind_of(name)
        seen = any(
            one in self._seen for one in [name.lower(), *(one.name.lower() for one in members_of(name))]
        )
        table = name if kind is None else kind.suiteql
        if need.is_transaction or not queries or not table:
            return need.line(None) if seen else need.missing()
        refusal = await self._query(f"SELECT id FROM {table} WHERE id = 0")  # noqa: S608 - names of ours
        if isinstance(refusal, QueryRefused | PermissionMissing) and not seen:
            return need.missing()
        return need.line(refusal)

    async def _query(self, sql: str) -> NetSuiteError | None:
        answer = await answer_of(self._first_page(sql))
        return answer if isinstance(answer, NetSuiteError) else None

    async def _first_page(self, sql: str) -> None:
        async with aclosing(self.client.suiteql.query(sql, page_size=1)) as pages:
            await anext(pages, None)

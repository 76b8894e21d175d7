"""A text compiled into what the warehouse runs."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.local.suiteql.compiling.clauses import check
from landbridge.local.suiteql.compiling.queries import Queries
from landbridge.local.suiteql.dialect import parsed
from landbridge.local.suiteql.errors import unsupported
from landbridge.local.suiteql.model import Compiled, Visible


def compiled(
    text: str, table: Callable[[str], Visible], members: Callable[[str], tuple[str, ...]]
) -> Compiled:
    """Compile a query. ``table`` finds what the role may view, ``members`` the types that a reference may mean.

    Raises ``QueryRefused``.
    """
    statement, places = parsed(text)
    check(statement)
    queries = Queries(table, places)
    try:
        result = queries.inner(statement, None)
    except RecursionError:
        raise unsupported("The query is nested too deeply.") from None
    needed = {source for one in queries.used.values() for source in one.sources}
    needed |= {member for referred in queries.referred for member in members(referred)}
    return Compiled(result.sql, result.limited, tuple(result.outputs), len(places), frozenset(needed))

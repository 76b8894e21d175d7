"""Which tables and rows a role may read."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.local.access.model import Level
from landbridge.local.suiteql.errors import hidden_table, unknown_table
from landbridge.local.suiteql.model import Table, Visible

PERMISSION = "REPO_ANALYTICS"
"""SuiteAnalytics Workbook (documented)."""

SET_UP = "ADMI_"
"""Lists that only a set-up permission guards are read by everyone who may query (assumed): they say no more than BUILTIN.DF does."""


def viewed(tables: Mapping[str, Table], name: str, allowed: frozenset[str]) -> Visible:
    """Return a table as a role sees it, ``allowed`` being the record types that it may view.

    Raises ``QueryRefused`` for a table that there is not, and for one of which the role may see no row.
    """
    table = tables.get(name)
    if table is None:
        raise unknown_table(name)
    kinds = tuple(kind for kind in table.sources if kind in allowed)
    if not kinds:
        raise hidden_table(name)
    return Visible(table, None if len(kinds) == len(table.sources) else kinds)


def may_view(level: Level, permission: str) -> bool:
    """Say whether a role may view what a permission guards."""
    return level >= Level.VIEW or permission.startswith(SET_UP)

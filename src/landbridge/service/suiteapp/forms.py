"""Which form of the SuiteApp fits an account in which no SuiteApp answers yet, so far as a connection can tell.

No API lists bundles. What the native connector leaves for every integration role to see are its export check boxes: a query that names
one is refused where the account has none (the refusal of an unknown column is observed; so is that a field which is hidden from the
role looks the same, so "none" is no proof).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from landbridge.netsuite import NetSuiteError, QueryRefused
from landbridge.recordtypes import RECORD_TYPES

FLAG = RECORD_TYPES["customer"].export_flag
BUNDLES = "Customization > SuiteBundler > Search & Install Bundles > List"
BUILD = "`landbridge suiteapp build --form {form} --out FOLDER`"


class Queries(Protocol):
    """Runs SuiteQL in one NetSuite account (``landbridge.netsuite``)."""

    def query(self, sql: str, params: Sequence[Any] = ..., *, page_size: int = ...) -> Iterator[list[Any]]:
        """Yield pages of rows. Raises ``NetSuiteError``."""


def form_advice(queries: Queries) -> str:
    """Say which form to install, from one or two queries that read nothing."""
    marked = has_flag(queries)
    if marked is None:
        return (
            "Whether the native connector is there cannot be seen with this connection, whose role may not query customers: look for "
            f"bundle 369637 in {BUNDLES}. With it the form is beside-native, without it standalone ({BUILD.format(form='FORM')})."
        )
    if marked:
        return (
            f"The native connector's check box {FLAG} is there: the form is beside-native ({BUILD.format(form='beside-native')}), "
            f"unless {BUNDLES} has none of Oracle's bundles and an earlier SuiteApp of ours brought it."
        )
    return (
        f"No trace of the native connector is seen: the form is standalone ({BUILD.format(form='standalone')}), unless {BUNDLES} "
        "has 369637 all the same."
    )


def has_flag(queries: Queries) -> bool | None:
    """Whether customers have the native connector's export check box; ``None`` where the role cannot tell."""
    try:
        _run(queries, "SELECT id FROM customer WHERE id = 0")
    except NetSuiteError:
        return None
    try:
        _run(queries, f"SELECT {FLAG} FROM customer WHERE id = 0")  # noqa: S608 - a name of ours
    except QueryRefused:
        return False
    except NetSuiteError:
        return None
    return True


def _run(queries: Queries, sql: str) -> None:
    for _ in queries.query(sql, page_size=1):
        pass

"""What connections are used for, as the apps above tell: which NetSuite fields must be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

Usage = Callable[[str, str], Mapping[str, frozenset[str]]]
"""Takes a NetSuite account and a SuiteProjects Pro database id; returns the fields that must be read, by NetSuite record type."""

_usages: list[Usage] = []


def add_usage(usage: Usage) -> None:
    """Ask ``usage`` too. Apps above this one call it when Django makes them ready."""
    if usage not in _usages:
        _usages.append(usage)


def fields_in_use(netsuite_account: str, spp_database_id: str) -> dict[str, frozenset[str]]:
    """Return the fields that must be read of a connection's account, by NetSuite record type."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for usage in _usages:
        for netsuite_type, fields in usage(netsuite_account, spp_database_id).items():
            found[netsuite_type] |= fields
    return dict(found)

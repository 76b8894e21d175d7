"""What the apps above forget when a connection is given another NetSuite account."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.service.connections.models import Connection

Forget = Callable[[Connection], None]
"""Deletes what was known of the account before, in the transaction that changes it."""

_forgetting: list[Forget] = []


def add_forgetting(forget: Forget) -> None:
    """Call ``forget`` too. Apps above this one call it when Django makes them ready."""
    if forget not in _forgetting:
        _forgetting.append(forget)


def forget_account(connection: Connection) -> None:
    """Forget what is known of the NetSuite account that a saved connection had until now."""
    for forget in _forgetting:
        forget(connection)

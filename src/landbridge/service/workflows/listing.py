"""Every workflow with its state, as commands and the API tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import administration
from landbridge.service.workflows.adding import workflows_of
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX
from landbridge.service.workflows.describing import described
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.store import Prepared, prepare


def of_catalogue() -> list[dict[str, Any]]:
    """Return what comes with Landbridge, as :class:`Described`, without a connection's state."""
    return [_told(kind, None, None, allowed=None) for kind in CATALOGUE.values()]


def of_connection(connection: Connection) -> list[dict[str, Any]]:
    """Return every workflow that a connection can have with its state there, in a handful of queries.

    ``allowed``, ``added``, ``active`` and ``live`` are the switches, ``bookmark`` says up to when changes were read.
    """
    allowed = administration.allowed(connection.pk)
    found = workflows_of(connection)
    prepared = {one.workflow.key: one for one in prepare(stored for _, stored in found if stored)}
    return [
        _told(
            kind,
            stored,
            prepared.get(kind.key),
            allowed=kind.key in allowed or kind.key.startswith(CUSTOM_PREFIX),
        )
        for kind, stored in found
    ]


def _told(
    kind: Declaration, stored: Workflow | None, prepared: Prepared | None, *, allowed: bool | None
) -> dict[str, Any]:
    state: Mapping[str, Any] = {
        "allowed": allowed,
        "added": stored is not None,
        "active": bool(stored and stored.active),
        "live": bool(stored and stored.real_time),
        "bookmark": stored.bookmark if stored else None,
    }
    if prepared is None:
        return {**asdict(described(kind)), **state}
    rows = {one.group.key: one.rows for one in prepared.groups if one.rows}
    return {**asdict(described(kind, rows, prepared.monitored or prepared.watched)), **state}

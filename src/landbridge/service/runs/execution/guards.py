"""What is looked at before a step of a run reads, and what then keeps its workflow from being imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Reader
from landbridge.service.workflows.store import Prepared

Guard = Callable[[Connection, str, str, Reader, datetime], None]
"""Takes the connection, the NetSuite record type, the kind of run, the reader and the time. May write ``Workflow.stopped_because``."""

_guards: list[Guard] = []


def add_guard(guard: Guard) -> None:
    """Let ``guard`` look too. Apps above this one call it when Django makes them ready."""
    if guard not in _guards:
        _guards.append(guard)


def why_stopped(prepared: Prepared, connection: Connection, kind: str, reader: Reader, now: datetime) -> str:
    """Let every guard look, and return why the workflow stands still, empty where it does not. No transaction may be open."""
    workflow = prepared.workflow
    for guard in _guards:
        guard(connection, prepared.declaration.netsuite_type, kind, reader, now)
    workflow.refresh_from_db(fields=["stopped_because"])
    return workflow.stopped_because

"""What keeps a workflow as it is: other apps say why it must not be switched off or configured anew (fact sheet 1.4)."""

from __future__ import annotations

from collections.abc import Callable

from landbridge.service.workflows import catalogue
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow

Protector = Callable[[int, str], str | None]
"""Takes a connection's id and a workflow's key; returns why the workflow is protected, ``None`` when it is not."""

_protectors: list[Protector] = []


def add_protector(protector: Protector) -> None:
    """Ask ``protector`` too. Apps above this one call it when Django makes them ready."""
    if protector not in _protectors:
        _protectors.append(protector)


def protection(connection_id: int, key: str) -> str | None:
    """Return why the workflow is protected, ``None`` when it is not."""
    reasons = (protector(connection_id, key) for protector in _protectors)
    return _live(connection_id, key) or next((reason for reason in reasons if reason), None)


def refuse_protected(connection_id: int, key: str) -> None:
    """Raise :class:`WorkflowRefused` for a workflow that is protected: `live` for real time, or `scheduled`."""
    live = _live(connection_id, key)
    if live:
        raise WorkflowRefused("live", live)
    reason = protection(connection_id, key)
    if reason:
        raise WorkflowRefused("scheduled", reason)


def _live(connection_id: int, key: str) -> str | None:
    if not Workflow.objects.filter(connection_id=connection_id, key=key, real_time=True).exists():
        return None
    return f"{catalogue.label(key)} is live for real time. Switch real time off for it first."

"""What speaks against making a workflow live for real time: apps above say so, since they know NetSuite's side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from landbridge.service.workflows.errors import WorkflowRefused


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a workflow should not be live yet, with what to do. One that does not ``refuse`` is told to whoever makes it live."""

    text: str
    refuses: bool


Objector = Callable[[int, str], Iterable[Objection]]
"""Takes a connection's id and a workflow's key. Asks nothing of NetSuite: it is called in a transaction."""

_objectors: list[Objector] = []


def add_objector(objector: Objector) -> None:
    """Ask ``objector`` too. Apps above this one call it when Django makes them ready."""
    if objector not in _objectors:
        _objectors.append(objector)


def objections(connection_id: int, key: str) -> list[Objection]:
    """Return everything that speaks against making a workflow live."""
    return [one for objector in _objectors for one in objector(connection_id, key)]


def refuse_objected(connection_id: int, key: str) -> None:
    """Raise :class:`WorkflowRefused` (`not_ready`) where an objection refuses."""
    refusing = [one.text for one in objections(connection_id, key) if one.refuses]
    if refusing:
        raise WorkflowRefused("not_ready", " ".join(refusing))

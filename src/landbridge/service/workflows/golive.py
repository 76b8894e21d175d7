"""What speaks against making a workflow live for real time: apps above say so, since they know NetSuite's side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from landbridge.service.connections.models import Connection
from landbridge.service.workflows.errors import WorkflowRefused


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a workflow should not be live yet, with what to do. One that does not ``refuse`` is told to whoever makes it live."""

    text: str
    refuses: bool


Objector = Callable[[int, str], Iterable[Objection]]
"""Takes a connection's id and a workflow's key. Asks nothing of NetSuite: it is called in a transaction."""

Look = Callable[[Connection], str]
"""Asks NetSuite what is there, unless that was just done; returns what there is to say where it could not be asked, else empty."""

_objectors: list[Objector] = []
_looks: list[Look] = []


def add_objector(objector: Objector) -> None:
    """Ask ``objector`` too. Apps above this one call it when Django makes them ready."""
    if objector not in _objectors:
        _objectors.append(objector)


def add_look(look: Look) -> None:
    """Look with ``look`` too. Apps above this one call it when Django makes them ready."""
    if look not in _looks:
        _looks.append(look)


def look_afresh(connection: Connection) -> list[str]:
    """Look at NetSuite's side, so that :func:`objections` are of now; return what there is to say where that could not be.

    To be called before workflows are made live, and outside a transaction: it may take as long as NetSuite does.
    """
    return [said for look in _looks if (said := look(connection))]


def objections(connection_id: int, key: str) -> list[Objection]:
    """Return everything that speaks against making a workflow live."""
    return [one for objector in _objectors for one in objector(connection_id, key)]


def refuse_objected(connection_id: int, key: str) -> None:
    """Raise :class:`WorkflowRefused` (`not_ready`) where an objection refuses."""
    refusing = [one.text for one in objections(connection_id, key) if one.refuses]
    if refusing:
        raise WorkflowRefused("not_ready", " ".join(refusing))

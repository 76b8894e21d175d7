"""Workflows by key: those that come with Landbridge, and the custom ones, which are kept for each connection."""

from __future__ import annotations

from collections.abc import Container, Iterable

from django.apps import apps
from django.db import connection as database

from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX, custom
from landbridge.service.workflows.catalogue.model import Declaration
from landbridge.service.workflows.catalogue.standard import CATALOGUE, POSITIONS

_custom: dict[tuple[str, str], Declaration] = {}
"""By database and key. What a custom workflow reads and writes never changes, so what was loaded once holds."""


def find(key: str) -> Declaration | None:
    """Return the workflow ``key``, also a custom one that was deleted, ``None`` where there never was one.

    Asks the database for a custom workflow that this process has not met yet.
    """
    if not key.startswith(CUSTOM_PREFIX):
        return CATALOGUE.get(key)
    known = _custom.get((_database(), key))
    if known is None and key.removeprefix(CUSTOM_PREFIX).isdecimal():
        _load(pk=int(key.removeprefix(CUSTOM_PREFIX)))
    return _custom.get((_database(), key))


def declaration(key: str) -> Declaration:
    """Return the workflow ``key`` as :func:`find` does. Raises ``KeyError`` where there never was one."""
    found = find(key)
    if found is None:
        raise KeyError(f"there is no workflow {key!r}")
    return found


def label(key: str) -> str:
    """Return the workflow's label, the key itself where there never was one."""
    found = find(key)
    return found.label if found else key


def position(key: str) -> tuple[int, int]:
    """Return what sorts workflows in order of dependency, custom ones behind the others."""
    number = key.removeprefix(CUSTOM_PREFIX)
    return POSITIONS.get(key, len(POSITIONS)), int(number) if number.isdecimal() else 0


def ordered(keys: Iterable[str]) -> list[str]:
    """Return those of ``keys`` that are workflows, each once, in order of dependency."""
    return sorted({key for key in keys if find(key)}, key=position)


def declarations(connection_id: int) -> list[Declaration]:
    """Return every workflow that a connection can have, in order of dependency, in one query."""
    return [*CATALOGUE.values(), *_load(connection_id=connection_id, deleted_at=None)]


def of_type(connection_id: int, netsuite_type: str) -> list[Declaration]:
    """Return the workflows of a connection that read a NetSuite record type, in one query."""
    return [kind for kind in declarations(connection_id) if kind.netsuite_type == netsuite_type]


def _load(**which: object) -> list[Declaration]:
    rows = apps.get_model("workflows", "CustomWorkflow").objects.filter(**which).order_by("pk")
    found = [custom(*row) for row in rows.values_list("pk", "label", "netsuite_type", "spp_type")]
    _custom.update({(_database(), one.key): one for one in found})
    return found


def _database() -> str:
    return str(database.settings_dict["NAME"])


def missing(kind: Declaration, active: Container[str]) -> list[str]:
    """Return the labels of the workflows that ``kind`` depends on and that are not among the ``active`` ones."""
    return [label(needed) for needed in kind.depends_on if needed not in active]

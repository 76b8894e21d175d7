"""What the administration page of a connection decides: which workflows may be added, and how runs behave (fact sheet 1.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Administration, Workflow

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

BOXES = {
    "strict_validation": "Enable strict mapping validation",
    "show_account_information": "Show account information in integration run results",
    "full_since_control": "Expose NetSuite full synchronization control since date",
    "merge_guard": "Skip merge of matching records with another NetSuite internal ID",
    "stamp": "Write the last import onto the NetSuite record",
}
"""The settings that are boxes, with their labels; their names are those of the fields."""

MOST_CUSTOM = 50
"""Custom workflows that may be active at the most."""

Setting = bool | int | str


def of(connection_id: int) -> Administration:
    """Return what the page of a connection holds, the defaults where nobody stored it yet, in one query."""
    stored = Administration.objects.filter(connection_id=connection_id).first()
    return stored or Administration(connection_id=connection_id)


def zone_of(connection_id: int) -> ZoneInfo:
    """Return the time zone of a connection's NetSuite account, in one query: it says on which day an instant lies."""
    return ZoneInfo(of(connection_id).time_zone)


def allowed(connection_id: int) -> frozenset[str]:
    """Return the workflows of the catalogue that may be added, in one query."""
    return allowed_by(of(connection_id))


def allowed_by(page: Administration) -> frozenset[str]:
    """Return the workflows of the catalogue that may be added by this page: the standard ones where nobody chose."""
    if page.allowed is None:
        return frozenset(key for key, kind in catalogue.CATALOGUE.items() if kind.standard)
    return frozenset(page.allowed)


def refuse_not_allowed(connection: Connection, key: str) -> None:
    """Raise :class:`WorkflowRefused` (`not_allowed`) for a workflow of the catalogue that the page does not allow.

    The page stays as it is until the caller's transaction ends.
    """
    if not key.startswith(CUSTOM_PREFIX) and key not in allowed_by(hold(connection)):
        raise WorkflowRefused(
            "not_allowed",
            f"{catalogue.label(key)} is not allowed. Tick it under Imports on the page Administration, or "
            f"`landbridge workflows allow {key}`.",
        )


@transaction.atomic
def set_allowed(connection: Connection, keys: Iterable[str] | None, *, by: User | None) -> Administration:
    """Say which workflows of the catalogue may be added; ``None``: the standard ones, whichever these are.

    Raises :class:`WorkflowRefused` for an unknown one (`unknown_workflow`), and where one that was added is not among them (`added`).
    """
    wanted = allowed_by(Administration()) if keys is None else frozenset(keys)
    _refuse_unknown(wanted)
    page = hold(connection)
    _refuse_added(connection, allowed_by(page) - wanted)
    page.allowed = None if keys is None else catalogue.ordered(wanted)
    page.changed_by = by
    page.save()
    return page


def allow(connection: Connection, keys: Collection[str], *, by: User | None) -> Administration:
    """Allow these workflows beside those that are. Raises as :func:`set_allowed` does."""
    return set_allowed(connection, allowed(connection.pk) | set(keys), by=by)


def disallow(connection: Connection, keys: Collection[str], *, by: User | None) -> Administration:
    """Do not allow these workflows any more. Raises as :func:`set_allowed` does."""
    _refuse_unknown(keys)
    return set_allowed(connection, allowed(connection.pk) - set(keys), by=by)


@transaction.atomic
def change(connection: Connection, *, by: User | None, **settings: Setting) -> Administration:
    """Store settings of the page: those of :data:`BOXES`, ``real_time_scope``, ``custom_limit`` and ``time_zone``.

    Raises :class:`WorkflowRefused` for a name that is none of them (`unknown_setting`) and a value that does not suit (`bad_setting`).
    """
    page = hold(connection)
    for name, value in settings.items():
        setattr(page, name, _checked(connection, name, value))
    page.changed_by = by
    page.save()
    return page


def _checked(connection: Connection, name: str, value: Setting) -> Setting:
    if name in BOXES:
        if not isinstance(value, bool):
            raise WorkflowRefused("bad_setting", f"{name} is on or off.")
    elif name == "real_time_scope":
        if value not in Administration.Scope.values:
            raise WorkflowRefused(
                "bad_setting", f"{name} is one of {', '.join(Administration.Scope.values)}."
            )
    elif name == "custom_limit":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_CUSTOM:
            raise WorkflowRefused("bad_setting", f"{name} is a number from 0 to {MOST_CUSTOM}.")
        active = active_custom(connection.pk)
        if value < active:
            raise WorkflowRefused(
                "bad_setting", f"{active} custom workflows are active. Switch some of them off first."
            )
    elif name == "time_zone":
        _refuse_unknown_zone(value)
    else:
        names = ", ".join([*BOXES, "real_time_scope", "custom_limit", "time_zone"])
        raise WorkflowRefused("unknown_setting", f"There is no setting {name}. There are: {names}.")
    return value


def _refuse_unknown_zone(value: Setting) -> None:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WorkflowRefused(
            "bad_setting", f"There is no time zone {str(value)[:60]!r}. Names are as Europe/Vienna."
        ) from None


def active_custom(connection_id: int) -> int:
    """Return how many custom workflows are active."""
    return Workflow.objects.filter(
        connection_id=connection_id, active=True, key__startswith=CUSTOM_PREFIX
    ).count()


def _refuse_unknown(keys: Iterable[str]) -> None:
    unknown = sorted(set(keys) - catalogue.CATALOGUE.keys())
    if unknown:
        raise WorkflowRefused("unknown_workflow", f"There is no workflow {', '.join(unknown)}.")


def _refuse_added(connection: Connection, keys: Collection[str]) -> None:
    added = Workflow.objects.filter(connection=connection, added=True, key__in=keys)
    labels = [catalogue.label(key) for key in catalogue.ordered(added.values_list("key", flat=True))]
    if labels:
        raise WorkflowRefused(
            "added",
            f"{', '.join(labels)} {'stands' if len(labels) == 1 else 'stand'} on the page Workflows. Delete "
            f"{'it' if len(labels) == 1 else 'them'} there first.",
        )


def hold(connection: Connection) -> Administration:
    """Return the page, locked until the caller's transaction ends: switches of one connection are turned one after the other."""
    Administration.objects.bulk_create([Administration(connection=connection)], ignore_conflicts=True)
    return Administration.objects.select_for_update().get(connection=connection)

"""What is wrong and was told: open until it is over, one of a key. For those who look anew each time and compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.notifications.models import Trouble


def standing(connection: Connection, prefix: str) -> Mapping[str, Trouble]:
    """Return what was told and is not over, by the rest of its key. ``prefix`` is how the keys of one subject begin."""
    found = Trouble.objects.filter(connection=connection, key__startswith=prefix, closed_at=None)
    return {trouble.key.removeprefix(prefix): trouble for trouble in found}


def turn(
    connection: Connection, prefix: str, *, fresh: Iterable[str], over: Iterable[Trouble], at: datetime
) -> None:
    """Write down what is told from now on and what is over, in the caller's transaction. Two statements."""
    Trouble.objects.filter(pk__in=[trouble.pk for trouble in over]).update(closed_at=at)
    Trouble.objects.bulk_create(
        Trouble(connection=connection, key=f"{prefix}{key}", opened_at=at) for key in fresh
    )

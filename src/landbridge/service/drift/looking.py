"""Asking NetSuite what fields its record types have, and writing down what is not as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import structlog
from django.db import transaction

from landbridge.netsuite import NetSuiteError
from landbridge.service.connections.models import Connection
from landbridge.service.drift import judging, telling
from landbridge.service.drift.comparing import Shapes, differences, same, shapes_of
from landbridge.service.drift.models import Drift, KnownType
from landbridge.service.ports import Reader
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.models import Workflow

_log = structlog.get_logger(__name__)


def types_in_use(connection_id: int) -> list[str]:
    """Return the NetSuite record types of the active workflows, each once, in order of the workflows."""
    keys = Workflow.objects.filter(connection_id=connection_id, active=True).values_list("key", flat=True)
    return list(dict.fromkeys(catalogue.declaration(key).netsuite_type for key in catalogue.ordered(keys)))


def look(connection: Connection, reader: Reader, now: datetime, types: Collection[str] | None = None) -> None:
    """Look at the record types in use, or at ``types``; judge the workflows, and tell what is to be decided.

    Each type is a request or two, no transaction is open meanwhile. A type that NetSuite does not tell of is left as it is: what cannot be
    seen has not vanished.
    """
    for netsuite_type in types_in_use(connection.pk) if types is None else types:
        try:
            shapes = shapes_of(reader.fields(netsuite_type))
        except NetSuiteError as refused:
            _log.warning("fields_not_told", connection=connection.pk, type=netsuite_type, why=str(refused))
            continue
        compare(connection, netsuite_type, shapes, now)
    judging.accept_by_policy(connection, now)
    judging.judge(connection)
    telling.tell(connection, now)


@transaction.atomic
def compare(connection: Connection, netsuite_type: str, shapes: Shapes, now: datetime) -> list[Drift]:
    """Keep the shapes, and return what is written down as drift, nothing the first time."""
    known, _ = KnownType.objects.select_for_update().get_or_create(
        connection=connection, netsuite_type=netsuite_type
    )
    first = known.seen_at is None
    found = (
        []
        if first
        else [
            Drift(
                connection=connection,
                netsuite_type=netsuite_type,
                field=one.field,
                change=one.change,
                before=one.before,
                after=one.after,
                noticed_at=now,
            )
            for one in differences(known.fields, shapes)
        ]
    )
    known.fields, known.seen_at, known.tried_at = dict(shapes), now, now
    known.save(update_fields=["fields", "seen_at", "tried_at"])
    if found:
        _settle_returned(connection, netsuite_type, found, now)
        Drift.objects.bulk_create(found)
    return found


def _settle_returned(
    connection: Connection, netsuite_type: str, found: Iterable[Drift], now: datetime
) -> None:
    """What was open or frozen of a field that changes once more is settled; one that is as it was before leaves nothing to decide.

    What a person froze stays frozen until then.
    """
    latest = {one.field: one for one in found}
    earlier = Drift.objects.filter(
        connection=connection,
        netsuite_type=netsuite_type,
        field__in=latest,
        state__in=(Drift.State.OPEN, Drift.State.FROZEN),
    )
    for one in earlier:
        again = latest[one.field]
        if one.state == Drift.State.FROZEN:
            again.state, again.settled_at, again.settled_by = one.state, one.settled_at, one.settled_by
        one.state, one.settled_at = Drift.State.RETURNED, now
        if one.before is not None and again.after is not None and same(one.before, again.after):
            again.state, again.settled_at, again.settled_by = Drift.State.RETURNED, now, None
        elif one.before is not None:
            again.before = one.before
            again.change = Drift.Change.VANISHED if again.after is None else Drift.Change.CHANGED
    Drift.objects.bulk_update(earlier, ["state", "settled_at"])

"""`landbridge attention`: records that are not done with, by cause; retry and dismiss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import cell, json_line, line, listing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from landbridge.service.runs.history.causes import Cause
    from landbridge.service.runs.models import Attention

app = App(name="attention", help="Records that are not done with.")

ByCause = Annotated[
    str, Parameter(help="All records of this cause, as `landbridge attention causes` names it.")
]


@app.command
@verb
def causes(
    *,
    connection: str | None = None,
    dismissed: Annotated[bool, Parameter(negative="", help="Of records that were dismissed.")] = False,
    options: Reading = READ_HERE,
) -> None:
    """List what holds records up, how many of them, and what to do about it."""
    attach(options)
    from landbridge.service.runs.history.causes import open_causes  # noqa: PLC0415 - needs Django

    place = None if connection is None else the_connection(connection).pk
    rows = [_cause_row(one) for one in open_causes(place, dismissed=dismissed)]
    if options.json:
        json_line({"causes": rows})
        return
    for row in rows:
        line(f"{row['count']} x {row['cause']}, last {cell(row['last_at'])}")
        line(f"    {row['reason']}")
        line(f"    What to do: {row['advice']}")
    if not rows:
        line("Nothing is left to do.")


@app.command(name="list")
@verb
def list_records(
    *,
    connection: str | None = None,
    cause: ByCause = "",
    text: Annotated[str, Parameter(help="Part of the name, or the internal id.")] = "",
    dismissed: Annotated[bool, Parameter(negative="", help="With those that were dismissed.")] = False,
    limit: int = 50,
    options: Reading = READ_HERE,
) -> None:
    """List records that wait, are tried again, or need somebody."""
    attach(options)
    from landbridge.service.runs.history.causes import CauseKey  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.history.log import attention  # noqa: PLC0415 - needs Django

    place = None if connection is None else the_connection(connection).pk
    key = CauseKey.parse(cause) if cause else None
    found = attention(place, dismissed=dismissed, text=text, cause=key)[:limit]
    listing([_record_row(one) for one in found], as_json=options.json, key="records", empty="No such record.")


@app.command
@verb
def retry(*records: int, cause: ByCause = "", where: Where = HERE) -> None:
    """Ask at once for the records with these numbers, or for all of a cause; dismissed ones only by their number."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.history.attention import retry  # noqa: PLC0415 - needs Django

    rows = _chosen(records, cause)
    asked = retry(rows.filter(dismissed_at=None) if cause else rows, by=None, now=timezone.now())
    line(str(asked))


@app.command
@verb
def dismiss(*records: int, cause: ByCause = "", note: str = "", where: Where = HERE) -> None:
    """Take records off the list until they change in NetSuite, those with these numbers or all of a cause."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.runs.history.attention import dismiss  # noqa: PLC0415 - needs Django

    count = dismiss(_chosen(records, cause), by=None, now=timezone.now(), note=note)
    line(f"Dismissed: {count}.")


def _chosen(records: tuple[int, ...], cause: str) -> QuerySet[Attention]:
    from landbridge.service.runs.history.causes import CauseKey, records_of  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.models import Attention  # noqa: PLC0415 - needs Django

    if bool(records) == bool(cause):
        raise CommandError("name the records by number, or a cause with --cause", Exit.USAGE)
    if cause:
        return records_of(CauseKey.parse(cause))
    found = Attention.objects.filter(pk__in=records)
    missing = sorted(set(records) - set(found.values_list("pk", flat=True)))
    if missing:
        raise CommandError(f"not on the list: {', '.join(map(str, missing))}")
    return found


def _cause_row(one: Cause) -> dict[str, Any]:
    return {
        "cause": str(one.key),
        "connection": one.connection,
        "workflow": one.workflow,
        "stage": one.key.stage,
        "code": one.key.code,
        "field": one.key.field,
        "need": one.need,
        "count": one.count,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "reason": one.reason,
        "advice": one.advice,
    }


def _record_row(one: Attention) -> dict[str, Any]:
    return {
        "id": one.pk,
        "workflow": one.workflow.key,
        "internal_id": one.internal_id,
        "name": one.name,
        "need": one.need,
        "code": one.code,
        "reason": one.reason,
        "attempts": one.attempts,
        "last_at": one.last_at,
        "dismissed_by": str(one.dismissed_by) if one.dismissed_by else None,
        "dismissed_at": one.dismissed_at,
        "note": one.note,
    }

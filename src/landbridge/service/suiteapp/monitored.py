"""Keeps the list of record types in NetSuite's settings record: monitored fields, and types that are imported without marks.

The trigger reads it at every save. It is JSON by SuiteScript type, ``{"customer": {"monitored": ["companyname"], "unflagged": true}}``;
a type without an entry needs its mark and is sent whatever changed. ``customer`` covers leads and prospects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.suiteapp import settings_record
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.models import Publication
from landbridge.service.suiteapp.restlets import (
    NO_SUCH_SCRIPT,
    AnswerLostError,
    RestletRefusedError,
    Restlets,
)
from landbridge.service.suiteapp.state import OPTIONAL, ServiceState
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.monitoring import DEFAULT, default_fields, script_id
from landbridge.service.workflows.store import Prepared, prepare

SUBJECT = "settings"
RETRY_EVERY = timedelta(minutes=5)
_NOTHING = "{}"

_log = structlog.get_logger(__name__)


def wanted(connection: Connection) -> str:
    """Return what the settings record should have, as JSON with sorted keys, in two queries.

    A field of which no SuiteScript id is known cannot be compared, so its type is not monitored at all. Of several workflows that
    read one type all must be monitored, and be without marks.
    """
    return _wanted([connection.pk])[connection.pk]


def due(now: datetime) -> list[int]:
    """Return the active connections, by id, whose list differs from what NetSuite is known to have, in three queries.

    One whose last attempt failed less than ``RETRY_EVERY`` ago is left out.
    """
    found = list(
        Connection.objects.filter(active=True, workflows__active=True).distinct().values_list("pk", *_KNOWN)
    )
    lists = _wanted([pk for pk, *_ in found])
    return [
        pk
        for pk, *row in found
        if lists[pk] != (known := _Known(*row)).there and not known.failed_after(now - RETRY_EVERY)
    ]


def publish(connection: Connection, restlets: Restlets, clock: Clock) -> str:
    """Write the list into NetSuite's settings record where it differs, and note what came of it. One request at most.

    Returns why it did not come through, empty where it did.
    """
    content = wanted(connection)
    known = _known(connection)
    if content == known.there and not known.problem:
        return ""
    problem = _write(connection, restlets, content)
    if problem:
        note(connection, problem, clock())
        return problem
    now = clock()
    Publication.objects.update_or_create(
        connection=connection,
        defaults={"content": content, "published_at": now, "tried_at": now, "problem": ""},
    )
    return ""


def note(connection: Connection, problem: str, now: datetime) -> None:
    """Note why the list could not be written."""
    _log.info("record_types_not_published", connection=connection.pk, problem=problem)
    Publication.objects.update_or_create(
        connection=connection, defaults={"tried_at": now, "problem": problem}
    )


def findings(connection: Connection) -> list[Finding]:
    """Judge whether NetSuite has the list; nothing where there is nothing that it should have."""
    content = wanted(connection)
    known = _known(connection)
    if content == known.there:
        return [] if content == _NOTHING else [ok(SUBJECT, "NetSuite has the list of monitored fields.")]
    meanwhile = (
        f"the trigger goes by the list of {known.published_at:%Y-%m-%d %H:%M} UTC"
        if known.published_at
        else "the trigger sends every save"
    )
    return [
        Finding(
            SUBJECT,
            "warning",
            f"NetSuite has not yet the list of monitored fields: {meanwhile}. {known.problem}".strip(),
            "It is written again every five minutes until it is there.",
        )
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the list in NetSuite: what was written last, and what was seen there."""

    written: str | None
    published_at: datetime | None
    tried_at: datetime | None
    problem: str | None
    seen_at: datetime | None
    seen: str | None

    @property
    def there(self) -> str:
        """What NetSuite has: what was seen there after the last writing, else what was written."""
        if self.seen_at and (self.published_at is None or self.seen_at > self.published_at):
            return self.seen or _NOTHING
        return self.written or _NOTHING

    def failed_after(self, moment: datetime) -> bool:
        return bool(self.problem) and self.tried_at is not None and self.tried_at > moment


_KNOWN = (
    "publication__content",
    "publication__published_at",
    "publication__tried_at",
    "publication__problem",
    "inspection__at",
    "inspection__content__settings__values__recordTypes",
)


def _known(connection: Connection) -> _Known:
    return _Known(*Connection.objects.values_list(*_KNOWN).get(pk=connection.pk))


def _wanted(connections: Sequence[int]) -> dict[int, str]:
    by_type: dict[int, dict[str, list[Prepared]]] = {pk: {} for pk in connections}
    for prepared in prepare(Workflow.objects.filter(connection__in=connections, active=True)):
        of_connection = by_type[prepared.workflow.connection_id]
        of_connection.setdefault(prepared.declaration.netsuite_type, []).append(prepared)
    return {pk: _as_json(found) for pk, found in by_type.items()}


def _as_json(by_type: Mapping[str, list[Prepared]]) -> str:
    found = {
        script: entry
        for script, kind in INTEGRATED.items()
        if script not in OPTIONAL and (entry := _entry(by_type.get(kind.netsuite_type, [])))
    }
    return msgspec.json.encode(found, order="sorted").decode()


def _entry(of_type: list[Prepared]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if of_type and all(not one.declaration.export_flag for one in of_type):
        entry["unflagged"] = True
    names = [_script_ids(one) for one in of_type]
    if names and all(names):
        entry["monitored"] = sorted({name for found in names for name in found})
    return entry


def _script_ids(prepared: Prepared) -> set[str]:
    """Return the SuiteScript ids of the monitored fields; none where every save is to be sent."""
    monitored = prepared.workflow.monitored
    fields = default_fields(prepared) if monitored == DEFAULT else monitored or ()
    found = {script_id(prepared.declaration.netsuite_type, name) for name in fields}
    return set() if None in found else {name for name in found if name}


def _write(connection: Connection, restlets: Restlets, content: str) -> str:
    """Write; return why it did not come through, empty where it did."""
    try:
        settings_record.write(restlets, {"record_types": content}, ServiceState.of(connection))
    except RestletRefusedError as refused:
        if refused.code == NO_SUCH_SCRIPT:
            return "The SuiteApp has no setup RESTlet. Update the SuiteApp."
        return str(refused)
    except AnswerLostError as lost:
        return f"The answer was lost ({lost})."
    return ""

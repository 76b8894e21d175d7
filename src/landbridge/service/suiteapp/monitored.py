"""Keeps the list of record types in NetSuite's settings record: monitored fields, and types that are imported without marks.

The trigger reads it at every save. It is JSON by SuiteScript type, ``{"customer": {"monitored": ["companyname"], "unflagged": true}}``;
a type without an entry needs its mark and is sent whatever changed. ``customer`` covers leads and prospects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import Value
from django.db.models.functions import Coalesce

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.suiteapp import settings_record
from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.inspecting import refreshed
from landbridge.service.suiteapp.kept_list import NOTHING, Kept, encoded, in_words, is_narrower
from landbridge.service.suiteapp.models import Publication
from landbridge.service.suiteapp.restlets import (
    AnswerLostError,
    RestletRefusedError,
    Restlets,
)
from landbridge.service.suiteapp.state import OPTIONAL, ServiceState
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.monitoring import script_id
from landbridge.service.workflows.store import Prepared, prepare

SUBJECT = "settings"
RETRY_EVERY = timedelta(minutes=5)
TOO_LONG = timedelta(hours=1)

_log = structlog.get_logger(__name__)


def wanted(connection: Connection) -> str:
    """Return what the settings record should have, as JSON with sorted keys, in two queries.

    A field of which no SuiteScript id is known cannot be compared, so its type is not monitored at all. Of several workflows that
    read one type all must be monitored, and be without marks.
    """
    return _wanted([connection.pk])[connection.pk]


def due(now: datetime) -> list[int]:
    """Return the active connections, by id, whose list differs from what NetSuite is known to have, in three queries.

    One is left out whose last attempt failed less than ``RETRY_EVERY`` ago, and one that the settings record is not for.
    """
    found = list(
        Connection.objects.filter(active=True, workflows__active=True).distinct().values_list("pk", *_KNOWN)
    )
    lists = _wanted([pk for pk, *_ in found])
    return [
        pk
        for pk, *row in found
        if lists[pk] != (known := _Known(*row)).there
        and not known.is_for_another
        and not known.failed_after(now - RETRY_EVERY)
    ]


def publish(connection: Connection, restlets: Restlets, clock: Clock) -> str:
    """Write the list into NetSuite's settings record where it differs, and note what came of it.

    Two requests at most: the record is read first, unless that was just done, since several connections may have one NetSuite account
    and the record is for the one whose database id it names. Returns why it did not come through, empty where it did.
    """
    content = wanted(connection)
    known = _known(connection)
    if content == known.there and not known.problem and not known.is_for_another:
        return ""
    seen = refreshed(connection, restlets, clock)
    known = _known(connection)
    if seen.inspection is None:
        problem = f"{seen.problem} {seen.advice}".strip()
    elif known.is_for_another:
        problem = known.whose
    else:
        problem = "" if content == known.there else _write(connection, restlets, content)
    if problem:
        note(connection, problem, clock())
        return problem
    now = clock()
    Publication.objects.update_or_create(
        connection=connection,
        defaults={
            "content": content,
            "published_at": now,
            "tried_at": now,
            "problem": "",
            "failed_since": None,
        },
    )
    return ""


def note(connection: Connection, problem: str, now: datetime) -> None:
    """Note why the list could not be written."""
    _log.info("record_types_not_published", connection=connection.pk, problem=problem)
    Publication.objects.update_or_create(
        connection=connection,
        defaults={
            "tried_at": now,
            "problem": problem,
            "failed_since": Coalesce("failed_since", Value(now)),
        },
        create_defaults={"tried_at": now, "problem": problem, "failed_since": now},
    )


def findings(connection: Connection) -> list[Finding]:
    """Judge whether NetSuite has the list; nothing where there is nothing that it should have.

    A list that holds back saves which are to be sent is a failure once it could not be replaced for ``TOO_LONG``.
    """
    content = wanted(connection)
    known = _known(connection)
    if known.is_for_another:
        text = f"The list of monitored fields is not written: {known.whose}"
        return [] if content == NOTHING else [Finding(SUBJECT, "warning", text)]
    if content == known.there:
        return [] if content == NOTHING else [ok(SUBJECT, "NetSuite has the list of monitored fields.")]
    narrower = is_narrower(known.there, content)
    meanwhile = f"the trigger goes by the one {known.origin} ({in_words(known.there)})"
    words = [
        f"NetSuite has not yet the list of monitored fields: {meanwhile}.",
        "Saves that should be sent are not." if narrower else "",
        known.problem or "",
    ]
    return [
        Finding(
            SUBJECT,
            "failed" if narrower and known.failed_for >= TOO_LONG else "warning",
            " ".join(one for one in words if one),
            "It is written again every five minutes until it is there.",
        )
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the list in NetSuite: what was written last, and what was seen there, for which database."""

    database_id: str
    written: str | None
    published_at: datetime | None
    tried_at: datetime | None
    problem: str | None
    failed_since: datetime | None
    seen_at: datetime | None
    seen_values: Mapping[str, Any] | None

    @property
    def there(self) -> str:
        """What NetSuite has: what was seen there after the last writing, else what was written."""
        return (self._seen if self._is_seen else self.written) or NOTHING

    @property
    def origin(self) -> str:
        """Which list it is that NetSuite has, in words."""
        if self._is_seen and self.there != self.written:
            return f"that was seen there on {self.seen_at:%Y-%m-%d %H:%M} UTC"
        return (
            f"of {self.published_at:%Y-%m-%d %H:%M} UTC" if self.published_at else "of a new settings record"
        )

    @property
    def is_for_another(self) -> bool:
        """Whether the settings record that was seen names another database id, and so belongs to another connection."""
        return self.seen_values is not None and self._named != self.database_id

    @property
    def whose(self) -> str:
        """Whose the settings record is, in words."""
        return (
            f"NetSuite's settings record names the SuiteProjects Pro database id {self._named or '(none)'}, and this connection's is "
            f"{self.database_id}."
        )

    @property
    def failed_for(self) -> timedelta:
        """How long attempts have failed; nothing where the last one did not."""
        if not self.problem or self.failed_since is None or self.tried_at is None:
            return timedelta()
        return self.tried_at - self.failed_since

    def failed_after(self, moment: datetime) -> bool:
        return bool(self.problem) and self.tried_at is not None and self.tried_at > moment

    @property
    def _is_seen(self) -> bool:
        return self.seen_at is not None and (self.published_at is None or self.seen_at > self.published_at)

    @property
    def _seen(self) -> str:
        return str((self.seen_values or {}).get("recordTypes") or "")

    @property
    def _named(self) -> str:
        return str((self.seen_values or {}).get("databaseId") or "").strip()


_KNOWN = (
    "spp_database_id",
    "publication__content",
    "publication__published_at",
    "publication__tried_at",
    "publication__problem",
    "publication__failed_since",
    "inspection__at",
    "inspection__content__settings__values",
)


def _known(connection: Connection) -> _Known:
    return _Known(*Connection.objects.values_list(*_KNOWN).get(pk=connection.pk))


def _wanted(connections: Sequence[int]) -> dict[int, str]:
    by_type: dict[int, dict[str, list[Prepared]]] = {pk: {} for pk in connections}
    for prepared in prepare(Workflow.objects.filter(connection__in=connections, active=True)):
        if not prepared.declaration.real_time:
            continue
        of_connection = by_type[prepared.workflow.connection_id]
        of_connection.setdefault(prepared.declaration.netsuite_type, []).append(prepared)
    return {pk: _as_json(found) for pk, found in by_type.items()}


def _as_json(by_type: Mapping[str, list[Prepared]]) -> str:
    found = {
        script: _kept(by_type.get(kind.netsuite_type, []))
        for script, kind in INTEGRATED.items()
        if script not in OPTIONAL
    }
    return encoded({script: kept for script, kept in found.items() if kept != Kept()})


def _kept(of_type: list[Prepared]) -> Kept:
    names = [_script_ids(one) for one in of_type]
    return Kept(
        monitored=sorted({name for found in names for name in found}) if names and all(names) else None,
        unflagged=bool(of_type) and all(not one.declaration.export_flag for one in of_type),
    )


def _script_ids(prepared: Prepared) -> set[str]:
    """Return the SuiteScript ids of the monitored fields; none where every save is to be sent."""
    found = {script_id(prepared.declaration.netsuite_type, name) for name in prepared.monitored or ()}
    return set() if None in found else {name for name in found if name}


def _write(connection: Connection, restlets: Restlets, content: str) -> str:
    """Write; return why it did not come through, empty where it did."""
    try:
        settings_record.write(restlets, {"record_types": content}, ServiceState.of(connection))
    except RestletRefusedError as refused:
        return str(refused)
    except AnswerLostError as lost:
        return f"The answer was lost ({lost})."
    return ""

"""Connections, as a document has them: each part by the operation that pages and commands use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import UNSET, UnsetType, structs

from landbridge.service.configuration import scheduleparts, workflowparts
from landbridge.service.configuration.document import (
    AdministrationPart,
    CertificatePart,
    ConnectionPart,
    LanePart,
)
from landbridge.service.connections import operations
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.realtime.certificates import choosing
from landbridge.service.runs.history.keeping import keep_log
from landbridge.service.runs.lanes.control import set_real_time_between
from landbridge.service.runs.models import Lane
from landbridge.service.runs.starts import polling
from landbridge.service.workflows import administration
from landbridge.service.workflows.golive import look_afresh


def problems(wanted: ConnectionPart) -> Iterator[str]:
    """Yield what keeps a connection from being made so, as far as the document alone tells."""
    if wanted.workflows is not UNSET:
        for key, workflow in wanted.workflows.items():
            yield from workflowparts.problems(f"connection {wanted.name}, workflow {key}", key, workflow)
    if wanted.certificates is not UNSET and (wrong := choosing.problem(*_certificates(wanted.certificates))):
        yield f"connection {wanted.name}, certificates: {wrong}"


def _certificates(wanted: CertificatePart) -> tuple[int | None, int | None]:
    """Return the size of keys and the days of validity; ``None`` for what stays."""
    bits, days = wanted.key_bits, wanted.validity_days
    return None if bits is UNSET else bits, None if days is UNSET else days


def notes(wanted: ConnectionPart, there: ConnectionPart) -> Iterator[str]:
    """Yield what is kept although the document has it otherwise."""
    if wanted.account is UNSET or there.account is UNSET:
        return
    if wanted.account.netsuite_account != there.account.netsuite_account:
        yield (
            f"connection {there.name} keeps its account {there.account.netsuite_account}, its URL, limit and credentials; "
            f"the file is of account {wanted.account.netsuite_account}"
        )


def look(connection: Connection, wanted: ConnectionPart) -> list[str]:
    """Look at NetSuite's side where workflows are to be made live; return what there is to say where that could not be.

    To be called outside a transaction.
    """
    if wanted.workflows is UNSET or not workflowparts.go_live(connection, wanted.workflows):
        return []
    return [f"connection {connection.name}: {said}" for said in look_afresh(connection)]


def refuse_wrong_mappings(connection: Connection, wanted: ConnectionPart) -> None:
    """Raise ``WorkflowRefused`` for mappings that cannot work. To be called outside a transaction."""
    if wanted.workflows is not UNSET:
        workflowparts.refuse_wrong_mappings(connection, wanted.workflows)


def apply(
    connection: Connection,
    wanted: ConnectionPart,
    *,
    by: User | None,
    now: datetime,
    suspend_schedules: bool,
) -> None:
    """Make a connection as wanted. Raises what the operations refuse with."""
    if wanted.integration_user is not UNSET:
        user = operations.candidate(wanted.integration_user) if wanted.integration_user else None
        if user != connection.integration_user:
            operations.select_integration_user(connection, user, by=by)
    suspended = scheduleparts.suspend(connection) if suspend_schedules else set()
    if wanted.schedules is not UNSET:
        suspended -= scheduleparts.drop_schedules(connection, wanted.schedules, by=by, now=now)
    _administer(connection, wanted.administration, by=by)
    if wanted.workflows is not UNSET:
        workflowparts.apply(connection, wanted.workflows, by=by, pause_real_time=suspend_schedules)
    if wanted.groups is not UNSET:
        scheduleparts.set_groups(connection, wanted.groups)
    scheduleparts.resume(suspended)
    if wanted.schedules is not UNSET:
        scheduleparts.add_schedules(connection, wanted.schedules, by=by, now=now)
    if wanted.groups is not UNSET:
        scheduleparts.drop_groups(connection, wanted.groups)
    if wanted.runs is not UNSET:
        _lane(connection, wanted.runs, by=by)
    if wanted.certificates is not UNSET:
        bits, days = _certificates(wanted.certificates)
        choosing.choose(connection, by, lambda: now, key_bits=bits, validity_days=days)


def _administer(connection: Connection, wanted: AdministrationPart | UnsetType, *, by: User | None) -> None:
    if wanted is UNSET:
        return
    page = administration.of(connection.pk)
    settings = structs.asdict(wanted)
    allowed = settings.pop("allowed")
    if allowed is not UNSET and allowed != page.allowed:
        administration.set_allowed(connection, allowed, by=by)
    changed = {
        name: value for name, value in settings.items() if value is not UNSET and value != getattr(page, name)
    }
    if changed:
        administration.change(connection, by=by, **changed)


def _lane(connection: Connection, wanted: LanePart, *, by: User | None) -> None:
    there = Lane.objects.filter(connection=connection).first() or Lane()
    if wanted.real_time_between not in (UNSET, there.real_time_between):
        set_real_time_between(connection, on=bool(wanted.real_time_between), by=by)
    if wanted.keep_log_days is not UNSET and wanted.keep_log_days != there.keep_log_days:
        keep_log(connection, wanted.keep_log_days, by=by)
    if wanted.poll_s is not UNSET and wanted.poll_s != there.poll_s:
        if wanted.poll_s is None:
            polling.stop_polling(connection)
        else:
            polling.poll_every(connection, wanted.poll_s, by=by)

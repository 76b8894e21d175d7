"""What is set up now, as a document."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from landbridge.service.configuration.document import (
    FORMAT,
    AccountPart,
    AdministrationPart,
    CertificatePart,
    ChannelPart,
    ConfigurationError,
    ConnectionPart,
    Document,
    LanePart,
    NetSuitePart,
    Row,
    SchedulePart,
    WorkflowPart,
)
from landbridge.service.connections.models import Connection
from landbridge.service.drift.models import DriftPolicy
from landbridge.service.notifications.models import Channel
from landbridge.service.pairs.models import DeletePolicy
from landbridge.service.realtime.models import CertificateSettings
from landbridge.service.runs.models import Lane, Schedule
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue.custom import CUSTOM_PREFIX
from landbridge.service.workflows.models import Administration, Workflow


@contextmanager
def one_state() -> Iterator[None]:
    """Let all that is read in the block be of one instant. Not inside another transaction."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def export(names: Collection[str] | None = None) -> Document:
    """Return the configuration: of the connections with these names, or of all and of the channels.

    Several queries: call it in :func:`one_state`, or where nobody else writes. Raises ``ConfigurationError`` for a name that there is not.
    """
    found = Connection.objects.select_related(
        "integration_user", "lane", "certificate_settings", "administration"
    ).prefetch_related(
        "workflows__mapping_rows",
        "workflows__delete_policy",
        "workflows__drift_policy",
        "workflow_groups",
        "schedules__group",
    )
    if names is not None:
        found = found.filter(name__in=names)
    connections = tuple(_connection(one) for one in found.order_by("name"))
    if missing := sorted(set(names or ()) - {one.name for one in connections}):
        raise ConfigurationError(f"there is no connection {missing[0]!r}; see `landbridge connection list`")
    channels = Channel.objects.select_related("connection").order_by("name") if names is None else ()
    return Document(
        landbridge_configuration=FORMAT,
        connections=connections,
        channels=tuple(_channel(one) for one in channels),
    )


def _connection(one: Connection) -> ConnectionPart:
    workflows = {
        stored.key: stored
        for stored in one.workflows.all()
        if stored.added and not stored.key.startswith(CUSTOM_PREFIX)
    }
    return ConnectionPart(
        name=one.name,
        account=AccountPart(
            netsuite_account=one.netsuite_account,
            spp_database_id=one.spp_database_id,
            url=one.url,
            max_concurrency=one.max_concurrency,
        ),
        netsuite=NetSuitePart(
            protocol=one.protocol,
            version=one.version,
            retries=one.retries,
            use_publisher_record=one.use_publisher_record,
        ),
        integration_user=one.integration_user.email if one.integration_user else None,
        runs=_lane(getattr(one, "lane", None) or Lane()),
        certificates=_certificates(getattr(one, "certificate_settings", None) or CertificateSettings()),
        administration=_administration(getattr(one, "administration", None) or Administration()),
        workflows={key: workflow_part(workflows[key]) for key in catalogue.ordered(workflows)},
        groups={group.name: tuple(group.workflows) for group in one.workflow_groups.all()},
        schedules=tuple(sorted((schedule_part(each) for each in one.schedules.all()), key=_schedule_order)),
    )


def _lane(lane: Lane) -> LanePart:
    return LanePart(
        real_time_between=lane.real_time_between, poll_s=lane.poll_s, keep_log_days=lane.keep_log_days
    )


def _certificates(form: CertificateSettings) -> CertificatePart:
    return CertificatePart(key_bits=form.key_bits, validity_days=form.validity_days)


def _administration(page: Administration) -> AdministrationPart:
    return AdministrationPart(
        allowed=None if page.allowed is None else tuple(page.allowed),
        strict_validation=page.strict_validation,
        show_account_information=page.show_account_information,
        full_since_control=page.full_since_control,
        merge_guard=page.merge_guard,
        stamp=page.stamp,
        real_time_scope=str(page.real_time_scope),
        custom_limit=page.custom_limit,
        time_zone=page.time_zone,
    )


def workflow_part(stored: Workflow) -> WorkflowPart:
    """Return a stored workflow as a document has it."""
    declaration = catalogue.declaration(stored.key)
    groups = [group.key for group in declaration.groups]
    return WorkflowPart(
        active=stored.active,
        real_time=stored.real_time,
        monitored=tuple(stored.monitored) if isinstance(stored.monitored, list) else stored.monitored,
        options=declaration.option_values(stored.options),
        mapping=tuple(
            Row(
                target=row.target,
                group=row.group,
                source=row.source,
                field=row.field,
                value=row.value,
                required=row.required,
                initial_only=row.initial_only,
                active=row.active,
            )
            for row in sorted(
                stored.mapping_rows.all(), key=lambda row: (groups.index(row.group), row.position)
            )
        ),
        filters=dict(stored.filters),
        delete_policy=str((getattr(stored, "delete_policy", None) or DeletePolicy()).policy),
        drift_policy=str((getattr(stored, "drift_policy", None) or DriftPolicy()).policy),
    )


def schedule_part(stored: Schedule) -> SchedulePart:
    """Return a stored schedule as a document has it."""
    return SchedulePart(
        weekday=stored.weekday,
        hour=stored.hour,
        cron=stored.cron,
        time_zone=stored.time_zone,
        group=stored.group.name if stored.group else "",
        workflows=tuple(stored.workflows),
        active=stored.active,
    )


def _schedule_order(one: SchedulePart) -> tuple[object, ...]:
    """By week, then by expression."""
    return (-1 if one.weekday is None else one.weekday, one.hour or 0, *one.what[2:], one.active)


def _channel(one: Channel) -> ChannelPart:
    return ChannelPart(
        name=one.name,
        kind=one.kind,
        connection=one.connection.name if one.connection else None,
        recipients=tuple(one.recipients),
        events=tuple(one.events),
        digest=one.digest,
        digest_weekday=one.digest_weekday,
        digest_hour=one.digest_hour,
        time_zone=one.time_zone,
        limit_per_hour=one.limit_per_hour,
        active=one.active,
    )

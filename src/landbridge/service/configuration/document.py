"""The file: connections with their workflows, groups and schedules, and the channels of notifications.

What a file does not name stays as it is. ``mapping``, ``groups`` and ``schedules`` are whole where they are named: what is not in
them goes. Workflows and channels are told by their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType, structs

from landbridge.service.refusal import Refusal

FORMAT = 1
LARGEST = 4 * 1024 * 1024
"""Bytes; thousands of mapping rows fit in."""


class ConfigurationError(Refusal):
    """The file cannot be read or applied. ``problems`` says where and why, one line each; nothing was changed."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class _Part(Struct, forbid_unknown_fields=True, kw_only=True):
    """A part of the file; an unknown name in it is a mistake."""


class _Brief(_Part):
    """A part that stands in the file without what has its default value."""


class Row(_Brief):
    """A mapping row, in the words of ``workflows.models.MappingRow``. ``value`` is any JSON, by the kind of source."""

    target: str
    group: str = "main"
    source: str = "field"
    field: str = ""
    value: Any = None
    required: bool = False
    initial_only: bool = False
    active: bool = True


class WorkflowPart(_Part):
    """One workflow: its switches, options, mapping rows in order by group, and the filters of groups.

    ``monitored``: fields whose changes are sent, ``default`` for those of the mapping, null for every save. ``delete_policy`` and
    ``drift_policy``: what a deletion and a changed field in NetSuite do.
    """

    active: bool | UnsetType = UNSET
    real_time: bool | UnsetType = UNSET
    monitored: tuple[str, ...] | str | UnsetType | None = UNSET
    options: dict[str, bool | str] | UnsetType = UNSET
    mapping: tuple[Row, ...] | UnsetType = UNSET
    filters: dict[str, str] | UnsetType = UNSET
    delete_policy: str | UnsetType = UNSET
    drift_policy: str | UnsetType = UNSET


class AdministrationPart(_Part):
    """The page Administration: see ``workflows.models.Administration``. ``allowed`` is null for the standard workflows."""

    allowed: tuple[str, ...] | UnsetType | None = UNSET
    strict_validation: bool | UnsetType = UNSET
    show_account_information: bool | UnsetType = UNSET
    full_since_control: bool | UnsetType = UNSET
    merge_guard: bool | UnsetType = UNSET
    stamp: bool | UnsetType = UNSET
    real_time_scope: str | UnsetType = UNSET
    custom_limit: int | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET


class SchedulePart(_Brief):
    """One schedule: a weekday (0 Monday) with its hour, or a cron expression."""

    weekday: int | None = None
    hour: int | None = None
    cron: str = ""
    time_zone: str = "UTC"
    group: str = ""
    workflows: tuple[str, ...] = ()
    active: bool = True

    @property
    def what(self) -> tuple[object, ...]:
        """When it starts what: all but whether it is on."""
        return (self.weekday, self.hour, self.cron, self.time_zone, self.group, self.workflows)


class LanePart(_Part):
    """How the runs of a connection go: see ``runs.models.Lane``."""

    real_time_between: bool | UnsetType = UNSET
    poll_s: int | UnsetType | None = UNSET
    keep_log_days: int | UnsetType | None = UNSET


class CertificatePart(_Part):
    """How real-time certificates are made: see ``realtime.models.CertificateSettings``."""

    key_bits: int | UnsetType = UNSET
    validity_days: int | UnsetType = UNSET


class NetSuitePart(_Part):
    """How NetSuite is reached, as far as it is the same for a sandbox and for production. ``protocol`` is compared and never changed."""

    protocol: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    retries: int | UnsetType = UNSET
    use_publisher_record: bool | UnsetType = UNSET


class AccountPart(_Part):
    """What belongs to the exported connection alone. It is never applied to a connection that exists: it says where a file came from."""

    netsuite_account: str
    spp_database_id: str
    url: str = ""
    max_concurrency: int = 1


class ConnectionPart(_Part):
    """One connection. ``credentials`` are secrets that a written file may carry in the clear; nothing exports or shows them."""

    name: str
    account: AccountPart | UnsetType = UNSET
    netsuite: NetSuitePart | UnsetType = UNSET
    integration_user: str | UnsetType | None = UNSET
    runs: LanePart | UnsetType = UNSET
    certificates: CertificatePart | UnsetType = UNSET
    administration: AdministrationPart | UnsetType = UNSET
    workflows: dict[str, WorkflowPart] | UnsetType = UNSET
    groups: dict[str, tuple[str, ...]] | UnsetType = UNSET
    schedules: tuple[SchedulePart, ...] | UnsetType = UNSET
    credentials: dict[str, str] | UnsetType = UNSET

    def __repr__(self) -> str:
        return f"ConnectionPart({self.name!r})"


class ChannelPart(_Part):
    """One channel of notifications. The address of a webhook may be a secret, as its key is: both stay where they are."""

    name: str
    kind: str
    connection: str | None = None
    recipients: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    digest: str = ""
    digest_weekday: int = 0
    digest_hour: int = 7
    time_zone: str = "UTC"
    limit_per_hour: int = 10
    active: bool = True


class Document(_Part):
    """The whole file."""

    landbridge_configuration: int
    connections: tuple[ConnectionPart, ...] = ()
    channels: tuple[ChannelPart, ...] = ()


def plain(part: object) -> object:
    """Return a part as plain dicts, lists and scalars, in the order of the file."""
    if isinstance(part, Struct):
        brief = isinstance(part, _Brief)
        values = ((field, getattr(part, field.name)) for field in structs.fields(type(part)))
        return {
            field.name: plain(value)
            for field, value in values
            if value is not UNSET and not (brief and value == field.default)
        }
    if isinstance(part, Mapping):
        return {str(name): plain(value) for name, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [plain(one) for one in part]
    return part

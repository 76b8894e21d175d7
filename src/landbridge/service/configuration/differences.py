"""What differs between a document and the configuration that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import UNSET, Struct, structs

from landbridge.service.configuration.document import (
    ChannelPart,
    ConnectionPart,
    Row,
    SchedulePart,
    WorkflowPart,
    plain,
)
from landbridge.service.drift.models import DriftPolicy
from landbridge.service.pairs.models import DeletePolicy


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would change. ``before`` or ``after`` is ``None`` where there is nothing, also for an empty value."""

    where: str
    before: object
    after: object

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.where}: added {_shown(self.after)}"
        if self.after is None:
            return f"{self.where}: removed {_shown(self.before)}"
        return f"{self.where}: {_shown(self.before)} -> {_shown(self.after)}"


def of_connection(wanted: ConnectionPart, there: ConnectionPart) -> Iterator[Difference]:
    """Yield what ``wanted`` names and ``there`` has otherwise; the account's own part is never compared."""
    place = f"connection {there.name}"
    if wanted.netsuite is not UNSET and there.netsuite is not UNSET:
        yield from _of_fields(place, wanted.netsuite, there.netsuite)
    if wanted.integration_user is not UNSET and wanted.integration_user != there.integration_user:
        yield Difference(f"{place}, integration user", there.integration_user, wanted.integration_user)
    if wanted.runs is not UNSET and there.runs is not UNSET:
        yield from _of_fields(f"{place}, runs", wanted.runs, there.runs)
    if wanted.certificates is not UNSET and there.certificates is not UNSET:
        yield from _of_fields(f"{place}, certificates", wanted.certificates, there.certificates)
    if wanted.administration is not UNSET and there.administration is not UNSET:
        yield from _of_fields(f"{place}, administration", wanted.administration, there.administration)
    if wanted.workflows is not UNSET and there.workflows is not UNSET:
        for key, workflow in wanted.workflows.items():
            yield from _of_workflow(f"{place}, workflow {key}", workflow, there.workflows.get(key))
    if wanted.groups is not UNSET and there.groups is not UNSET:
        yield from _of_mapping(f"{place}, group", wanted.groups, there.groups)
    if wanted.schedules is not UNSET and there.schedules is not UNSET:
        yield from _of_schedules(f"{place}, schedule", wanted.schedules, there.schedules)


def of_channel(wanted: ChannelPart, there: ChannelPart | None) -> Iterator[Difference]:
    """Yield what a channel would get."""
    place = f"channel {wanted.name}"
    if there is None:
        yield Difference(place, None, plain(wanted))
    else:
        yield from _of_fields(place, wanted, there)


def _of_workflow(place: str, wanted: WorkflowPart, there: WorkflowPart | None) -> Iterator[Difference]:
    if there is None:
        if wanted.active is True:
            yield Difference(place, None, "activated")
        there = WorkflowPart(
            active=wanted.active,
            real_time=False,
            monitored=None,
            options={},
            mapping=(),
            delete_policy=str(DeletePolicy().policy),
            drift_policy=str(DriftPolicy().policy),
        )
    for name in ("active", "real_time", "monitored", "delete_policy", "drift_policy"):
        value = getattr(wanted, name)
        if value is not UNSET and value != getattr(there, name):
            yield Difference(f"{place}, {name}", getattr(there, name), value)
    if wanted.options is not UNSET and there.options is not UNSET:
        for option, value in wanted.options.items():
            if there.options.get(option) != value:
                yield Difference(f"{place}, option {option}", there.options.get(option), value)
    if wanted.mapping is not UNSET and there.mapping is not UNSET:
        yield from _of_rows(f"{place}, mapping", wanted.mapping, there.mapping)


def _of_rows(place: str, wanted: Sequence[Row], there: Sequence[Row]) -> Iterator[Difference]:
    new, old = {row.target: row for row in wanted}, {row.target: row for row in there}
    yield from _of_mapping(
        f"{place} of",
        {key: plain(row) for key, row in new.items()},
        {key: plain(row) for key, row in old.items()},
    )
    common = [row.target for row in wanted if row.target in old]
    before = [row.target for row in there if row.target in new]
    if common != before:
        yield Difference(f"{place}, order", before, common)


def _of_schedules(
    place: str, wanted: Sequence[SchedulePart], there: Sequence[SchedulePart]
) -> Iterator[Difference]:
    left = list(there)
    for one in wanted:
        known = next((each for each in left if each.what == one.what), None)
        if known is None:
            yield Difference(place, None, plain(one))
            continue
        left.remove(known)
        if known.active != one.active:
            yield Difference(f"{place} {_shown(plain(one))}, active", known.active, one.active)
    yield from (Difference(place, plain(one), None) for one in left)


def _of_mapping(
    place: str, wanted: Mapping[str, object], there: Mapping[str, object]
) -> Iterator[Difference]:
    for name in there:
        if name not in wanted:
            yield Difference(f"{place} {name}", there[name], None)
    for name, value in wanted.items():
        if there.get(name) != value:
            yield Difference(f"{place} {name}", there.get(name), value)


def _of_fields(place: str, wanted: Struct, there: Struct) -> Iterator[Difference]:
    for field in structs.fields(type(wanted)):
        value, known = getattr(wanted, field.name), getattr(there, field.name)
        if value is not UNSET and value != known:
            yield Difference(f"{place}, {field.name}", known, value)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_shown(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str) else str(value)

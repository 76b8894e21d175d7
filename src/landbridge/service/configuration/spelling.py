"""A document under the names of this installation, and as this installation would spell it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import UNSET, structs

from landbridge.netsuite.versions import Version
from landbridge.service.configuration.document import (
    ChannelPart,
    ConfigurationError,
    ConnectionPart,
    Document,
    NetSuitePart,
)
from landbridge.service.workflows.catalogue import position


def spelled(document: Document, renamed: Mapping[str, str]) -> Document:
    """Return ``document`` as an export of this installation would have it. Raises ``ConfigurationError`` for a name it does not have."""
    unknown = sorted(set(renamed) - {one.name for one in document.connections})
    if unknown:
        raise ConfigurationError(f"the file has no connection {unknown[0]!r}")
    return structs.replace(
        document,
        connections=tuple(
            structs.replace(_connection(one), name=renamed.get(one.name, one.name))
            for one in document.connections
        ),
        channels=tuple(_channel(one, renamed) for one in document.channels),
    )


def _connection(one: ConnectionPart) -> ConnectionPart:
    changes: dict[str, object] = {}
    if one.netsuite is not UNSET:
        changes["netsuite"] = _netsuite(one.netsuite)
    if isinstance(one.integration_user, str):
        changes["integration_user"] = one.integration_user.strip().lower() or None
    if one.groups is not UNSET:
        changes["groups"] = {name: _in_order(keys) for name, keys in one.groups.items()}
    if one.schedules is not UNSET:
        changes["schedules"] = tuple(
            structs.replace(each, workflows=_in_order(each.workflows)) for each in one.schedules
        )
    return structs.replace(one, **changes)


def _netsuite(one: NetSuitePart) -> NetSuitePart:
    """``2024.2`` is ``2024_2``; what is no version is left for the draft to refuse."""
    if one.version is UNSET:
        return one
    try:
        return structs.replace(one, version=Version.parse(one.version).value)
    except ValueError:
        return one


def _channel(one: ChannelPart, renamed: Mapping[str, str]) -> ChannelPart:
    recipients = tuple(dict.fromkeys(each.strip() for each in one.recipients))
    place = renamed.get(one.connection, one.connection) if one.connection else one.connection
    return structs.replace(one, recipients=recipients, connection=place)


def _in_order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Each workflow once, in the order of a run; unknown ones last, to be refused by name."""
    return tuple(sorted(dict.fromkeys(keys), key=position))

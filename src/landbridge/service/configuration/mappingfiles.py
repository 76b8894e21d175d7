"""Mappings taken out of a connection, and put into it again: first as a plan that shows what would change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from landbridge.service.configuration import mappingfile
from landbridge.service.configuration.document import ConfigurationError
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.content import Content, in_order, over
from landbridge.service.workflows.editing.saving import checked
from landbridge.service.workflows.history.changes import Difference, differences
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.notation import native
from landbridge.service.workflows.rows import replace_rows
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import stored_contents


@dataclass(slots=True)
class Import:
    """What a file would change, by key of the workflow. ``problems`` keep all of it from being stored.

    ``left`` says what of the file could not be taken over; ``told`` what could not be checked.
    """

    contents: dict[str, Content] = field(default_factory=dict)
    changes: dict[str, list[Difference]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def export(connection: Connection, keys: Collection[str] = ()) -> str:
    """Return the mappings of a connection as a file: of these workflows, or of all that were added. Raises ``ConfigurationError``."""
    found = stored(connection)
    unknown = [key for key in keys if key not in found]
    if unknown:
        raise ConfigurationError(f"{unknown[0]!r} is no workflow that was ever activated here")
    wanted = catalogue.ordered(keys or found)
    return mappingfile.dump({key: found[key] for key in wanted})


def stored(connection: Connection) -> dict[str, Content]:
    """Return the stored mappings by key, each with its groups in order, in two queries."""
    found = stored_contents(Workflow.objects.filter(connection=connection, added=True))
    return {key: _ordered(key, one) for key, one in found.items()}


def read(text: str) -> tuple[dict[str, Content], list[str]]:
    """Return the mappings of a file by key, and in sentences what of it was not taken over as it stands there.

    The file is ours in YAML, or a configuration of the NetSuite Connector in JSON. Raises ``ConfigurationError``.
    """
    if not text.lstrip().startswith("{"):
        return mappingfile.load(text), []
    try:
        found = native.read(text)
    except native.NotNative as error:
        raise ConfigurationError(str(error)) from None
    contents = {
        one.key: Content({group: tuple(rows) for group, rows in one.rows.items()}, one.filters)
        for one in found.workflows
    }
    return contents, [f"{one.workflow}, {one.group}, {one.what}: {one.reason}" for one in found.remarks]


def plan(connection: Connection, text: str, sides: Sides) -> Import:
    """Return what a file would change. Asks both sides; stores nothing. Raises ``ConfigurationError``."""
    contents, left = read(text)
    there = stored(connection)
    found = Import(left=left)
    for key, wanted in contents.items():
        if key not in there:
            found.problems.append(f"{key!r} is no workflow that was ever activated here")
            continue
        whole = _ordered(key, over(there[key], wanted))
        found.contents[key] = whole
        found.changes[key] = differences(there[key].plain(), whole.plain())
    report = checked(connection, found.contents, sides)
    found.problems += [str(one) for one in report.problems]
    found.told = report.told
    return found


@transaction.atomic
def apply(connection: Connection, found: Import, *, origin: str, by: User | None) -> list[str]:
    """Store what a plan changes, all of it or nothing, and return the keys. Raises ``ConfigurationError`` and ``WorkflowRefused``."""
    if found.problems:
        raise ConfigurationError(*found.problems)
    changed = [key for key, changes in found.changes.items() if changes]
    for key in changed:
        groups = [group.key for group in catalogue.declaration(key).groups if not group.fixed]
        content = found.contents[key]
        replace_rows(
            connection,
            key,
            {group: content.rows.get(group, ()) for group in groups},
            filters={group: content.filters.get(group, "") for group in groups},
            by=by,
            origin=origin,
        )
    return changed


def plain_changes(changes: Mapping[str, list[Difference]]) -> dict[str, list[dict[str, object]]]:
    """Return changes as data."""
    return {key: [one.plain() for one in of_workflow] for key, of_workflow in changes.items()}


def _ordered(key: str, one: Content) -> Content:
    return in_order([group.key for group in catalogue.declaration(key).groups], one)

"""What a mapping comes to with the options of its workflow: the rows that a run would follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from landbridge.service.connections.models import Connection
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Declaration, Group, OptionValue, Row
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.models import Workflow


@dataclass(frozen=True, slots=True)
class InForce:
    """One workflow with the mapping and the value of every option that it has, or is to have."""

    declaration: Declaration
    content: Content
    options: Mapping[str, OptionValue]

    def active(self, group: Group) -> tuple[Row, ...]:
        """Return the active rows of a group as they are stored; of a fixed group those of the declaration."""
        if group.fixed:
            return group.rows
        return tuple(row for row, on in self.content.rows.get(group.key, ()) if on)

    def rows(self, group: Group) -> tuple[Row, ...]:
        """Return the rows of a group that a run follows: the active ones with what options bring in their place."""
        return self.declaration.in_force(group, self.active(group), self.options)

    def origins(self, group: Group) -> dict[str, str]:
        """Return, by target, how a sentence names the options that bring its row: ``set by the option ...``."""
        brought = self.declaration.brought(group, self.options)
        return {target: _named([option.label for option in one.options]) for target, one in brought.items()}

    def by_group(self) -> dict[str, tuple[Row, ...]]:
        """Return the rows that a run follows by group."""
        return {group.key: self.rows(group) for group in self.declaration.groups}


def in_force(
    connection: Connection,
    contents: Mapping[str, Content],
    options: Mapping[str, Mapping[str, object]],
) -> dict[str, InForce]:
    """Return mappings with their options, by key of the workflow: ``options`` before those that are stored. One query."""
    stored = dict(_stored(connection, contents))
    found = {}
    for key, one in contents.items():
        declaration = catalogue.declaration(key)
        values = declaration.option_values({**stored.get(key, {}), **options.get(key, {})})
        found[key] = InForce(declaration, one, values)
    return found


def _stored(connection: Connection, keys: Iterable[str]) -> Iterable[tuple[str, dict[str, object]]]:
    return Workflow.objects.filter(connection=connection, key__in=keys).values_list("key", "options")


def _named(labels: list[str]) -> str:
    return f"set by the {'option' if len(labels) == 1 else 'options'} {' and '.join(labels)}"

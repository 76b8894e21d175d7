"""Options that name a NetSuite field: whether the record has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.catalogue import Declaration, OptionValue
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.validation.problems import Problem
from landbridge.service.workflows.validation.sides import Sides


def problems(declaration: Declaration, values: Mapping[str, OptionValue], sides: Sides) -> Iterator[Problem]:
    """Yield the options that name a field which NetSuite has not. Custom fields pass where NetSuite cannot be asked."""
    for option in declaration.options:
        name = values.get(option.key)
        if not (option.names_field and isinstance(name, str) and name):
            continue
        side = sides.source(declaration.netsuite_type)
        if side.find(declaration.main, name) is None and not side.missing and not side.may_have(name):
            reason = f"the option {option.label} names {name!r}, and {declaration.netsuite_type} has no such field in NetSuite."
            yield Problem(declaration.label, declaration.main.label, "", "unknown_netsuite_field", reason)


def changed_problems(
    declaration: Declaration, stored: Mapping[str, object], values: Mapping[str, object], sides: Sides
) -> Iterator[Problem]:
    """Yield the same of options to be stored, where they change: one that named a missing field before does not keep others from changing."""
    there = declaration.option_values(stored)
    changed = {name: one for name, one in values.items() if isinstance(one, str) and one != there.get(name)}
    yield from problems(declaration, changed, sides)


def refuse_named(found: Iterable[Problem]) -> None:
    """Raise :class:`WorkflowRefused` (`bad_option`) with every problem."""
    told = " ".join(str(one) for one in found)
    if told:
        raise WorkflowRefused("bad_option", told)


def refuse_unknown_fields(connection: Connection, key: str, values: Mapping[str, object]) -> None:
    """Raise :class:`WorkflowRefused` (`bad_option`) for an option to be stored that names a field which NetSuite has not.

    Asks NetSuite where such an option changes: not in a transaction.
    """
    declaration = catalogue.find(key)
    if declaration is None:
        return
    stored = Workflow.objects.filter(connection=connection, key=key).first()
    sides = Sides(connection, reader_for, destination_for(connection))
    refuse_named(changed_problems(declaration, stored.options if stored else {}, values, sides))

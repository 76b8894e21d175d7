"""Every import workflow, in the order in which a run goes through them: parents before children."""

from landbridge.service.workflows.catalogue.customers import CUSTOMERS
from landbridge.service.workflows.catalogue.employees import EMPLOYEES
from landbridge.service.workflows.catalogue.model import (
    MAIN,
    Declaration,
    Group,
    Option,
    OptionValue,
    Reads,
    Row,
    Rule,
    Source,
    Target,
    TargetKind,
)
from landbridge.service.workflows.catalogue.projects import PROJECTS

CATALOGUE: dict[str, Declaration] = {kind.key: kind for kind in (EMPLOYEES, CUSTOMERS, PROJECTS)}
"""By key, in order of dependency."""

POSITIONS: dict[str, int] = {key: position for position, key in enumerate(CATALOGUE)}


def of_type(netsuite_type: str) -> tuple[Declaration, ...]:
    """Return the workflows that read a NetSuite record type."""
    return tuple(kind for kind in CATALOGUE.values() if kind.netsuite_type == netsuite_type)


__all__ = [
    "CATALOGUE",
    "MAIN",
    "POSITIONS",
    "Declaration",
    "Group",
    "Option",
    "OptionValue",
    "Reads",
    "Row",
    "Rule",
    "Source",
    "Target",
    "TargetKind",
    "of_type",
]

"""Every import workflow, in the order in which a run goes through them: parents before children."""

from landbridge.service.workflows.catalogue.known import (
    declaration,
    declarations,
    find,
    label,
    missing,
    of_type,
    ordered,
    position,
)
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
)
from landbridge.service.workflows.catalogue.standard import CATALOGUE

__all__ = [
    "CATALOGUE",
    "MAIN",
    "Declaration",
    "Group",
    "Option",
    "OptionValue",
    "Reads",
    "Row",
    "Rule",
    "Source",
    "declaration",
    "declarations",
    "find",
    "label",
    "missing",
    "of_type",
    "ordered",
    "position",
]

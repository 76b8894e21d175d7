"""NetSuite's classifications as hierarchies of SuiteProjects Pro, by option (fact sheet 2.7, help article_163455683746).

Employees have the four of NetSuite; customers and projects have none, so that a custom field of the list type names theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.service.workflows.catalogue.model import Option, OptionValue

NODES = "hierarchy_node_ids"
"""The field of users, customers and projects that holds their nodes."""

_PREFIX = "hierarchy_"


@dataclass(frozen=True, slots=True)
class Classification:
    """A classification: ``netsuite_type`` is its record type, ``hierarchy`` the name of its hierarchy, ``field`` what employees name theirs in."""

    key: str
    netsuite_type: str
    hierarchy: str
    field: str

    @property
    def option(self) -> str:
        """The key of the option."""
        return f"{_PREFIX}{self.key}"

    def id_field(self, spp_type: str) -> str:
        """Return the field of a node that holds the NetSuite id; each kind of hierarchy has nodes of its own."""
        if spp_type == "user":
            return f"netsuite_{self.key}_id__c"
        return f"netsuite_custom_{spp_type}_{self.key}_id__c"


CLASSIFICATIONS = (
    Classification("department", "department", "Departments", "department"),
    Classification("class", "classification", "Classes", "class"),
    Classification("location", "location", "Locations", "location"),
    Classification("subsidiary", "subsidiary", "Subsidiaries", "subsidiary"),
)


@dataclass(frozen=True, slots=True)
class Classified:
    """A classification that a workflow imports, and the field of its records that names one."""

    classification: Classification
    field: str


STANDARD_OPTIONS = tuple(
    Option(
        one.option,
        f"Map NetSuite employee {one.key} to hierarchy",
        f"The hierarchy {one.hierarchy} of users gets a node for each {one.key} of NetSuite, and every user the node of theirs. A hierarchy and "
        "nodes of the same name that are there already are taken.",
        default=False,
    )
    for one in CLASSIFICATIONS
)
"""Options of a workflow whose records have NetSuite's own fields."""


def custom_options(entity: str) -> tuple[Option, ...]:
    """Return the options of a workflow whose records name classifications in custom fields. ``entity``: ``customer``."""
    return tuple(
        Option(
            one.option,
            f"Map NetSuite {entity} {one.key} to hierarchy",
            f"Script id of the custom field of the {entity} that names a {one.key}; empty: none. The hierarchy {one.hierarchy} of {entity}s gets a "
            f"node for each {one.key} of NetSuite. A hierarchy and nodes of the same name that are there already are taken.",
            default="",
            names_field=True,
        )
        for one in CLASSIFICATIONS
    )


def classified(options: Mapping[str, OptionValue]) -> tuple[Classified, ...]:
    """Return the classifications that options ask for. ``options`` holds every option's value."""
    found = []
    for one in CLASSIFICATIONS:
        value = options.get(one.option, False)
        if value:
            found.append(Classified(one, one.field if value is True else str(value)))
    return tuple(found)

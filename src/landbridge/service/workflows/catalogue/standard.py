"""The workflows that come with Landbridge."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.customers import CUSTOMERS
from landbridge.service.workflows.catalogue.employees import EMPLOYEES
from landbridge.service.workflows.catalogue.model import Declaration
from landbridge.service.workflows.catalogue.projects import PROJECTS

CATALOGUE: dict[str, Declaration] = {kind.key: kind for kind in (EMPLOYEES, CUSTOMERS, PROJECTS)}
"""By key, in order of dependency."""

POSITIONS: dict[str, int] = {key: position for position, key in enumerate(CATALOGUE)}

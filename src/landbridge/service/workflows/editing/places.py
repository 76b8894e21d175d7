"""Which workflow a page of the mapping is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.roles import Permission
from landbridge.service.web.access import signed_in
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.adding import workflows_of
from landbridge.service.workflows.catalogue import Declaration, Group
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.protection import protection
from landbridge.service.workflows.validation.sides import Sides


@dataclass(frozen=True, slots=True)
class Place:
    """A workflow of a connection; ``workflow`` is ``None`` where it was not added yet."""

    connection: Connection
    declaration: Declaration
    workflow: Workflow | None

    @classmethod
    def of(cls, connection: int, key: str) -> Place:
        """Return the place that an address names. Raises ``Http404``."""
        declaration = catalogue.find(key)
        if declaration is None:
            raise Http404
        there = get_object_or_404(Connection, pk=connection)
        return cls(there, declaration, Workflow.objects.filter(connection=there, key=key, added=True).first())

    @property
    def stored(self) -> Workflow:
        """The workflow. Raises ``Http404`` where it was not added."""
        if self.workflow is None:
            raise Http404
        return self.workflow

    def group(self, key: str) -> Group:
        """Return a group that can be changed. Raises ``Http404``."""
        found = next((one for one in self.declaration.groups if one.key == key and not one.fixed), None)
        if found is None:
            raise Http404
        return found

    def sides(self) -> Sides:
        """Return both sides, to be asked."""
        return Sides(self.connection, reader_for, destination_for(self.connection))

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page of the mapping shows: the workflows beside it, and whether it can be changed."""
        return {
            "connection": self.connection,
            "declaration": self.declaration,
            "workflow": self.workflow,
            "workflows": workflows_of(self.connection),
            "protection": protection(self.connection.pk, self.declaration.key),
            "can_edit": signed_in(request).may(Permission.EDIT_INTEGRATION),
        }

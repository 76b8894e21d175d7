"""Previews for pages, the JSON API and commands: asked of the systems of a connection, seen by somebody."""

from __future__ import annotations

from django.utils import timezone

from landbridge.service.composition import destination_for, reader_for
from landbridge.service.connections.models import Connection
from landbridge.service.connections.netsuite_pages import netsuite_pages
from landbridge.service.projects.models import User
from landbridge.service.workflows.administration import zone_of
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.environment import Surroundings
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.preview.masking import refuse_hidden, seen_by
from landbridge.service.workflows.preview.model import Preview
from landbridge.service.workflows.preview.working import Systems, name_of, preview


def seen(
    connection: Connection, workflow: Workflow, content: Content, internal_id: str, user: User | None
) -> Preview:
    """Return the preview of a record as ``user`` may see it.

    Raises ``WorkflowRefused`` (`no_record`, `hidden_field`), the errors of ``landbridge.netsuite``, and ``Refusal`` for credentials that cannot be read.
    """
    refuse_hidden(user, workflow, content)
    reader = reader_for(connection)
    around = Surroundings(timezone.now(), reader.account, netsuite_pages(connection), zone_of(connection.pk))
    whole = preview(workflow, content, internal_id, Systems(reader, destination_for(connection), around))
    rows = [row for of_group in content.rows.values() for row, on in of_group if on]
    return seen_by(user, workflow, rows, whole)


def choices(connection: Connection, netsuite_type: str, name: str) -> list[tuple[str, str]]:
    """Return internal id and name of the records whose name contains a text, some of them where there are many."""
    found = reader_for(connection).named(netsuite_type, name)
    return sorted(((one.internal_id, name_of(one)) for one in found), key=lambda one: one[1].casefold())

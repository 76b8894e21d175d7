"""The check before a mapping is stored."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.connections.models import Connection
from landbridge.service.workflows.content import Content
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.validation.problems import Report
from landbridge.service.workflows.validation.sides import Sides
from landbridge.service.workflows.validation.validating import check, stored_contents


def checked(
    connection: Connection,
    contents: Mapping[str, Content],
    sides: Sides,
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> Report:
    """Check mappings as they would be beside what the other active workflows have now. May ask NetSuite: not in a transaction.

    ``options``: values that are to be stored with them, by key of the workflow.
    """
    others = Workflow.objects.filter(connection=connection, active=True).exclude(key__in=contents)
    return check(connection, contents, sides, beside=stored_contents(others), options=options)


def refuse_wrong(report: Report) -> None:
    """Raise :class:`WorkflowRefused` (`bad_mapping`) with every problem."""
    if report.problems:
        raise WorkflowRefused("bad_mapping", " ".join(str(one) for one in report.problems))

"""All judgements of NetSuite's side together, as the health check, the assistant and the switch of real time use them."""

from __future__ import annotations

from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import (
    deployments,
    monitored,
    native,
    order,
    roles,
    settings_record,
    versions,
)
from landbridge.service.suiteapp.findings import Finding
from landbridge.service.suiteapp.inspecting import Seen
from landbridge.service.suiteapp.state import ServiceState


def judge(connection: Connection, seen: Seen) -> list[Finding]:
    """Judge what was seen, in a few queries and no request.

    Where the setup RESTlet gave no answer there is one finding alone, of the subject ``bundles``: nothing else is known then.
    """
    inspection = seen.inspection
    if inspection is None:
        return [Finding(versions.SUBJECT, "failed", seen.problem, seen.advice)]
    state = ServiceState.of(connection)
    return [
        *versions.findings(inspection),
        *roles.findings(inspection),
        *settings_record.findings(inspection, state),
        *monitored.findings(connection),
        *deployments.findings(inspection, state),
        *order.findings(inspection, state, order.confirmation(connection)),
        *native.findings(inspection, state),
    ]

"""All judgements of NetSuite's side together, as the health check, the assistant and the switch of real time use them."""

from __future__ import annotations

from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import deployments, native, order, roles, settings_record, versions
from landbridge.service.suiteapp.findings import Finding
from landbridge.service.suiteapp.inspecting import Seen
from landbridge.service.suiteapp.inspection import Inspection
from landbridge.service.suiteapp.state import ServiceState


def judge(connection: Connection, seen: Seen) -> list[Finding]:
    """Judge what was seen, in two queries and no request.

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
        *deployments.findings(inspection, state),
        *order.findings(inspection, state, order.confirmation(connection)),
        *native.findings(inspection, state),
    ]


def about_type(inspection: Inspection, netsuite_type: str) -> list[Finding]:
    """Judge what one NetSuite record type needs to be sent, were it live."""
    state = ServiceState("", "", live=frozenset({netsuite_type}))
    return [*deployments.findings(inspection, state), *native.findings(inspection, state)]

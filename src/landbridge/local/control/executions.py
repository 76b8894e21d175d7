"""Controls of the execution log: the requests of an integration, one with its request and response."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.governance.execution import PROTOCOLS, Outcome
from landbridge.local.governance.executions import Wanted
from landbridge.local.governance.masking import Body
from landbridge.local.records.values import to_json

controls = Controls()

MOST_ROWS, LARGEST_OFFSET = 1000, 1_000_000_000

Limit = Annotated[int, "How many of the last ones, 1 to 1000."]


@controls.declare("GET", "/execution-log/{integration}")
def execution_log(
    account: Account,
    *,
    integration: Annotated[str, "Internal id of the integration."],
    protocol: Annotated[str, "SOAP, REST or RESTLET; empty for all."] = "",
    status: Annotated[str, "Finished, Failed or Rejected; empty for all."] = "",
    limit: Limit = 100,
    offset: Annotated[int, "How many of the newest to pass over."] = 0,
) -> list[dict[str, Any]]:
    """The execution log of an integration, newest first: what was asked, by whom, how it ended."""
    if account.access.applications.integration(integration) is None:
        raise ControlRefusal(f"there is no integration {integration}", status=404)
    if protocol and protocol not in PROTOCOLS:
        raise ControlRefusal(f"protocol is one of {', '.join(PROTOCOLS)}")
    if status and status not in set(Outcome):
        raise ControlRefusal(f"status is one of {', '.join(Outcome)}")
    if not 1 <= limit <= MOST_ROWS:
        raise ControlRefusal(f"limit is a number from 1 to {MOST_ROWS}")
    if not 0 <= offset <= LARGEST_OFFSET:
        raise ControlRefusal(f"offset is a number from 0 to {LARGEST_OFFSET}")
    wanted = Wanted(integration, protocol, status)
    rows = account.governance.executions.search(wanted, limit, offset)
    return [to_json(asdict(row)) for row in rows]


@controls.declare("GET", "/execution-bodies/{execution}")
def execution_bodies(
    account: Account, *, execution: Annotated[str, "Id of a row of the execution log."]
) -> dict[str, Any]:
    """Request and response of one execution, secrets masked: size, whether cut, text; null for what is not kept."""
    executions = account.governance.executions
    row = executions.execution(execution)
    if row is None:
        raise ControlRefusal(f"there is no execution {execution}", status=404)
    found = executions.bodies(row.id)
    return {part: _shown(found.get(part)) for part in ("request", "response")}


def _shown(body: Body | None) -> dict[str, Any] | None:
    if body is None:
        return None
    text = body.content.decode("utf-8", "replace") if body.content is not None else None
    return {"size": body.size, "cut": body.cut, "text": text}

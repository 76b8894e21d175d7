"""The Execution Log of an integration record, and a request and response of it.

Three lists as in NetSuite, with the columns of each (documented: ``section_4543338726``, ``section_156570320384``,
``section_4639542510``). Who sees the record sees the rows; requests and responses need View SOAP Web Services Logs
(assumed), since they show what the reader's own role may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from landbridge.local import integrationdesk
from landbridge.local.access.integration import Integration
from landbridge.local.datetexts import read_date
from landbridge.local.governance.execution import PROTOCOLS, REST, SOAP, Execution, Outcome
from landbridge.local.governance.executions import Wanted
from landbridge.local.pages import places
from landbridge.local.pages.listing import page_number
from landbridge.local.pages.visit import NotFoundError, Visit

PAGE_SIZE = 50
PARTS = {"request": "Request", "response": "Response"}
WITH_BODIES = (SOAP, REST)
"""RESTlets' log has no requests and responses (documented columns)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of rows, from the ``first``. ``earlier`` and ``later`` are addresses (``""`` at the ends).

    ``problem`` tells of a day that cannot be read; no row is left out for it.
    """

    rows: list[Execution]
    total: int
    first: int
    earlier: str
    later: str
    problem: str = ""


def log(visit: Visit) -> Response:
    """List the requests of one record (``?id=``) by ``&protocol=``, newest first, filtered by status and days."""
    integrationdesk.require_view(visit.account, visit.session)
    integration = _integration(visit)
    protocol = visit.query.get("protocol", SOAP)
    if protocol not in PROTOCOLS:
        raise NotFoundError("There is no such list.")
    status = visit.query.get("status", "")
    fixed = {"id": integration.id, "protocol": protocol}
    wanted = Wanted(integration.id, protocol, status if status in set(Outcome) else "")
    return visit.page(
        "executionlog.html",
        title=f"Execution Log: {integration.definition.name}",
        integration=integration,
        tabs=PROTOCOLS,
        protocol=protocol,
        fixed=fixed,
        chosen=visit.query,
        statuses=list(Outcome),
        listed=listed(visit, wanted, fixed),
        may_open=protocol in WITH_BODIES and visit.may(places.EXECUTION_BODIES_PERMISSION),
    )


def body(visit: Visit) -> Response:
    """Show the request or the response (``?id=`` of the row, ``&part=``) as text."""
    integrationdesk.require_view(visit.account, visit.session)
    visit.require(places.EXECUTION_BODIES_PERMISSION)
    executions, part = visit.account.governance.executions, visit.query.get("part", "request")
    row = executions.execution(visit.query.get("id", ""))
    if row is None or part not in PARTS:
        raise NotFoundError("There is no such request.")
    found = executions.bodies(row.id).get(part)
    content = found.content if found is not None else None
    return visit.page(
        "executionbody.html",
        title=f"{PARTS[part]} {row.id}",
        row=row,
        part=part,
        parts=PARTS,
        has_bodies=row.protocol in WITH_BODIES,
        body=found,
        kept=len(content) if content is not None else 0,
        text=content.decode("utf-8", "replace") if content is not None else "",
    )


def listed(visit: Visit, wanted: Wanted, fixed: Mapping[str, str]) -> Listed:
    """Return the page of rows that the query asks for; ``fixed`` are parameters that every address keeps."""
    problem, since, until = "", None, None
    try:
        since, until = _day(visit, "from"), _day(visit, "to", after=1)
    except (ValueError, OverflowError) as error:
        problem = str(error)
    executions = visit.account.governance.executions
    asked = replace(wanted, since=since, until=until)
    total = executions.count(asked)
    number = min(page_number(visit), max(1, -(-total // PAGE_SIZE)))
    first = (number - 1) * PAGE_SIZE
    return Listed(
        rows=executions.search(asked, PAGE_SIZE, first),
        total=total,
        first=first + 1,
        earlier=_address(visit, fixed, number - 1) if number > 1 else "",
        later=_address(visit, fixed, number + 1) if first + PAGE_SIZE < total else "",
        problem=problem,
    )


def _integration(visit: Visit) -> Integration:
    named = visit.query.get("id", "")
    found = visit.account.access.applications.integration(named)
    if found is None:
        raise NotFoundError("There is no such integration record.")
    return found


def _day(visit: Visit, name: str, after: int = 0) -> datetime | None:
    """Return the beginning of a day of the account's zone, ``after`` days later. Raises ``ValueError``."""
    text = visit.query.get(name, "").strip()
    if not text:
        return None
    day: date = read_date(visit.account.settings, text) + timedelta(days=after)
    return datetime.combine(day, time(), visit.account.settings.zone)


def _address(visit: Visit, fixed: Mapping[str, str], number: int) -> str:
    query = {**visit.query, **fixed, "page": str(number)}
    return f"{visit.path}?{urlencode({name: value for name, value in query.items() if value})}"

"""Setup > Integration > SOAP Web Services Usage Log: the SOAP requests of all integrations (documented: ``section_N3444819``).

Administrators only, since it shows what a role may not see otherwise (documented). Days, record type and action filter it;
NetSuite filters to the minute.
"""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.governance.execution import SOAP
from landbridge.local.governance.executions import Wanted
from landbridge.local.pages import places
from landbridge.local.pages.executionpages import listed
from landbridge.local.pages.visit import Visit


def page(visit: Visit) -> Response:
    """List the SOAP requests, newest first."""
    visit.require(places.ADMINISTRATORS_ONLY)
    action, record_type = (visit.query.get(name, "").strip() for name in ("action", "recordtype"))
    wanted = Wanted(protocol=SOAP, action=action, record_type=record_type)
    return visit.page(
        "usagelog.html",
        title="SOAP Web Services Usage Log",
        chosen=visit.query,
        integrations={one.id: one.definition.name for one in visit.account.access.integrations()},
        listed=listed(visit, wanted, {}),
    )

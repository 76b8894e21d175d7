"""What kind of request arrives, from its head alone: the names of the statistics."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

SOAP = "/services/NetSuitePort_"
RESTLET = "/app/site/hosting/restlet.nl"
LOOK_UP = "/rest/datacenterurls"


def kind_of(scope: Scope) -> str:
    """Return ``soap.<operation>`` (as its SOAPAction says), ``restlet``, ``rest.datacenterurls``, or ``""`` for everything else."""
    path = scope["path"]
    if path.startswith(SOAP) and scope["method"] == "POST":
        return "soap." + Headers(scope=scope).get("soapaction", "").strip('"')
    if path == RESTLET:
        return "restlet"
    return "rest.datacenterurls" if path == LOOK_UP else ""

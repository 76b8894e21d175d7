"""How NetSuite says that it is over its limit, by the way it was asked."""

from __future__ import annotations

import json

from starlette.responses import Response
from starlette.types import Scope

from landbridge.local.faults.kinds import RESTLET, SOAP
from landbridge.local.soap import faults
from landbridge.local.soap.envelope import fault_reply
from landbridge.local.soap.versions import namespaces_for_fault


def over_limit(scope: Scope) -> Response:
    """SOAP: a fault (section_1500275531). RESTlet: 400 with a code. The look-up: 429 as REST web services answer it."""
    path: str = scope["path"]
    if path.startswith(SOAP):
        names = namespaces_for_fault(path.removeprefix(SOAP))
        return Response(fault_reply(faults.blocked(), names), 500, media_type="text/xml; charset=utf-8")
    if path == RESTLET:
        error = {"error": {"code": "SSS_REQUEST_LIMIT_EXCEEDED", "message": "Request Limit Exceeded"}}
        return Response(json.dumps(error), 400, media_type="application/json; charset=utf-8")
    return Response(status_code=429)

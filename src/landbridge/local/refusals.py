"""A refusal in the form of the protocol that was asked: a SOAP fault, a RESTlet's error, REST's problem body, or text."""

from __future__ import annotations

import json

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from landbridge.local.restservices.errors import RestError, refused
from landbridge.local.soap import faults
from landbridge.local.soap.envelope import fault_reply
from landbridge.local.soap.versions import namespaces_for_fault

SOAP = "/services/NetSuitePort_"
REST = "/services/rest/"
RESTLET = "/app/site/hosting/restlet.nl"
LOOK_UPS = "/rest/"
PROBLEM = "application/vnd.oracle.resource+json; type=error"


def soap_fault(scope: Scope, fault: faults.SoapFault) -> Response:
    """Return a fault in the version that the path names."""
    names = namespaces_for_fault(scope["path"].removeprefix(SOAP))
    return Response(fault_reply(fault, names), 500, media_type="text/xml; charset=utf-8")


def restlet_error(status: int, code: str, message: str) -> Response:
    """Return a RESTlet's error body, which the look-ups have too (fact sheet 3.7)."""
    error = {"error": {"code": code, "message": message}}
    return Response(json.dumps(error), status, media_type="application/json; charset=utf-8")


def rest_error(error: RestError) -> Response:
    """Return REST's error body (fact sheet 3.4)."""
    return Response(json.dumps(error.document()), error.status, dict(error.headers), PROBLEM)


def refusal(scope: Scope, status: int, code: str, message: str, fault: faults.SoapFault) -> Response:
    """Return the refusal by the path that was asked. SOAP faults travel with 500 whatever ``status`` says."""
    path: str = scope["path"]
    if path.startswith(SOAP):
        return soap_fault(scope, fault)
    if path == RESTLET or path.startswith(LOOK_UPS):
        return restlet_error(status, code, message)
    if path.startswith(REST):
        return rest_error(refused(status, message, code))
    return PlainTextResponse(f"{message}\n", status)


def other_account(scope: Scope, account_host: str) -> Response:
    """The host belongs to another account, of which nothing is known here (code from the schema, likeness assumed)."""
    message = f"The account {account_host} is not served here."
    fault = faults.SoapFault("invalidAccountFault", "INVALID_ACCT", message)
    return refusal(scope, 403, "INVALID_ACCT", message, fault)


def not_here(scope: Scope, host: str) -> Response:
    """NetSuite answers this path under another of its host names (assumed)."""
    message = f"{host} does not answer {scope['path'][:100]}; another of NetSuite's host names does."
    return refusal(scope, 404, "NONEXISTENT_ID", message, faults.malformed(message))

"""RESTlets over HTTP: `/app/site/hosting/restlet.nl?script=&deploy=` (documented: RESTlets, fact sheet 3.7).

Content types, after the help on RESTlets: JSON bodies arrive as objects, text bodies as strings; a RESTlet that answers an
object needs a request with `Content-Type: application/json`, otherwise the answer is a string.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from landbridge.local.access.errors import AccessDenied, BearerDenied
from landbridge.local.access.model import Context, Session
from landbridge.local.bodies import body_of
from landbridge.local.governance.errors import LimitExceeded
from landbridge.local.governance.execution import RESTLET as RESTLETS
from landbridge.local.governance.execution import Request as GovernedRequest
from landbridge.local.logs import Logger
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.scripting import deploying
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.registry import UnknownScript

if TYPE_CHECKING:
    from landbridge.local.account import Account

PATH = "/app/site/hosting/restlet.nl"
METHODS = ("DELETE", "GET", "POST", "PUT")
LARGEST_BODY = 10 * 1024 * 1024
"""Bytes of a request and of an answer (documented: 10 MB for each string that a RESTlet takes or gives)."""

JSON, TEXT, XML = "application/json", "text/plain", "application/xml"
CONTENT_TYPES = (JSON, TEXT, "text/html", "text/xml", XML)

logger = Logger(__name__)


class Refused(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A RESTlet request that is answered with an error body."""

    def __init__(self, status: int, code: str, message: str, challenge: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.challenge = challenge


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `content_type` is the media type without parameters, JSON when none is given for GET and DELETE."""

    method: str
    url: str
    parameters: dict[str, str]
    authorization: str
    content_type: str
    body: bytes
    ip: str


def routes(account: Account) -> list[BaseRoute]:
    """Return the RESTlet route of an account; none for an account without SuiteScript."""
    scripting = account.scripting
    if not isinstance(scripting, Scripting):
        return []

    async def restlet(request: Request) -> Response:
        body = await body_of(request, LARGEST_BODY)
        call = Call(
            method=request.method,
            url=str(request.url),
            parameters=dict(request.query_params),
            authorization=request.headers.get("authorization", ""),
            content_type=request.headers.get("content-type", "").partition(";")[0].strip().lower(),
            body=body or b"",
            ip=request.client.host if request.client else "",
        )
        if body is None:
            return _error(
                call, Refused(400, "SSS_REQUEST_SIZE_EXCEEDED", "The request is larger than 10 MB.")
            )
        return await run_in_threadpool(_answer, account, scripting, call)

    route = Route(PATH, restlet, methods=METHODS)
    route.methods = set(METHODS)  # Starlette would let HEAD pass as GET
    return [route]


def _answer(account: Account, scripting: Scripting, call: Call) -> Response:
    script, deployment = (call.parameters.get(name, "")[:100] for name in ("script", "deploy"))
    asked = GovernedRequest(RESTLETS, call.method, script=script, deployment=deployment)
    answer = _answered(account, scripting, call, asked)
    account.governance.executions.keep(asked, http_status=answer.status_code)
    return answer


def _answered(account: Account, scripting: Scripting, call: Call, asked: GovernedRequest) -> Response:
    account.journal.add("restlet")
    account.holds.wait("restlet")
    try:
        session = _signed_in(account, call)
        with account.governance.slot(session, asked):
            return _run(account, scripting, call, session, asked)
    except LimitExceeded:
        return _error(call, Refused(400, "SSS_REQUEST_LIMIT_EXCEEDED", "Request Limit Exceeded"))
    except Refused as refused:
        return _error(call, refused)
    except Exception:  # a client never sees a stack trace
        logger.exception("restlet failed")
        return _error(call, Refused(500, "UNEXPECTED_ERROR", "An unexpected error occurred."))


def _signed_in(account: Account, call: Call) -> Session:
    if not call.authorization:
        raise Refused(401, "INVALID_LOGIN_ATTEMPT", "Invalid login attempt.")
    try:
        return account.access.verify_request(
            call.method, call.url, call.authorization, ip=call.ip, context=Context.RESTLET
        )
    except BearerDenied as denied:
        code = "INVALID_REQUEST" if denied.status == 400 else "INVALID_LOGIN_ATTEMPT"
        challenge = denied.challenge(account.settings.account_id)
        raise Refused(denied.status, code, denied.TEXTS[denied.error], challenge) from None
    except AccessDenied as refused:
        challenge = refused.challenge(account.settings.account_id)
        raise Refused(401, "INVALID_LOGIN_ATTEMPT", "Invalid login attempt.", challenge) from None


def _run(
    account: Account, scripting: Scripting, call: Call, session: Session, asked: GovernedRequest
) -> Response:
    parameters = dict(call.parameters)
    script_id, deploy_id = parameters.pop("script", ""), parameters.pop("deploy", "")
    if not script_id:
        raise Refused(400, "SSS_MISSING_REQD_ARGUMENT", "Missing a required argument: script")
    if not deploy_id:
        raise Refused(400, "SSS_MISSING_REQD_ARGUMENT", "Missing a required argument: deploy")
    try:
        script, deployment = scripting.registry.restlet(script_id, deploy_id)
    except UnknownScript:
        raise _unknown(script_id) from None
    asked.script, asked.deployment = script.script_id, deployment.script_id  # numbers name them too
    if script.is_inactive or not deployment.is_deployed:
        raise _unknown(script_id)
    if not deploying.runs_for(account.access, session, script, deployment):
        raise Refused(403, "INSUFFICIENT_PERMISSION", "You do not have permission to access this page.")
    # RESTlets run in the caller's role: there is no Execute as Role for them (documented, design section 6).
    request = {"kind": "restlet", "entry": call.method.lower(), "body": _argument(call, parameters)}
    try:
        result = scripting.execute(script, deployment, session, request)
    except ScriptFailure as failure:
        raise Refused(400, failure.code, failure.message) from failure
    if result["absent"]:
        raise Refused(
            405, "SSS_INVALID_SCRIPTLET_METHOD", f"The RESTlet has no {call.method.lower()} function."
        )
    return _reply(call, result["value"])


def _unknown(script_id: str) -> Refused:
    return Refused(
        404,
        "SSS_INVALID_SCRIPTLET_ID",
        f"That Suitelet is invalid, disabled, or no longer exists: {script_id[:60]}",
    )


def _argument(call: Call, parameters: dict[str, str]) -> dict[str, str]:
    """Return the entry point's argument: the query without script and deploy, or the body."""
    if call.method in ("GET", "DELETE"):
        if call.body:
            raise Refused(400, "INVALID_REQUEST", f"A {call.method} request has no body.")
        return {"kind": "object", "text": json.dumps(parameters)}
    if call.content_type not in CONTENT_TYPES:
        raise Refused(
            415, "UNSUPPORTED_MEDIA_TYPE", f"The content type {call.content_type[:80]!r} is not supported."
        )
    text = call.body.decode("utf-8", "replace")
    if call.content_type != JSON:
        return {"kind": "text", "text": text}
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(400, "INVALID_REQUEST", "The request body is not valid JSON.") from None
    return {"kind": "object", "text": text}


def _reply(call: Call, value: dict[str, Any]) -> Response:
    media_type = call.content_type if call.content_type in CONTENT_TYPES else JSON
    if value["kind"] == "empty":
        return Response(b"", media_type=f"{media_type}; charset=utf-8", status_code=200)
    if value["kind"] == "object" and media_type != JSON and call.content_type:
        raise Refused(400, "INVALID_RETURN_DATA_FORMAT", "Invalid data format. You should return TEXT.")
    content = value["text"].encode("utf-8", "replace")
    if len(content) > LARGEST_BODY:  # the limit is documented, the code assumed
        raise Refused(400, "SSS_RESPONSE_SIZE_EXCEEDED", "The response is larger than 10 MB.")
    return Response(content, media_type=f"{media_type}; charset=utf-8")


def _error(call: Call, refused: Refused) -> Response:
    """Return the error body: JSON, or the variants for requests of text and XML (fact sheet 3.7)."""
    headers = {"WWW-Authenticate": refused.challenge} if refused.challenge else None
    if call.content_type in (XML, "text/xml"):
        text = (
            f"<error><code>{escape(refused.code)}</code><message>{escape(refused.message)}</message></error>"
        )
        return Response(text, refused.status, headers, media_type=f"{call.content_type}; charset=utf-8")
    if call.content_type.startswith("text/"):
        text = f"error code: {refused.code}\nerror message: {refused.message}"
        return Response(text, refused.status, headers, media_type="text/plain; charset=utf-8")
    body = {"error": {"code": refused.code, "message": refused.message}}
    return Response(json.dumps(body), refused.status, headers, media_type=f"{JSON}; charset=utf-8")

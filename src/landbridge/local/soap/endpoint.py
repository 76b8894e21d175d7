"""From HTTP to an operation and back.

Order: size, version, XML, operation, sign-in, SOAP permission, a place in the concurrency pool, operation. Every way to end that
is no reply is a :class:`SoapFault`; what nobody expected becomes an unexpectedErrorFault whose Error ID stands in the log.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable
from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response

from landbridge.local.access.errors import AccessDenied, PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.account import Account
from landbridge.local.governance.errors import LimitExceeded
from landbridge.local.releases import Standing, standing
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call, DocumentIds
from landbridge.local.soap.defects import log_defect
from landbridge.local.soap.envelope import RequestEnvelope, fault_reply, open_envelope, reply
from landbridge.local.soap.headers import Headers, read_headers
from landbridge.local.soap.operations import OPERATIONS, OPERATIONS_OF_NETSUITE
from landbridge.local.soap.operations.general import get_data_center_urls
from landbridge.local.soap.searchjobs import SearchJobs
from landbridge.local.soap.versions import Namespaces, namespaces_for_fault

ANSWERED = frozenset(OPERATIONS) | {"getDataCenterUrls"}
"""The operations that this endpoint answers."""

SPARE_THREADS = 20

MAX_REQUEST_BYTES = 100_000_000
"""Size of a request (documented: 100 MB)."""

SOAP_PERMISSION = "ADMI_WEBSERVICES"
"""SOAP Web Services."""

SCRIPT_PREFERENCE_PERMISSION = "ADMI_RUNSERVERSCRIPTWORKFLOW"
"""Control SuiteScript and Workflow Triggers in Web Services Request (the id is assumed)."""


class Endpoint:
    """Answers SOAP requests of one account. Thread-safe."""

    def __init__(self, account: Account, token_hex: Callable[[int], str] = secrets.token_hex) -> None:
        self._account = account
        # Threads of its own, more than governance lets run: a refusal never waits behind slow saves.
        self._threads = CapacityLimiter(account.governance.limit + SPARE_THREADS)
        self._searches = SearchJobs(account.clock.now)
        self._ids = DocumentIds(account.settings.account_id, account.clock.now, token_hex)

    async def handle(self, request: Request) -> Response:
        """Answer one HTTP request; faults travel with status 500."""
        version = request.path_params["version"]
        try:
            body = await _read_body(request)
        except faults.SoapFault as fault:
            return _response(fault_reply(fault, namespaces_for_fault(version)), 500)
        ip = request.client.host if request.client is not None else ""
        soap_action = request.headers.get("soapaction")
        answer = partial(self.answer, version, body, soap_action=soap_action, uri=request.url.path, ip=ip)
        content, status = await anyio.to_thread.run_sync(answer, limiter=self._threads)
        return _response(content, status)

    def answer(
        self, version: str, body: bytes, *, soap_action: str | None, uri: str, ip: str
    ) -> tuple[bytes, int]:
        """Return the reply to one request and its HTTP status. Never raises."""
        names = namespaces_for_fault(version)
        try:
            _check_version(version, self._account.settings.release)
            if soap_action is None:
                raise faults.malformed("there is no SOAPAction header")
            envelope = open_envelope(body, names)
            return self._answer(envelope, names, uri=uri, ip=ip), 200
        except faults.SoapFault as fault:
            return fault_reply(fault, names), 500
        except Exception:  # noqa: BLE001 - the last line of defence: a client never sees a stack trace
            return fault_reply(faults.unexpected(log_defect(self._ids.error_id())), names), 500

    def _answer(self, envelope: RequestEnvelope, names: Namespaces, *, uri: str, ip: str) -> bytes:
        name = envelope.operation.name
        if name in ANSWERED:
            self._account.journal.add(f"soap.{name}")
            self._account.holds.wait(f"soap.{name}")
        if name == "getDataCenterUrls":
            content = get_data_center_urls(self._account, envelope.operation)
        else:
            content = self._operate(envelope, names, uri=uri, ip=ip)
        return reply(name, content, names, self._ids.new())

    def _operate(self, envelope: RequestEnvelope, names: Namespaces, *, uri: str, ip: str) -> str:
        name = envelope.operation.name
        operation = OPERATIONS.get(name)
        if operation is None:
            known = name in OPERATIONS_OF_NETSUITE
            raise (
                faults.unsupported(f"The operation {name}")
                if known
                else faults.malformed(f"there is no operation {name!r}")
            )
        headers = read_headers(envelope.header)
        session = self._session(headers, uri=uri, ip=ip)
        try:
            with self._account.governance.slot(session):
                return operation(
                    Call(
                        account=self._account,
                        session=session,
                        namespaces=names,
                        node=envelope.operation,
                        preferences=headers.preferences,
                        search_preferences=headers.search_preferences,
                        searches=self._searches,
                        ids=self._ids,
                    )
                )
        except LimitExceeded:
            raise faults.blocked() from None

    def _session(self, headers: Headers, *, uri: str, ip: str) -> Session:
        passport = headers.passport
        if passport is None:
            raise faults.login_required()
        try:
            session = self._account.access.verify_token_passport(
                passport.account,
                passport.consumer_key,
                passport.token,
                passport.nonce,
                passport.timestamp,
                passport.signature,
                passport.algorithm,
                uri=uri,
                ip=ip,
            )
        except AccessDenied:
            raise faults.invalid_login() from None
        self._require(session, SOAP_PERMISSION, "WS_PERMISSION_REQD")
        if headers.preferences.run_scripts is None:
            return session
        self._require(session, SCRIPT_PREFERENCE_PERMISSION, "INSUFFICIENT_PERMISSION")
        return dataclasses.replace(session, fires_user_events=headers.preferences.run_scripts)

    def _require(self, session: Session, permission: str, code: str) -> None:
        try:
            self._account.access.require(session, permission, Level.FULL)
        except PermissionMissing:
            raise faults.permission_missing(
                code, f"Permission Violation: you need the permission {permission} at level Full."
            ) from None


def _check_version(version: str, release: str) -> None:
    found = standing(version, release)
    if not found.answered:
        raise faults.invalid_version(version, disabled=found is Standing.DISABLED)


async def _read_body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_REQUEST_BYTES:
        raise faults.request_too_large(MAX_REQUEST_BYTES)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_REQUEST_BYTES:
            raise faults.request_too_large(MAX_REQUEST_BYTES)
        chunks.append(chunk)
    return b"".join(chunks)


def _response(content: bytes, status: int) -> Response:
    return Response(content, status_code=status, media_type="text/xml; charset=utf-8")

"""From HTTP to an operation and back.

Order: size, encoding, version, XML, host, operation, sign-in, SOAP permission, a place in the concurrency pool, operation. Every way
to end that is no reply is a :class:`SoapFault`; what nobody expected becomes an unexpectedErrorFault whose Error ID stands in the log.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response

from landbridge.local.account import Account
from landbridge.local.bodies import body_of
from landbridge.local.governance.errors import LimitExceeded, UserLimitExceeded
from landbridge.local.governance.execution import SOAP
from landbridge.local.governance.execution import Request as Execution
from landbridge.local.governance.masking import masked_xml
from landbridge.local.governance.users import CONCURRENT_WEB_SERVICES_USER, ONE
from landbridge.local.hosts import Surface, host_of
from landbridge.local.journal import asked_by
from landbridge.local.releases import Standing, has_sessions, standing, wants_account_host
from landbridge.local.soap import faults
from landbridge.local.soap.authentication import Authentication, Origin, SignedIn
from landbridge.local.soap.call import Call, DocumentIds
from landbridge.local.soap.compression import decoded, encoded
from landbridge.local.soap.defects import log_defect
from landbridge.local.soap.envelope import RequestEnvelope, fault_reply, open_envelope, reply
from landbridge.local.soap.headers import Headers, read_headers, read_passport
from landbridge.local.soap.operations import OPERATIONS, OPERATIONS_OF_NETSUITE
from landbridge.local.soap.operations.general import get_data_center_urls
from landbridge.local.soap.operations.sessions import (
    REFUSED,
    SESSION_OPERATIONS,
    logged_out,
    session_response,
)
from landbridge.local.soap.requests import check_operation
from landbridge.local.soap.searchjobs import SearchJobs
from landbridge.local.soap.sessions import COOKIE, SoapSession, SoapSessions
from landbridge.local.soap.subjects import subject_of
from landbridge.local.soap.versions import Namespaces, namespaces_for_fault

DISCOVERY = "getDataCenterUrls"
LOGIN, LOGOUT = "login", "logout"

ANSWERED = frozenset(OPERATIONS) | {DISCOVERY}
"""The operations that every endpoint version answers."""

OF_SESSIONS = frozenset(SESSION_OPERATIONS) | {LOGIN, LOGOUT}
"""The operations that endpoints up to 2019_2 answer beside them."""

SPARE_THREADS = 20

MAX_REQUEST_BYTES = 100_000_000
"""Size of a request (documented: 100 MB)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply. ``opened`` is the id of the session that a login opened (``""``)."""

    content: bytes
    status: int
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What HTTP says beside the body: version and host of the address, headers, cookie."""

    origin: Origin
    soap_action: str | None
    content_encoding: str = ""
    discovery_host: bool = False


class Endpoint:
    """Answers SOAP requests of one account. Thread-safe."""

    def __init__(self, account: Account, token_hex: Callable[[int], str] = secrets.token_hex) -> None:
        self._account = account
        # Threads of its own, more than governance lets run: a refusal never waits behind slow saves.
        self._threads = CapacityLimiter(account.governance.limit + SPARE_THREADS)
        self._searches = SearchJobs(account.clock.now)
        self._sessions = SoapSessions(account.clock.now, token_hex)
        self._authentication = Authentication(account, self._sessions)
        self._ids = DocumentIds(account.settings.account_id, account.clock.now, token_hex)
        account.restored.append(self._searches.forget)
        account.replaced.append(self._sessions.forget)

    async def handle(self, request: Request) -> Response:
        """Answer one HTTP request; faults travel with status 500."""
        version = request.path_params["version"]
        body = await body_of(request, MAX_REQUEST_BYTES)
        if body is None:
            fault = faults.request_too_large(MAX_REQUEST_BYTES)
            return _response(fault_reply(fault, namespaces_for_fault(version)), 500, {})
        host = host_of(request.scope)
        message = Message(
            origin=Origin(
                version=version,
                uri=request.url.path,
                ip=request.client.host if request.client is not None else "",
                session_id=request.cookies.get(COOKIE, ""),
            ),
            soap_action=request.headers.get("soapaction"),
            content_encoding=request.headers.get("content-encoding", ""),
            discovery_host=host is not None and host.surface is Surface.WEBSERVICES,
        )
        accepted = request.headers.get("accept-encoding", "")
        self._threads.total_tokens = self._account.governance.limit + SPARE_THREADS  # limits change meanwhile
        return await anyio.to_thread.run_sync(
            partial(self._respond, message, body, accepted), limiter=self._threads
        )

    def _respond(self, message: Message, body: bytes, accept_encoding: str) -> Response:
        answer = self.respond(message, body)
        content, headers = encoded(answer.content, accept_encoding)
        response = _response(content, answer.status, headers)
        if answer.opened:
            response.set_cookie(COOKIE, answer.opened, path="/", httponly=True)
            response.set_cookie("NS_ROUTING_VERSION", "LAGGING", path="/")
            response.set_cookie("NS_VER", f"{self._account.settings.release}.0", path="/")
        return response

    def answer(
        self, version: str, body: bytes, *, soap_action: str | None, uri: str, ip: str
    ) -> tuple[bytes, int]:
        """Return the reply to one request of no session, and its HTTP status. Never raises."""
        answer = self.respond(Message(Origin(version, uri, ip), soap_action), body)
        return answer.content, answer.status

    def respond(self, message: Message, body: bytes) -> Answer:
        """Return the reply to one request. Never raises."""
        names = namespaces_for_fault(message.origin.version)
        execution = Execution(SOAP, "", message.origin.version)
        plain = b""
        try:
            _check_version(message.origin.version, self._account.settings.release)
            if message.soap_action is None:
                raise faults.malformed("there is no SOAPAction header")
            plain = decoded(body, message.content_encoding, MAX_REQUEST_BYTES)
            answer = self._answer(open_envelope(plain, names), names, message, execution)
        except faults.SoapFault as fault:
            answer = Answer(fault_reply(fault, names), 500)
        except Exception:  # noqa: BLE001 - the last line of defence: a client never sees a stack trace
            answer = Answer(fault_reply(faults.unexpected(log_defect(self._ids.error_id())), names), 500)
        self._keep(execution, plain, answer)
        return answer

    def _keep(self, execution: Execution, asked: bytes, answer: Answer) -> None:
        if execution.counts:
            self._account.governance.executions.keep(
                execution,
                http_status=answer.status,
                asked=masked_xml(asked),
                answered=masked_xml(answer.content),
            )

    def _answer(
        self, envelope: RequestEnvelope, names: Namespaces, message: Message, execution: Execution
    ) -> Answer:
        name = envelope.operation.name
        execution.action, execution.record_type = name, subject_of(envelope.operation)
        version = message.origin.version
        if name in ANSWERED or (name in OF_SESSIONS and has_sessions(version)):
            self._account.journal.add(f"soap.{name}")
            self._account.holds.wait(f"soap.{name}")
        opened = ""
        if name == DISCOVERY:
            check_operation(envelope.operation, names)
            content = get_data_center_urls(self._account, envelope.operation)
        elif message.discovery_host and wants_account_host(version):
            raise faults.wrong_domain()
        elif name in OF_SESSIONS and has_sessions(version):
            content, opened = self._of_session(envelope, names, message.origin, execution)
        else:
            content = self._operate(envelope, names, message.origin, OPERATIONS.get(name), execution)
        return Answer(reply(name, content, names, self._ids.new()), 200, opened)

    def _of_session(
        self, envelope: RequestEnvelope, names: Namespaces, origin: Origin, execution: Execution
    ) -> tuple[str, str]:
        """Return the content of the reply and the id of the session that was opened (``""``)."""
        name = envelope.operation.name
        if name == LOGIN:
            check_operation(envelope.operation, names)
            opened = self._login(envelope, origin, execution)
            return session_response(self._account, opened), opened.id
        if name == LOGOUT:
            self._logout(envelope, origin, execution)
            return logged_out(), ""
        return self._operate(envelope, names, origin, SESSION_OPERATIONS[name], execution), ""

    def _headers(self, envelope: RequestEnvelope) -> Headers:
        return read_headers(envelope.header, self._account.preferences.read())

    def _login(self, envelope: RequestEnvelope, origin: Origin, execution: Execution) -> SoapSession:
        passport = envelope.operation.child("passport")
        if passport is None:
            raise faults.malformed("login needs a passport")
        headers = self._headers(envelope)
        session = self._authentication.by_password(read_passport(passport), headers.application_id, origin)
        with self._account.governance.timed(session, execution):
            self._authentication.require_soap(session)
            access, licences = self._account.access, self._account.settings.licences
            several = licences > 0 and access.concurrent_web_services_user(session.user_id)
            return self._sessions.open(session, CONCURRENT_WEB_SERVICES_USER if several else ONE)

    def _logout(self, envelope: RequestEnvelope, origin: Origin, execution: Execution) -> None:
        signed = self._authentication.sign_in(self._headers(envelope), origin)
        with self._account.governance.timed(signed.session, execution):
            if signed.soap_session is not None:
                self._sessions.close(signed.soap_session.id)

    def _operate(
        self,
        envelope: RequestEnvelope,
        names: Namespaces,
        origin: Origin,
        operation: Callable[[Call], str] | None,
        execution: Execution,
    ) -> str:
        if operation is None:
            raise _no_operation(envelope.operation.name, origin.version)
        headers = self._headers(envelope)
        signed = self._authentication.sign_in(headers, origin)
        asked_by(signed.session.user_id, signed.session.role_id)
        try:
            with self._account.governance.slot(signed.session, execution):
                check_operation(envelope.operation, names)
                return operation(self._call(envelope, names, headers, signed))
        except UserLimitExceeded:
            raise faults.one_at_a_time() from None
        except LimitExceeded:
            raise faults.blocked() from None

    def _call(self, envelope: RequestEnvelope, names: Namespaces, headers: Headers, signed: SignedIn) -> Call:
        return Call(
            account=self._account,
            session=signed.session,
            namespaces=names,
            node=envelope.operation,
            preferences=headers.preferences,
            search_preferences=headers.search_preferences,
            searches=self._searches,
            ids=self._ids,
            soap_session=signed.soap_session,
        )


def _no_operation(name: str, version: str) -> faults.SoapFault:
    known = name in OPERATIONS_OF_NETSUITE or (name in REFUSED and has_sessions(version))
    return (
        faults.unsupported(f"The operation {name}")
        if known
        else faults.malformed(f"there is no operation {name!r}")
    )


def _check_version(version: str, release: str) -> None:
    found = standing(version, release)
    if not found.answered:
        raise faults.invalid_version(version, disabled=found is Standing.DISABLED)


def _response(content: bytes, status: int, headers: dict[str, str]) -> Response:
    return Response(content, status, headers, media_type="text/xml; charset=utf-8")

"""The gate of every REST service: who asks, may they use REST web services, is there a place in the pool.

Records, the metadata catalogue, SuiteQL and the system services go through it. Order: size, journal, sign-in, permission,
concurrency, operation. Whatever goes wrong ends as a body of :mod:`landbridge.local.restservices.errors`, never as a stack trace.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response

from landbridge.local.access.errors import AccessDenied, BearerDenied, PermissionMissing
from landbridge.local.access.model import Context, Level, Session
from landbridge.local.account import Account
from landbridge.local.bodies import body_of
from landbridge.local.governance.errors import LimitExceeded
from landbridge.local.governance.execution import REST
from landbridge.local.governance.execution import Request as Governed
from landbridge.local.governance.masking import masked_address, masked_json
from landbridge.local.logs import Logger
from landbridge.local.restservices import errors
from landbridge.local.restservices.errors import RestError

REST_PERMISSION = "ADMI_RESTWEBSERVICES"
"""REST Web Services."""

SINGULAR = "application/vnd.oracle.resource+json; type=singular"
COLLECTION = "application/vnd.oracle.resource+json; type=collection"
ERROR = "application/vnd.oracle.resource+json; type=error"
"""Media types of answers (documented: ``section_1545141500``, REST API browser)."""

LARGEST_BODY = 104_857_600
"""Bytes of a request: 100 MB, as for SOAP (assumed)."""

SPARE_THREADS = 20

logger = Logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request. ``url`` is as the client wrote it, which is what it signed; ``headers`` by lower-case name.

    ``path`` is decoded, ``query`` holds the decoded parameters in order.
    """

    method: str
    url: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    ip: str = ""

    @property
    def site(self) -> str:
        """Scheme and host, for links."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    def parameter(self, name: str) -> str | None:
        """Return the last value of a query parameter, or ``None``."""
        return next((value for given, value in reversed(self.query) if given == name), None)

    def header(self, name: str) -> str:
        """Return a header's value, or an empty text."""
        return self.headers.get(name.lower(), "")


@dataclass(frozen=True)
class Answer:
    """What goes back: ``document`` as JSON, or nothing."""

    status: int
    document: Any = None
    media_type: str = SINGULAR
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def content(self) -> bytes:
        """The body as it is sent."""
        if self.document is None:
            return b""
        text = json.dumps(self.document, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


Operation = Callable[[Asked, Session], Answer]


class Gate:
    """Lets requests to one REST service through. Thread-safe; every service may have its own."""

    def __init__(self, account: Account, token_hex: Callable[[int], str] = secrets.token_hex) -> None:
        self._account = account
        self._token_hex = token_hex
        # Threads of its own, more than governance lets run: a refusal never waits behind slow saves.
        self._threads = CapacityLimiter(account.governance.limit + SPARE_THREADS)

    async def handle(self, request: Request, kind: str, operation: Operation) -> Response:
        """Answer one HTTP request; ``kind`` is its name in the journal and for holds."""
        body = await body_of(request, LARGEST_BODY)
        asked = _asked(request, body or b"")
        if body is None:
            return _response(_refusal(_too_large()))
        self._threads.total_tokens = self._account.governance.limit + SPARE_THREADS  # limits change meanwhile
        answer = await anyio.to_thread.run_sync(
            partial(self.answer, asked, kind, operation), limiter=self._threads
        )
        return _response(answer)

    def answer(self, asked: Asked, kind: str, operation: Operation) -> Answer:
        """Return the answer to one request. Never raises."""
        execution = _governed(asked)
        answer = self._answer(asked, kind, operation, execution)
        if execution.counts:
            self._account.governance.executions.keep(
                execution,
                http_status=answer.status,
                asked=masked_json(asked.body),
                answered=masked_json(answer.content),
            )
        return answer

    def _answer(self, asked: Asked, kind: str, operation: Operation, execution: Governed) -> Answer:
        try:
            self._account.journal.add(kind)
            self._account.holds.wait(kind)
            session = session_of(self._account, asked)
            require(self._account, session, REST_PERMISSION, Level.FULL)
            with self._account.governance.slot(session, execution):
                return operation(asked, session)
        except LimitExceeded:
            return _refusal(errors.too_many_requests())
        except RestError as error:
            return _refusal(error)
        except Exception:  # the last line of defence: a client never sees a stack trace
            error_id = self._token_hex(8)
            logger.exception("rest.unexpected_error", error_id=error_id)
            return _refusal(errors.unexpected(error_id))


def session_of(account: Account, asked: Asked) -> Session:
    """Return who asks, by OAuth 1.0a header or bearer token. Raises ``RestError`` 401; the audit trail has the reason."""
    try:
        return account.access.verify_request(
            asked.method,
            asked.url,
            asked.header("authorization"),
            ip=asked.ip,
            context=Context.RESTWEBSERVICES,
        )
    except BearerDenied as denied:
        challenge = {"WWW-Authenticate": denied.challenge(account.settings.account_id)}
        if denied.status == 400:
            text = denied.TEXTS[denied.error]
            raise RestError(400, (errors.Detail(text, "INVALID_REQUEST"),), challenge) from None
        raise errors.invalid_login(challenge) from None
    except AccessDenied as denied:
        challenge = {"WWW-Authenticate": denied.challenge(account.settings.account_id)}
        raise errors.invalid_login(challenge) from None


def _governed(asked: Asked) -> Governed:
    """Return what the integration's execution log says of a request; records are at /services/rest/record/v1/<type>."""
    parts = asked.path.split("/")
    record_type = parts[5][:100] if parts[3:4] == ["record"] and len(parts) > 5 else ""
    return Governed(REST, asked.method, "v1", record_type, masked_address(asked.url))


def require(account: Account, session: Session, permission: str, level: Level) -> None:
    """Raise ``RestError`` 403 unless the session's role has ``permission`` at ``level`` or above."""
    try:
        account.access.require(session, permission, level)
    except PermissionMissing:
        raise errors.permission_missing(permission) from None


def _asked(request: Request, body: bytes) -> Asked:
    scope = request.scope
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    host = request.headers.get("host", "")
    address = f"{scope['scheme']}://{host}{raw_path.partition(b'?')[0].decode('latin-1')}"
    return Asked(
        method=request.method,
        url=f"{address}?{query.decode('latin-1')}" if query else address,
        path=scope["path"],
        query=tuple(request.query_params.multi_items()),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        ip=request.client.host if request.client else "",
    )


def _too_large() -> RestError:
    return errors.refused(413, f"The request is larger than {LARGEST_BODY} bytes.", "INVALID_REQUEST")


def _refusal(error: RestError) -> Answer:
    return Answer(error.status, error.document(), ERROR, error.headers)


def _response(answer: Answer) -> Response:
    headers = dict(answer.headers)
    if answer.document is None:
        return Response(b"", status_code=answer.status, headers=headers)
    return Response(answer.content, status_code=answer.status, headers=headers, media_type=answer.media_type)

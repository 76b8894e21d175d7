"""What is at the other end: a mail server that asks for TLS and a password, and an HTTPS endpoint that answers as it is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from standardwebhooks import Webhook

HOST = "localhost"
USER, PASSWORD = "landbridge", "the-password-of-the-mail-server"


@dataclass
class Mailbox:
    """A mail server; ``answers`` are given in turn to the mails that come, then ``250``."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails += [(recipient, mail) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def text(self, number: int = -1) -> str:
        """The plain part of a mail."""
        part = self.mails[number][1].get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for _, mail in self.mails]


def _sign_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good, handled=False)


@contextmanager
def mail_server(authority: trustme.CA) -> Iterator[Mailbox]:
    """Serve SMTP that takes mails after STARTTLS and a password only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    with socket.create_server((HOST, 0)) as free:
        box = Mailbox(free.getsockname()[1])
    controller = Controller(
        box,
        hostname=HOST,
        port=box.port,
        tls_context=context,
        require_starttls=True,
        authenticator=_sign_in,
        auth_required=True,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass(frozen=True)
class Call:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """What the message says, once the receiver's own library has verified it."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Endpoint:
    """An HTTP server. ``answers`` are statuses given in turn, then 204; while ``open`` is not set, it answers nobody."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)


@contextmanager
def endpoint(authority: trustme.CA | None) -> Iterator[Endpoint]:
    """Serve HTTPS with a certificate of ``authority``, or HTTP."""
    place = Endpoint()
    place.open.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            place.calls.append(Call(self.path, dict(self.headers), body))
            place.open.wait(30)
            status = place.answers.pop(0) if place.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # http.server's name
            """Nothing is logged."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that does not trust the certificate leaves in the middle."""

    server = Server(("127.0.0.1", 0), Handler)
    scheme = "http"
    if authority is not None:
        scheme = "https"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(HOST).configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    place.url = f"{scheme}://{HOST}:{server.server_address[1]}/hooks/in"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield place
    finally:
        place.open.set()
        server.shutdown()
        thread.join()
        server.server_close()

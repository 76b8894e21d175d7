"""One attempt at a mail, over SMTP. The server stands in the environment of the workers; its password never in an address.

`LANDBRIDGE_SMTP_URL` is ``smtp+starttls://user@host:587``, ``smtps://user@host:465`` or, without a user, ``smtp://host:25``. TLS is
verified. The password is in `LANDBRIDGE_SMTP_PASSWORD` or in the file that `LANDBRIDGE_SMTP_PASSWORD_FILE` names.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string

from landbridge.service.notifications import wording
from landbridge.service.notifications.deadline import within
from landbridge.service.notifications.errors import Undelivered
from landbridge.service.notifications.models import Message
from landbridge.service.notifications.webhooks import trusted

SERVER = "LANDBRIDGE_SMTP_URL"
PASSWORD = "LANDBRIDGE_SMTP_PASSWORD"  # noqa: S105  # the variable's name
PASSWORD_FILE = "LANDBRIDGE_SMTP_PASSWORD_FILE"  # noqa: S105  # the variable's name
SENDER = "LANDBRIDGE_MAIL_FROM"

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TIMEOUT_S = 15
"""For each word of the talk with the server."""

TALK_S = 60.0
"""For the whole talk, the look-up of the server's name included."""


class MailSetupError(Exception):
    """The mail server is not set, or set so that it cannot be used; the text says what to change, and holds no password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """How mails are handed over. ``scheme`` is one of ``PORTS``."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> MailServer:
        """Return what the environment says. Raises ``MailSetupError``."""
        if not environment.get(SERVER) or not environment.get(SENDER):
            raise MailSetupError(f"set {SERVER} and {SENDER} for the workers: no mail server is known")
        try:
            parts = urlsplit(environment[SERVER])
            host, port = parts.hostname, parts.port or PORTS.get(parts.scheme)
        except ValueError:
            host, port = None, None
        if not host or not port or parts.scheme not in PORTS:
            raise MailSetupError(f"{SERVER} is smtp+starttls://user@host:587, smtps://... or smtp://...")
        if parts.password is not None:
            raise MailSetupError(f"{SERVER} holds a password; put it into {PASSWORD} or {PASSWORD_FILE}")
        user = unquote(parts.username or "")
        if user and parts.scheme == "smtp":
            raise MailSetupError(f"{SERVER}: a password travels by smtp+starttls:// or smtps:// only")
        return cls(
            parts.scheme, host, port, user, _password(environment) if user else "", environment[SENDER]
        )

    def backend(self, context: ssl.SSLContext) -> EmailBackend:
        """Return Django's way to this server, with certificates checked by ``context``."""
        backend = EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.scheme == "smtp+starttls",
            use_ssl=self.scheme == "smtps",
            timeout=TIMEOUT_S,
        )
        backend.ssl_context = context  # type: ignore[attr-defined]  # a cached property that the stubs lack
        return backend


def send(message: Message, recipient: str, environment: Mapping[str, str] = os.environ) -> None:
    """Deliver a message to one address within ``TALK_S``. Raises ``Undelivered``.

    A talk that was given up may still end with the mail taken; the next attempt carries the same ``Message-ID``.
    """
    try:
        server = MailServer.of(environment)
        mail = _mail(message, recipient, server)
        within(TALK_S, partial(_hand_over, server.backend(trusted(environment)), mail))
    except MailSetupError as error:
        raise Undelivered(str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise Undelivered(f"the mail server answered {error.smtp_code}") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise Undelivered("the mail server refused the recipient") from error
    except ssl.SSLError as error:
        raise Undelivered("the certificate of the mail server is not trusted") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(f"the mail server was not reached ({type(error).__name__})") from error


def _hand_over(backend: EmailBackend, mail: EmailMultiAlternatives) -> None:
    with backend:
        backend.send_messages([mail])


def _mail(message: Message, recipient: str, server: MailServer) -> EmailMultiAlternatives:
    shown = wording.shown(message)
    mail = EmailMultiAlternatives(
        subject=f"[Landbridge] {message.title}",
        body=render_to_string("notifications/mail.txt", shown),
        from_email=server.sender,
        to=[recipient],
        headers={
            "Message-ID": f"<{message.id}@{_domain(server.sender)}>",  # the same at each attempt
            "Auto-Submitted": "auto-generated",  # RFC 3834: holiday answers stay away
        },
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", shown), "text/html")
    return mail


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].strip("<> ") or "landbridge.invalid"


def _password(environment: Mapping[str, str]) -> str:
    if environment.get(PASSWORD):
        return environment[PASSWORD]
    if not environment.get(PASSWORD_FILE):
        raise MailSetupError(f"{SERVER} names a user: set {PASSWORD} or {PASSWORD_FILE}")
    path = Path(environment[PASSWORD_FILE])
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise MailSetupError(
                f"others can read the file that {PASSWORD_FILE} names; its mode must be 0600"
            )
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise MailSetupError(f"the file that {PASSWORD_FILE} names: {error.strerror}") from error

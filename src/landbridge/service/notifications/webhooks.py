"""One attempt at a webhook, by Standard Webhooks 1.0: headers ``webhook-id``, ``webhook-timestamp``, ``webhook-signature``.

No redirect is followed and nothing of the answer but its status is read.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib.metadata import version

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from standardwebhooks import Webhook

from landbridge.service.notifications.addresses import Place, resolve
from landbridge.service.notifications.deadline import within
from landbridge.service.notifications.errors import NotificationRefused, Undelivered
from landbridge.service.notifications.models import Channel, Message
from landbridge.service.notifications.sealing import unseal

LOOK_UP_S = 15.0
TIMEOUT_S = 15.0
GOODBYE_S = 0.25
"""For the end of a TLS connection, which aiohttp begins and does not wait for (its page "Graceful Shutdown")."""

CA_FILE = "LANDBRIDGE_NOTIFY_CA_FILE"
"""One more authority to trust, for the mail server and for webhooks."""

GONE = 410


def body_of(message: Message) -> bytes:
    """Return what is sent: ``type``, ``timestamp`` of what happened, ``data``. Each attempt sends the same bytes."""
    return msgspec.json.encode(
        {
            "type": message.event,
            "timestamp": message.created_at,
            "data": {"title": message.title, **message.data},
        }
    )


def signed_headers(message_id: str, body: bytes, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """Return the headers, with one signature for each secret."""
    signatures = [Webhook(secret).sign(message_id, at, body.decode()) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
        "user-agent": f"Landbridge/{version('landbridge')}",
    }


def secrets_of(channel: Channel, at: datetime) -> list[str]:
    """Return the secrets to sign with at this instant, the newest first.

    Raises ``CredentialsUnreadableError`` or ``SecretKeyError`` where they do not open.
    """
    sealed = [bytes(channel.secret)]
    if channel.previous_until is not None and at < channel.previous_until:
        sealed.append(bytes(channel.previous_secret))
    return [unseal(one, channel.secret_key, channel.uid) for one in sealed]


def send(
    message: Message, channel: Channel, at: datetime, environment: Mapping[str, str] = os.environ
) -> None:
    """Deliver a message within ``LOOK_UP_S`` and ``TIMEOUT_S``. Raises ``Undelivered``."""
    body = body_of(message)
    headers = signed_headers(message.id, body, secrets_of(channel, at), at)
    try:
        place = within(LOOK_UP_S, partial(resolve, channel.url, environment))
        status = asyncio.run(_post(place, headers, body, trusted(environment)))
    except NotificationRefused as refused:
        raise Undelivered(str(refused)) from refused
    except TimeoutError as error:
        raise Undelivered(f"no answer within {TIMEOUT_S:g} s") from error
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
        raise Undelivered("the certificate of the endpoint is not trusted") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Undelivered(f"the endpoint was not reached ({type(error).__name__})") from error
    if not 200 <= status < 300:
        raise Undelivered(f"the endpoint answered {status}", gone=status == GONE)


def trusted(environment: Mapping[str, str]) -> ssl.SSLContext:
    """Return how certificates are checked: the system's authorities, and the one of the setting. Raises ``Undelivered``."""
    context = ssl.create_default_context()
    if environment.get(CA_FILE):
        try:
            context.load_verify_locations(cafile=environment[CA_FILE])
        except OSError as error:  # an SSLError is one too
            raise Undelivered(f"{CA_FILE} names no file with certificates that can be read") from error
    return context


async def _post(place: Place, headers: Mapping[str, str], body: bytes, context: ssl.SSLContext) -> int:
    connector = aiohttp.TCPConnector(resolver=_Pinned(place), ssl=context, force_close=True)
    async with (
        asyncio.timeout(TIMEOUT_S),
        aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.post(place.url, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        status = answer.status
    await asyncio.sleep(GOODBYE_S)
    return status


class _Pinned(AbstractResolver):
    """Answers the addresses that were looked at, so that none that was not is connected to."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002  # aiohttp's signature
    ) -> list[ResolveResult]:
        """Return the checked addresses, whatever the name resolves to by now."""
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for one in self._place.addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""

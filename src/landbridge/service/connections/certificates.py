"""Certificates of OAuth 2.0: key pairs made here, and which certificate each connection signs in with.

The key of a pair that was made here stays sealed; its certificate is downloaded and uploaded in NetSuite, which then shows the certificate
id that a connection names it by (help section_162686838198).
"""

from __future__ import annotations

import uuid
from datetime import datetime

from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.oauth2.keypairs import KeyKind, KeyPair, make_key_pair
from landbridge.service.connections.credentials import CredentialsUnreadableError, Secrets, seal, unseal
from landbridge.service.connections.models import Connection, OAuth2Certificate
from landbridge.service.projects.models import User

_State = OAuth2Certificate.State
_GONE = "the key that was made here is in use by another connection, or gone"


def name_on(day: datetime) -> str:
    """Return what a certificate that is made on this day is called."""
    return f"Landbridge {day:%Y-%m-%d}"


def make_waiting(by: User | None, now: datetime) -> OAuth2Certificate:
    """Make a key pair that a connection can use once NetSuite has its certificate. Raises ``SecretKeyError``."""
    uid = uuid.uuid4()
    pair = make_key_pair(f"{name_on(now)} {uid.hex[:8]}", now)
    sealed, sealed_with = seal(Secrets(CredentialParts(private_key=pair.private_key)), str(uid))
    return OAuth2Certificate.objects.create(
        uid=uid,
        name=pair.name,
        pem=pair.certificate,
        not_after=pair.not_after,
        sealed=sealed,
        sealed_with=sealed_with,
        made_at=now,
        made_by=by,
    )


def waiting() -> list[OAuth2Certificate]:
    """Return the certificates that no connection uses yet."""
    return list(OAuth2Certificate.objects.filter(state=_State.WAITING))


def private_key_of(uid: str) -> str:
    """Return the key of a waiting certificate.

    Raises ``CredentialsUnreadableError`` where a connection uses it by now, or where it does not open; ``SecretKeyError``.
    """
    found = OAuth2Certificate.objects.filter(uid=uid, state=_State.WAITING).first()
    if found is None:
        raise CredentialsUnreadableError(_GONE)
    return unseal(bytes(found.sealed or b""), found.sealed_with, uid).credentials.private_key


def pair_of(made: OAuth2Certificate) -> KeyPair:
    """Return the key and the certificate of a waiting one. Raises as :func:`private_key_of`."""
    key = private_key_of(str(made.uid))
    return KeyPair(made.name, KeyKind.EC_P256, key, made.pem, made.not_after)


def put_to_use(uid: str, connection: Connection, certificate_id: str) -> None:
    """Note that a connection holds the key from now on; the certificate's own copy is forgotten. Inside the save's transaction.

    Raises ``CredentialsUnreadableError`` where another connection has it by now: a key is one connection's alone.
    """
    _retire_current(connection)
    taken = OAuth2Certificate.objects.filter(uid=uid, state=_State.WAITING).update(
        connection=connection,
        state=_State.CURRENT,
        certificate_id=certificate_id,
        sealed=None,
        sealed_with="",
    )
    if not taken:
        raise CredentialsUnreadableError(_GONE)


def note_revoked(connection: Connection, certificate_id: str) -> None:
    """Note that NetSuite does not take a certificate any more, where it was made here."""
    OAuth2Certificate.objects.filter(connection=connection, certificate_id=certificate_id).update(
        state=_State.REVOKED
    )


def _retire_current(connection: Connection) -> None:
    OAuth2Certificate.objects.filter(connection=connection, state=_State.CURRENT).update(
        state=_State.PREVIOUS
    )

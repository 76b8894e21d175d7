"""Rotating the OAuth 2.0 certificate of a connection: the new one is stored before the old one is revoked, and both are kept as history."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog
from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction
from django.utils import timezone

from landbridge.netsuite.choosing import CredentialSet
from landbridge.netsuite.errors import RotationStopped
from landbridge.netsuite.oauth2.rotation import NewCertificate, NotKept
from landbridge.service.connections.certificates import name_on, note_in_use, note_revoked
from landbridge.service.connections.clients import open_async
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection, OAuth2Certificate
from landbridge.service.connections.operations import fill, require_manager
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.refusal import Refusal
from landbridge.service.secret_key import SecretKeyError

_log = structlog.get_logger(__name__)


class RotationRefusedError(NotKept, Refusal):
    """There is no certificate of OAuth 2.0 to rotate, or it was replaced meanwhile."""


def rotate(connection: Connection, *, by: User | None, clock: Clock = timezone.now) -> OAuth2Certificate:
    """Replace the certificate over NetSuite's endpoint and return the new one.

    Also where the connection reads by SOAP at the moment and keeps its OAuth 2.0 credentials for later. Raises ``RotationRefusedError``,
    ``PermissionDenied`` and ``NetSuiteError``: a ``RotationStopped`` says which certificate is in use and which one is left over.
    """
    require_manager(by)
    draft = ConnectionDraft.of(connection)
    if draft.usable_credentials.lacking(CredentialSet.OAUTH2):
        raise RotationRefusedError(f"{connection} has no complete OAuth 2.0 credentials.")
    try:
        new = async_to_sync(_rotate)(connection, draft, by, clock())
    except RotationStopped as stopped:
        _note_stopped(connection, stopped)
        raise
    note_revoked(connection, new.replaces)
    _log.info(
        "oauth2_certificate_rotated", connection=connection.pk, certificate=new.credentials.certificate_id
    )
    return connection.oauth2_certificates.get(certificate_id=new.credentials.certificate_id)


async def _rotate(
    connection: Connection, draft: ConnectionDraft, by: User | None, now: datetime
) -> NewCertificate:
    async def keep(new: NewCertificate) -> None:
        try:
            await sync_to_async(_store)(connection, draft, new, by, now)
        except (CredentialsUnreadableError, SecretKeyError) as error:
            raise RotationRefusedError(str(error)) from error

    async with open_async(draft.over_rest()) as client:
        return await client.oauth2_certificates.rotate(keep, name=name_on(now))


def _store(
    connection: Connection, before: ConnectionDraft, new: NewCertificate, by: User | None, now: datetime
) -> None:
    """Store the new key, in the place of the one that was rotated and of nothing else."""
    with transaction.atomic():
        locked = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
        draft = ConnectionDraft.of(locked)
        if draft.credentials.certificate_id != before.credentials.certificate_id:
            raise RotationRefusedError("The connection's certificate was replaced meanwhile.")
        parts = replace(
            draft.credentials,
            certificate_id=new.credentials.certificate_id,
            private_key=new.credentials.private_key,
        )
        fill(locked, replace(draft, credentials=parts))
        locked.changed_by = by
        locked.save(update_fields=["credentials", "credentials_key", "changed_by", "updated"])
        note_in_use(locked, new, by, now)
    connection.refresh_from_db()


def _note_stopped(connection: Connection, stopped: RotationStopped) -> None:
    """Keep beside the certificate what somebody has to do about it."""
    _log.warning("oauth2_certificate_rotation_stopped", connection=connection.pk, code=stopped.code)
    problem = str(stopped)
    OAuth2Certificate.objects.filter(connection=connection, certificate_id=stopped.in_use).update(
        problem=problem
    )

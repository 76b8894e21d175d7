"""Rotating the OAuth 2.0 certificate of a connection: the new one is stored before the old one is revoked, and both are kept as history."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import structlog
from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from landbridge.netsuite import Client
from landbridge.netsuite.choosing import CredentialSet
from landbridge.netsuite.errors import NetSuiteError, RotationStopped
from landbridge.netsuite.oauth2.rotation import NewCertificate, NotKept
from landbridge.service.connections.certificates import make_waiting, note_revoked, pair_of, put_to_use
from landbridge.service.connections.clients import open_async
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection, OAuth2Certificate
from landbridge.service.connections.operations import fill, require_manager
from landbridge.service.connections.publisherholds import refuse_held
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
    ``PairHeldError``, ``PermissionDenied`` and ``NetSuiteError``: a ``RotationStopped`` says which certificate is in use and which one is left over.
    """
    require_manager(by)
    refuse_held(connection)
    draft = ConnectionDraft.of(connection)
    if draft.usable_credentials.lacking(CredentialSet.OAUTH2):
        raise RotationRefusedError(f"{connection} has no complete OAuth 2.0 credentials.")
    opening = open_async(draft.over_rest())
    waiting = make_waiting(
        by, clock()
    )  # its key is kept before NetSuite has its certificate: nothing can lose it
    try:
        new = async_to_sync(_rotate)(opening, connection, draft, waiting, by)
    except RotationStopped as stopped:
        _note_stopped(connection, waiting, stopped)
        raise
    except (NetSuiteError, Refusal):
        _still_waiting(waiting).delete()
        raise
    note_revoked(connection, new.replaces)
    _log.info(
        "oauth2_certificate_rotated", connection=connection.pk, certificate=new.credentials.certificate_id
    )
    return connection.oauth2_certificates.get(certificate_id=new.credentials.certificate_id)


async def _rotate(
    opening: AbstractAsyncContextManager[Client],
    connection: Connection,
    draft: ConnectionDraft,
    waiting: OAuth2Certificate,
    by: User | None,
) -> NewCertificate:
    async def keep(new: NewCertificate) -> None:
        try:
            await sync_to_async(_store)(connection, draft, new, waiting, by)
        except (CredentialsUnreadableError, SecretKeyError) as error:
            raise RotationRefusedError(str(error)) from error

    pair = await sync_to_async(pair_of)(waiting)
    async with opening as client:
        return await client.oauth2_certificates.rotate(keep, pair=pair)


def _store(
    connection: Connection,
    before: ConnectionDraft,
    new: NewCertificate,
    waiting: OAuth2Certificate,
    by: User | None,
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
        put_to_use(str(waiting.uid), locked, new.credentials.certificate_id)
    connection.refresh_from_db()


def _note_stopped(connection: Connection, waiting: OAuth2Certificate, stopped: RotationStopped) -> None:
    """Keep beside the certificates what somebody has to do about it; a new one that NetSuite has not is forgotten."""
    _log.warning("oauth2_certificate_rotation_stopped", connection=connection.pk, code=stopped.code)
    problem = f"{stopped} {stopped.advice}"
    OAuth2Certificate.objects.filter(connection=connection, certificate_id=stopped.in_use).update(
        problem=problem
    )
    if stopped.left_over or stopped.unsure:
        _still_waiting(waiting).update(problem=problem)
    else:
        _still_waiting(waiting).delete()


def _still_waiting(made: OAuth2Certificate) -> QuerySet[OAuth2Certificate]:
    return OAuth2Certificate.objects.filter(pk=made.pk, state=OAuth2Certificate.State.WAITING)

"""Decides whether a notice is genuine: everything that can be said without the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.recordtypes.integrated import INTEGRATED
from landbridge.service.realtime import jws
from landbridge.service.realtime.claims import Claims, read_claims, read_sender
from landbridge.service.realtime.directory import Directory, KnownConnection
from landbridge.service.realtime.refusals import Refusal, RefusedError


@dataclass(frozen=True, slots=True)
class Genuine:
    """A notice whose signature, account and age are right. ``netsuite_type`` is the record type behind the script type."""

    connection: KnownConnection
    claims: Claims
    netsuite_type: str


def check(body: bytes, directory: Directory, now: datetime) -> Genuine:
    """Check a body in the order of cost and of what may be told. Raises ``RefusedError``.

    Only the (iss, aud) pair is taken from the notice before its signature is verified.
    """
    notice = jws.parse(body)
    sender = read_sender(notice.payload)
    connection = directory.find(sender.iss, sender.aud)
    connection.verify(notice, now)
    try:
        claims = read_claims(sender, notice.payload)
        claims.check_window(now)
        kind = INTEGRATED.get(claims.record_type)
        if kind is None:
            raise RefusedError(Refusal.UNKNOWN_TYPE, f"record_type {claims.record_type[:40]!r}")
    except RefusedError as refused:
        refused.connection_id = connection.id
        raise
    return Genuine(connection, claims, kind.netsuite_type)

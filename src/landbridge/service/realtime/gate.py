"""Decides whether a notice is genuine: everything that can be said without the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.recordtypes import SCRIPT_TYPES
from landbridge.service.realtime import jws
from landbridge.service.realtime.claims import Claims, read_claims
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
    claims = read_claims(notice.payload)
    connection = directory.find(claims.iss, claims.aud)
    connection.verify(notice, now)
    try:
        claims.check_window(now)
        kind = SCRIPT_TYPES.get(claims.record_type)
        if kind is None or not kind.export_flag:
            raise RefusedError(Refusal.UNKNOWN_TYPE, f"record_type {claims.record_type[:40]!r}")
    except RefusedError as refused:
        refused.connection_id = connection.id
        raise
    return Genuine(connection, claims, kind.name)

"""Who works on a database: every installation there must have the same secret key.

Several `landbridge up`, workers and services on one database are how it grows, as long as they share the secret. With another one a worker
takes runs whose credentials it cannot open, and fails them for everybody: the mistake of two installations on one database. So each
process that starts by itself holds a shared advisory lock named after its key for as long as it lives, and does not start beside
another key. The lock ends with its session, in whatever way the process ends.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import structlog

from landbridge.service.secret_key import fingerprint, load_secret

LOOK_EVERY_S = 2.0
CONNECT_S = 10
_LOCK_CLASS = 0x4C42_4B59
"""First key of the locks; the second is the beginning of the secret's fingerprint. Any constant of our own."""

_TAKE = "SELECT pg_advisory_lock_shared(%s, %s)"
_OTHERS = """
SELECT count(*) FILTER (WHERE objid <> %(key)s::oid) AS strangers,
    count(*) FILTER (WHERE objid = %(key)s::oid AND pid <> pg_backend_pid()) AS companions
FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %(class)s::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

_log = structlog.get_logger(__name__)


class OtherKeyError(Exception):
    """Another installation with another secret key works on the database."""


@dataclass(slots=True)
class Presence:
    """One process's presence on the database at ``url``. ``key``: the secret's fingerprint."""

    url: str
    key: str
    _session: psycopg.Connection[Any] | None = None
    _ending: threading.Event = field(default_factory=threading.Event)

    def claim(self) -> int:
        """Become present and return how many others with our key are. Raises ``OtherKeyError`` and ``psycopg.OperationalError``."""
        session = psycopg.connect(
            self.url, autocommit=True, connect_timeout=CONNECT_S, application_name="landbridge presence"
        )
        try:
            number = int(self.key[:8], 16)
            session.execute(_TAKE, [_LOCK_CLASS, number - (1 << 32) if number >= 1 << 31 else number])
            strangers, companions = session.execute(
                _OTHERS, {"class": _LOCK_CLASS, "key": number}
            ).fetchone() or (0, 0)
            if strangers:
                raise OtherKeyError(
                    f"another Landbridge works on this database with another secret key than ours ({self.key}): each would "
                    "break the other's runs. Start this one with the same LANDBRIDGE_SECRET_KEY or secret.key, or give it a "
                    "database of its own"
                )
        except BaseException:
            session.close()
            raise
        self._session = session
        return int(companions)

    def keep(self) -> None:
        """Stay present until :meth:`end`, also after the database was away."""
        while not self._ending.wait(LOOK_EVERY_S):
            try:
                if self._session is None:
                    self.claim()
                else:
                    self._session.execute("SELECT 1")
            except psycopg.OperationalError:
                self._leave()
            except OtherKeyError as error:
                _log.error("other_key_on_database", error=str(error))
        self._leave()  # a claim that was under way when the end came

    def end(self) -> None:
        """Be present no more."""
        self._ending.set()
        self._leave()

    def _leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


@contextlib.contextmanager
def present(url: str, data_folder: Path) -> Iterator[int]:
    """Be present inside the block, with so many others of the same key. Raises ``OtherKeyError``, ``psycopg.OperationalError`` and ``SecretKeyError``."""
    secret = load_secret(os.environ, data_folder)
    assert secret is not None  # a data folder always has one
    presence = Presence(url, fingerprint(secret))
    companions = presence.claim()
    keeper = threading.Thread(target=presence.keep, name="presence", daemon=True)
    keeper.start()
    try:
        yield companions
    finally:
        presence.end()
        keeper.join(CONNECT_S)

"""``account.certificates``: the account's digital certificates.

Creating and replacing need Certificate Management and Certificate Access, both Full; the file must lie in the File
Cabinet where the session can read it (documented for N/certificateControl). Keys never leave but by ``signer_key``.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level, Session
from landbridge.local.access.permissions import Permissions
from landbridge.local.certificates import keyfile
from landbridge.local.certificates.keyfile import KeyFile, PrivateKey
from landbridge.local.clock import Clock
from landbridge.local.files.cabinet import FileCabinet
from landbridge.local.files.model import File
from landbridge.local.records.errors import RecordError, does_not_exist, permission_violation
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database

MANAGEMENT = "ADMI_CERTIFICATES"
ACCESS = "LIST_CERTIFICATES"
PREFIX = "custcertificate"
NO_KEY = b""
_SCRIPT_ID = re.compile(PREFIX + r"[a-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class Certificate:
    """One digital certificate as the list shows it; ``kind`` PFX, P12 or PEM, ``pem`` the certificate without its key.

    ``signs`` is false for one that came without its key, as the placeholder of a bundle does.
    """

    script_id: str
    name: str
    kind: str
    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    description: str
    updated: datetime
    pem: str = field(repr=False)
    signs: bool = True


class Certificates:
    """The certificates of one account. All refusals are ``RecordError``."""

    def __init__(
        self, database: Database, clock: Clock, permissions: Permissions, files: FileCabinet
    ) -> None:
        self._database = database
        self._clock = clock
        self._permissions = permissions
        self._files = files

    def create(
        self,
        session: Session,
        script_id: str,
        name: str,
        file: File,
        password: str | None,
        *,
        description: str = "",
    ) -> Certificate:
        """Create a certificate; ``script_id`` gets the prefix ``custcertificate``.

        Raises ``RecordError``: INSUFFICIENT_PERMISSION, INVALID_CERT, DUP_RCRD, RCRD_DSNT_EXIST (file not in the cabinet).
        """
        self._manage(session)
        full = _full(script_id)
        content = self._read(session, file, password)
        try:
            self._write("INSERT INTO", full, name, content, description)
        except sqlite3.IntegrityError as error:
            raise RecordError("DUP_RCRD", f"A certificate {full} already exists.") from error
        return self._get(full)

    def replace(
        self,
        session: Session,
        script_id: str,
        *,
        name: str | None = None,
        file: File | None = None,
        password: str | None = None,
        description: str | None = None,
    ) -> Certificate:
        """Change a certificate; with ``file`` its key and certificate too. Raises ``RecordError`` like ``create``."""
        self._manage(session)
        before = self._get(script_id)
        content = self._read(session, file, password) if file is not None else None
        if content is None:
            document = self._document(
                before.kind, description if description is not None else before.description
            )
            with self._database.transaction() as connection:
                connection.execute(
                    "UPDATE certificate SET name = ?, document = ? WHERE script_id = ?",
                    (name or before.name, document, script_id),
                )
        else:
            kept = before.description if description is None else description
            self._write("REPLACE INTO", script_id, name or before.name, content, kept)
        return self._get(script_id)

    def upload(
        self,
        session: Session,
        script_id: str,
        name: str,
        file_name: str,
        content: bytes,
        *,
        password: str | None,
    ) -> Certificate:
        """Create a certificate, or replace the one with this script id, from a file that a person chose in the browser.

        Raises ``RecordError`` like ``create``; the one that is there then stays.
        """
        self._manage(session)
        full = _full(script_id)
        key_file = keyfile.read(file_name, content, password, self._clock.now())
        row = self._database.row("SELECT * FROM certificate WHERE script_id = ?", (full,))
        self._write("REPLACE INTO", full, name, key_file, _certificate_of(row).description if row else "")
        return self._get(full)

    def bring(self, script_id: str, name: str, pem: bytes) -> Certificate:
        """Put a certificate without a key there, as a bundle brings its placeholder, unless there is one with this script id.

        It is not valid: nothing can be signed with it until somebody replaces it.
        """
        document = self._document("PEM", "")
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO certificate (script_id, name, document, key_pem, certificate_pem) VALUES (?, ?, ?, ?, ?)",
                (script_id, name, document, NO_KEY, pem),
            )
        return self._get(script_id)

    def delete(self, session: Session, script_id: str) -> None:
        """Delete a certificate with its key. Raises ``RecordError``."""
        self._manage(session)
        self._get(script_id)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM certificate WHERE script_id = ?", (script_id,))

    def load(self, session: Session, script_id: str) -> Certificate:
        """Return one certificate; needs Certificate Access. Raises ``RecordError``."""
        self._require(session, ACCESS, Level.VIEW)
        return self._get(script_id)

    def listing(self) -> list[Certificate]:
        """Return every certificate, by script id."""
        return [
            _certificate_of(row)
            for row in self._database.rows("SELECT * FROM certificate ORDER BY script_id")
        ]

    def signer_key(self, script_id: str) -> PrivateKey:
        """Return the private key, for N/crypto/certificate. Raises ``RecordError`` RCRD_DSNT_EXIST, INVALID_CERT."""
        row = self._database.row("SELECT key_pem FROM certificate WHERE script_id = ?", (script_id,))
        if row is None:
            raise does_not_exist()
        if row["key_pem"] == NO_KEY:
            raise RecordError("INVALID_CERT", f"The certificate {script_id} has no private key.")
        # Checked when it was uploaded; checking an RSA key again takes as long as forty signatures.
        key = load_pem_private_key(row["key_pem"], None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, PrivateKey)
        return key

    def _manage(self, session: Session) -> None:
        self._require(session, MANAGEMENT, Level.FULL)
        self._require(session, ACCESS, Level.FULL)

    def _require(self, session: Session, permission: str, level: Level) -> None:
        try:
            self._permissions.require(session, permission, level)
        except PermissionMissing as error:
            raise permission_violation(permission) from error

    def _read(self, session: Session, file: File, password: str | None) -> KeyFile:
        stored = self._files.load(session, file.id)
        return keyfile.read(stored.name, stored.content, password, self._clock.now())

    def _document(self, kind: str, description: str) -> str:
        return json.dumps(
            {"kind": kind, "description": description, "updated": instant_text(self._clock.now())}
        )

    def _write(self, verb: str, script_id: str, name: str, content: KeyFile, description: str) -> None:
        key = content.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with self._database.transaction() as connection:
            connection.execute(
                f"{verb} certificate (script_id, name, document, key_pem, certificate_pem) VALUES (?, ?, ?, ?, ?)",
                (
                    script_id,
                    name,
                    self._document(content.kind, description),
                    key,
                    content.certificate.public_bytes(Encoding.PEM),
                ),
            )

    def _get(self, script_id: str) -> Certificate:
        row = self._database.row("SELECT * FROM certificate WHERE script_id = ?", (script_id,))
        if row is None:
            raise does_not_exist()
        return _certificate_of(row)


def _full(script_id: str) -> str:
    full = script_id if script_id.startswith(PREFIX) else PREFIX + script_id
    if not _SCRIPT_ID.fullmatch(full):
        raise RecordError("INVALID_ID", f"{full[:60]!r} is not a script id of a certificate.")
    return full


def _certificate_of(row: sqlite3.Row) -> Certificate:
    document = json.loads(row["document"])
    found = keyfile.certificate_of(row["certificate_pem"])
    return Certificate(
        script_id=row["script_id"],
        name=row["name"],
        kind=document["kind"],
        subject=found.subject.rfc4514_string(),
        issuer=found.issuer.rfc4514_string(),
        serial=f"{found.serial_number:X}",
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
        description=document["description"],
        updated=instant_of(document["updated"]),
        pem=row["certificate_pem"].decode(),
        signs=row["key_pem"] != NO_KEY,
    )

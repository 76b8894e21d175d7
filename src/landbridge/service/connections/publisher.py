"""The publisher's own integration record: the consumer pair that a connection may use instead of one of its own.

Whoever publishes an installation sets it once: in the environment of every process, with `landbridge publisher set`, which keeps it sealed in
the database, or in a file of the data folder, in this order. It is read whenever a client is opened, never stored with a connection, so that
a replaced pair reaches all connections that use it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import msgspec

from landbridge.service.connections.credentials import CredentialsUnreadableError, unseal
from landbridge.service.connections.models import PublisherPair
from landbridge.service.refusal import Refusal

KEY = "LANDBRIDGE_PUBLISHER_CONSUMER_KEY"
SECRET = "LANDBRIDGE_PUBLISHER_CONSUMER_SECRET"  # noqa: S105  # the variable's name
APPLICATION_ID = "LANDBRIDGE_PUBLISHER_APPLICATION_ID"
BUNDLE_ID = "LANDBRIDGE_PUBLISHER_BUNDLE_ID"
NAME = "LANDBRIDGE_PUBLISHER_NAME"
FILE_NAME = "publisher.json"
BOUND_TO = "the publisher's integration record"
"""What the ciphertext of a stored pair is bound to: it opens as nothing else."""

_ENDING = 4
_NAMES = frozenset({"consumer_key", "consumer_secret", "application_id", "bundle_id", "name"})


class PublisherError(Refusal):
    """The publisher has no integration record configured, or one that cannot be read; the text says what to set."""


class Source(StrEnum):
    """Where the record that is used comes from."""

    ENVIRONMENT = "environment"
    DATABASE = "database"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PublisherRecord:
    """What NetSuite showed when the publisher's integration record was made. Only the pair is never empty."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    application_id: str = field(default="", repr=False)
    bundle_id: str = ""
    name: str = ""
    source: Source = field(default=Source.FILE, compare=False)

    @property
    def key_ending(self) -> str:
        """The last letters of the consumer key, by which two pairs are told apart."""
        return self.consumer_key[-_ENDING:]

    @property
    def mark(self) -> str:
        """A short text that differs from pair to pair and tells nothing of either part."""
        return hmac.new(
            self.consumer_secret.encode(), self.consumer_key.encode(), hashlib.sha256
        ).hexdigest()[:16]


def publisher_record(environment: Mapping[str, str] = os.environ) -> PublisherRecord:
    """Return the record that is in use. Raises ``PublisherError`` where there is none, and ``SecretKeyError``."""
    found = from_environment(environment) or _stored() or _from_file(environment)
    if found is None:
        raise PublisherError(
            f"the publisher has no integration record configured: `landbridge publisher set`, or set {KEY} and {SECRET}, or put "
            f"consumer_key and consumer_secret into {FILE_NAME} of the data folder"
        )
    return found


def is_configured(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is a record that can be used."""
    try:
        publisher_record(environment)
    except Refusal:
        return False
    return True


def from_environment(environment: Mapping[str, str] = os.environ) -> PublisherRecord | None:
    """Return the record that the environment sets, if it does. Raises ``PublisherError`` where it sets half of a pair."""
    key, secret = environment.get(KEY, ""), environment.get(SECRET, "")
    if not (key or secret):
        return None
    if not (key and secret):
        raise PublisherError(
            f"the publisher's integration record is set by half: set both {KEY} and {SECRET}"
        )
    return PublisherRecord(
        key,
        secret,
        application_id=environment.get(APPLICATION_ID, ""),
        bundle_id=environment.get(BUNDLE_ID, ""),
        name=environment.get(NAME, ""),
        source=Source.ENVIRONMENT,
    )


def _stored() -> PublisherRecord | None:
    row = PublisherPair.objects.filter(current=True).first()
    if row is None:
        return None
    try:
        pair = unseal(bytes(row.sealed or b""), row.sealed_with, BOUND_TO).credentials
    except CredentialsUnreadableError as error:
        raise PublisherError(
            f"the stored publisher's record does not open: {error}. `landbridge publisher set` enters it again"
        ) from error
    return PublisherRecord(
        pair.consumer_key,
        pair.consumer_secret,
        row.application_id,
        row.bundle_id,
        row.name,
        source=Source.DATABASE,
    )


def _from_file(environment: Mapping[str, str]) -> PublisherRecord | None:
    folder = environment.get("LANDBRIDGE_DATA")
    path = Path(folder) / FILE_NAME if folder else None
    return _read(path) if path is not None and path.is_file() else None


def _read(path: Path) -> PublisherRecord:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise PublisherError(f"others can read {path}; run: chmod 600 {path}")
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except OSError as error:
        raise PublisherError(f"{path}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise PublisherError(f"{path} is not a JSON object of texts") from error
    if unknown := sorted(set(found) - _NAMES):
        raise PublisherError(f"{path}: unknown {', '.join(unknown)}")
    if not (found.get("consumer_key") and found.get("consumer_secret")):
        raise PublisherError(f"{path} lacks consumer_key or consumer_secret")
    return msgspec.convert(found, PublisherRecord)

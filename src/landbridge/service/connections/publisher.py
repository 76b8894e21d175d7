"""The publisher's own integration record: the consumer pair that a connection may use instead of one of its own.

Whoever publishes an installation sets it once, in the environment of every process or in a file of the data folder. It is read whenever a
client is opened, never stored with a connection, so that a replaced pair reaches all connections that use it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from landbridge.service.refusal import Refusal

KEY = "LANDBRIDGE_PUBLISHER_CONSUMER_KEY"
SECRET = "LANDBRIDGE_PUBLISHER_CONSUMER_SECRET"  # noqa: S105  # the variable's name
APPLICATION_ID = "LANDBRIDGE_PUBLISHER_APPLICATION_ID"
FILE_NAME = "publisher.json"


class PublisherError(Refusal):
    """The publisher has no integration record configured, or one that cannot be read; the text says what to set."""


@dataclass(frozen=True, slots=True)
class PublisherRecord:
    """What NetSuite showed when the publisher's integration record was made. ``application_id`` may be empty."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    application_id: str = field(default="", repr=False)


def publisher_record(environment: Mapping[str, str] = os.environ) -> PublisherRecord:
    """Return the record of the environment, else of ``publisher.json`` in the data folder. Raises ``PublisherError``."""
    if environment.get(KEY) or environment.get(SECRET):
        if not (environment.get(KEY) and environment.get(SECRET)):
            raise PublisherError(
                f"the publisher's integration record is set by half: set both {KEY} and {SECRET}"
            )
        return PublisherRecord(environment[KEY], environment[SECRET], environment.get(APPLICATION_ID, ""))
    folder = environment.get("LANDBRIDGE_DATA")
    path = Path(folder) / FILE_NAME if folder else None
    if path is None or not path.is_file():
        raise PublisherError(
            f"the publisher has no integration record configured: set {KEY} and {SECRET}, or put consumer_key and "
            f"consumer_secret into {FILE_NAME} of the data folder"
        )
    return _read(path)


def is_configured(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is a record that can be used."""
    try:
        publisher_record(environment)
    except PublisherError:
        return False
    return True


def _read(path: Path) -> PublisherRecord:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise PublisherError(f"others can read {path}; run: chmod 600 {path}")
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except OSError as error:
        raise PublisherError(f"{path}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise PublisherError(f"{path} is not a JSON object of texts") from error
    if unknown := sorted(set(found) - {"consumer_key", "consumer_secret", "application_id"}):
        raise PublisherError(f"{path}: unknown {', '.join(unknown)}")
    if not (found.get("consumer_key") and found.get("consumer_secret")):
        raise PublisherError(f"{path} lacks consumer_key or consumer_secret")
    return PublisherRecord(**found)

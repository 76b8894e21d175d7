"""`landbridge db dump`: the whole database as of one instant, and what is needed to judge a restore of it."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection as database
from django.db.migrations.recorder import MigrationRecorder

import landbridge
from landbridge.service.backup import archive, programs
from landbridge.service.backup.errors import BackupError
from landbridge.service.backup.manifest import Manifest
from landbridge.service.connections.models import Connection, PublisherPair
from landbridge.service.secret_key import fingerprint

PUBLISHER_SINCE = "0005_publisher"
"""The migration of ``connections`` that made the publisher's table; one dumps before one migrates."""


def dump(url: str, file: Path, now: datetime) -> Manifest:
    """Write the database at ``url``, which Django is connected to, to ``file``; return the manifest. Raises ``BackupError``."""
    if not file.parent.is_dir():
        raise BackupError(f"there is no folder {file.parent}")
    with tempfile.TemporaryDirectory(prefix=".landbridge-dump-", dir=file.parent) as folder:
        content = Path(folder) / archive.DATABASE
        made = manifest(now)
        programs.dump(url, content)
        archive.write(file, made, content)
    return made


def manifest(now: datetime) -> Manifest:
    """Return what there is to say about the database that Django is connected to."""
    with database.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    applied = MigrationRecorder(database).applied_migrations()
    return Manifest(
        landbridge=landbridge.__version__,
        postgresql=str(version),
        made_at=now,
        secret_key=fingerprint(settings.LANDBRIDGE_SECRET) if settings.LANDBRIDGE_SECRET else "",
        connections=dict(Connection.objects.order_by("name").values_list("name", "credentials_key")),
        publisher=_publisher_sealed_with() if ("connections", PUBLISHER_SINCE) in applied else "",
        migrations=sorted(f"{app}.{name}" for app, name in applied),
    )


def _publisher_sealed_with() -> str:
    current = PublisherPair.objects.filter(current=True).values_list("sealed_with", flat=True)
    return current.first() or ""

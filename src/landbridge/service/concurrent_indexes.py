"""Indexes on tables that workers write to while they are made: an upgrade stops nobody's work."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


def add_indexes(model: str, *indexes: models.Index) -> list[Operation]:
    """Return the operations that give ``model`` its ``indexes``. The migration has ``atomic = False``.

    PostgreSQL leaves an index that it could not finish behind, invalid; it is dropped first, so that the migration can be tried again.
    """
    return [operation for index in indexes for operation in _anew(model, index)]


def _anew(model: str, index: models.Index) -> tuple[Operation, Operation]:
    drop = f'DROP INDEX CONCURRENTLY IF EXISTS "{index.name}"'
    return migrations.RunSQL(drop, migrations.RunSQL.noop), AddIndexConcurrently(model, index)

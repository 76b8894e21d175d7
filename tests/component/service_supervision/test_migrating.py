"""Tables are brought up to date while workers of the release before write to them."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from landbridge.service.supervision import roles
from tests.component.service_runs.locks import beside
from tests.waiting import eventually

_IN_QUEUE = """
SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND (query LIKE 'CREATE INDEX%' OR query LIKE 'DROP INDEX%') AND datname = current_database()
"""
_INVALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"


def apply_again(app: str, name: str) -> None:
    """Do what a migration does, as after a first time that was broken off before it was noted."""
    loader = MigrationLoader(connection)
    before = loader.project_state((app, name), at_end=False)
    migration = loader.get_migration(app, name)
    with connection.schema_editor(atomic=migration.atomic) as editor:
        migration.apply(before, editor)


def as_models_have_it(table: str, index: str) -> None:
    """Make an index as it is today: a later migration than the one that was done again may have changed it."""
    (model,) = (one for one in apps.get_models() if one._meta.db_table == table)
    with connection.schema_editor() as editor:
        for now in model._meta.indexes:
            if now.name == index:
                editor.remove_index(model, now)
                editor.add_index(model, now)


@pytest.mark.requirement("scale-02")
@pytest.mark.parametrize(
    ("app", "name", "table", "index"),
    [
        ("runs", "0008_log_search", "runs_runitem", "item_outcome"),
        ("workflows", "0003_links_in_order", "workflows_link", "link_by_number"),
        ("projects", "0003_netsuite_ids_in_order", "projects_spprecord", "spprecord_user_by_nsid"),
    ],
)
def test_workers_write_on_while_indexes_are_made_and_one_left_unfinished_is_made_anew(
    db_committed: str, app: str, name: str, table: str, index: str
) -> None:
    write = f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE"
    failed: list[Exception] = []

    def migrate() -> None:
        try:
            apply_again(app, name)
        except Exception as problem:  # noqa: BLE001  # told by the assertion below
            failed.append(problem)

    with psycopg.connect(db_committed) as worker, psycopg.connect(db_committed, autocommit=True) as other:
        other.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s::text)", [index]
        )
        worker.execute(write)
        migrating = beside(migrate)
        eventually(lambda: other.execute(_IN_QUEUE).fetchone() == (1,), what="a migration that waits")
        other.execute("SET lock_timeout = '2s'")
        with other.transaction():
            other.execute(write)
        worker.commit()
        migrating.join(30)
        assert (failed, other.execute(_INVALID).fetchall()) == ([], [])
        assert other.execute("SELECT to_regclass(%s::text) IS NOT NULL", [index]).fetchone() == (True,)
    as_models_have_it(table, index)


@pytest.mark.requirement("scale-02")
def test_a_machine_that_waits_for_another_to_migrate_keeps_it_from_no_index(db_committed: str) -> None:
    waited: list[float] = []
    with psycopg.connect(db_committed, autocommit=True) as other:
        other.execute("SET lock_timeout = '5s'")
        other.execute("SELECT pg_advisory_lock(%s)", [roles.MIGRATION_LOCK])

        def make_an_index(seconds: float) -> None:
            waited.append(seconds)
            other.execute("CREATE INDEX CONCURRENTLY made_meanwhile ON runs_runitem (id)")
            other.execute("DROP INDEX CONCURRENTLY made_meanwhile")
            other.execute("SELECT pg_advisory_unlock(%s)", [roles.MIGRATION_LOCK])

        roles.migrate(make_an_index)
        assert waited == [roles.ASK_AGAIN_S]
        assert other.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
            [roles.MIGRATION_LOCK & 0xFFFFFFFF],
        ).fetchone() == (0,)

"""Triggers that tell the intake, through NOTIFY, that its picture of connections, certificates and switches is old.

Statement triggers on the tables themselves: whoever writes (a page, a command, plain SQL) cannot forget to tell.
"""

from __future__ import annotations

from django.db import migrations

WATCHED = {
    "realtime_certificate": "INSERT OR UPDATE OR DELETE",
    "realtime_liveswitch": "INSERT OR UPDATE OR DELETE",
    "connections_connection": "INSERT OR DELETE OR UPDATE OF netsuite_account, spp_database_id, active",
    "workflows_workflow": "INSERT OR DELETE OR UPDATE OF active, real_time",
}

CREATE_FUNCTION = """
CREATE FUNCTION landbridge_tell_intake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('landbridge_realtime', TG_TABLE_NAME);
    RETURN NULL;
END;
$$
"""


def create(table: str, events: str) -> str:
    """The trigger of one table."""
    return (
        f"CREATE TRIGGER landbridge_tell_intake AFTER {events} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION landbridge_tell_intake()"
    )


class Migration(migrations.Migration):
    """Adds the function and a trigger a table."""

    dependencies = [
        ("realtime", "0001_initial"),
        ("connections", "0001_initial"),
        ("workflows", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION landbridge_tell_intake()"),
        *(
            migrations.RunSQL(create(table, events), f"DROP TRIGGER landbridge_tell_intake ON {table}")
            for table, events in WATCHED.items()
        ),
    ]

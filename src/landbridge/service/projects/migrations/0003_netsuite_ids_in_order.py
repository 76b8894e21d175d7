"""NetSuite ids as numbers, with an index of each type: a comparison reads the records of a range of ids."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform

from landbridge.service.concurrent_indexes import add_indexes
from landbridge.service.projects.models import NetSuiteNumber

FORWARD = """
CREATE OR REPLACE FUNCTION projects_netsuite_number(netsuite_id text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN netsuite_id ~ '^-?[0-9]{1,18}$' THEN netsuite_id::bigint
    WHEN netsuite_id <> '' THEN 9223372036854775807
END;
"""
BACKWARD = "DROP FUNCTION projects_netsuite_number(text)"


def _index(table: str) -> models.Index:
    return models.Index(
        models.F("account"),
        NetSuiteNumber(KeyTextTransform(f"netsuite_{table}_id__c", "fields")),
        condition=models.Q(type=table),
        name=f"spprecord_{table}_by_nsid",
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("projects", "0002_audit_is_kept")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        *add_indexes("spprecord", _index("user"), _index("customer"), _index("project")),
    ]

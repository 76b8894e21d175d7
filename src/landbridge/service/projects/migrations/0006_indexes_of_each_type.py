"""The indexes that each of the first three record types had of its own: others have taken their place."""

from __future__ import annotations

from django.db import migrations

FIRST = ("user", "customer", "project")


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_few_keys")]
    operations = [
        *(migrations.RemoveConstraint("spprecord", f"spprecord_{table}_netsuite_id") for table in FIRST),
        *(migrations.RemoveIndex("spprecord", f"spprecord_{table}_by_nsid") for table in FIRST),
    ]

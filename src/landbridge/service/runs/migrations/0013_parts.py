"""Records in parts: the table in which a parent is awaited, references that are open, and long lists of changes."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

TABLES = """
UPDATE runs_attention SET parent_table = CASE parent_type
    WHEN 'employee' THEN 'user' WHEN 'customer' THEN 'customer' WHEN 'job' THEN 'project' ELSE ''
END WHERE parent_id <> ''
"""
"""Until now each of the three record types became records of one table."""


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0012_notes"),
        ("workflows", "0006_groups_and_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="attention",
            name="parent_table",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="runitem",
            name="changes_left_out",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="OpenReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("internal_id", models.CharField(max_length=20)),
                ("parent_type", models.CharField(max_length=60)),
                ("parent_id", models.CharField(max_length=20)),
                ("parent_table", models.CharField(max_length=40)),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workflows.workflow",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workflow", "internal_id", "parent_type", "parent_id", "parent_table"),
                        name="reference_open_once",
                    )
                ],
            },
        ),
    ]

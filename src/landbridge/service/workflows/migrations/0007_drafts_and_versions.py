"""Versions of mappings, and drafts of those that are being edited. What is stored already becomes version 1."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FIRST_VERSIONS = """
INSERT INTO workflows_mappingversion (workflow_id, number, content, changes, origin, by_id, at)
SELECT workflow.id, 1,
    jsonb_build_object(
        'mapping', coalesce((
            SELECT jsonb_agg(
                jsonb_build_object(
                    'target', mapped.target, 'group', mapped."group", 'source', mapped.source, 'field', mapped.field,
                    'value', mapped.value, 'required', mapped.required, 'initial_only', mapped.initial_only,
                    'active', mapped.active
                ) ORDER BY mapped."group", mapped.position
            ) FROM workflows_mappingrow AS mapped WHERE mapped.workflow_id = workflow.id
        ), '[]'::jsonb),
        'filters', workflow.filters, 'options', workflow.options
    ),
    '[]'::jsonb, 'what was stored before versions were kept', workflow.changed_by_id, workflow.changed_at
FROM workflows_workflow AS workflow
"""

SOURCES = (
    ("field", "NetSuite field"),
    ("constant", "Constant"),
    ("concatenation", "Concatenation"),
    ("macro", "Macro"),
    ("lookup", "Lookup"),
    ("values", "Value map"),
    ("conditional", "Conditional"),
    ("part", "Other group"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0006_groups_and_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="MappingVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("changes", models.JSONField()),
                ("origin", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="workflows.workflow",
                    ),
                ),
            ],
            options={
                "ordering": ["workflow_id", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=["workflow", "number"], name="mapping_version_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="MappingDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("based_on", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("origin", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="workflows.workflow",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["workflow", "user"], name="mapping_draft_once_a_user")
                ]
            },
        ),
        migrations.AlterField("mappingrow", "source", models.CharField(choices=SOURCES, max_length=15)),
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
    ]

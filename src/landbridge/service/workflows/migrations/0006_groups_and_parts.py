"""Mapping groups, their filters, and links of the parts of a record."""

from __future__ import annotations

from django.db import migrations, models

from landbridge.service.projects.models import NetSuiteNumber

SOURCES = (
    ("field", "NetSuite field"),
    ("constant", "Constant"),
    ("concatenation", "Concatenation"),
    ("macro", "Macro"),
    ("lookup", "Lookup"),
    ("values", "Value map"),
    ("conditional", "Conditional"),
)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_monitored"), ("projects", "0003_netsuite_ids_in_order")]
    operations = [
        migrations.AddField("workflow", "filters", models.JSONField(blank=True, default=dict)),
        migrations.AddField("mappingrow", "group", models.CharField(default="main", max_length=40)),
        migrations.AlterField("mappingrow", "source", models.CharField(choices=SOURCES, max_length=15)),
        migrations.RemoveConstraint("mappingrow", "mapping_row_position"),
        migrations.AddConstraint(
            "mappingrow",
            models.UniqueConstraint(fields=["workflow", "group", "position"], name="mapping_row_position"),
        ),
        migrations.AlterModelOptions("mappingrow", {"ordering": ["workflow_id", "group", "position"]}),
        migrations.AlterField("link", "internal_id", models.CharField(max_length=60)),
        migrations.AddField("link", "record_id", models.CharField(default="", max_length=20)),
        migrations.RunSQL(
            "UPDATE workflows_link SET record_id = internal_id", migrations.RunSQL.noop, elidable=False
        ),
        migrations.AlterField("link", "record_id", models.CharField(max_length=20)),
        migrations.RemoveIndex("link", "link_by_number"),
        migrations.AddIndex(
            "link",
            models.Index(
                models.F("connection"),
                models.F("netsuite_type"),
                NetSuiteNumber("record_id"),
                name="link_by_number",
            ),
        ),
    ]

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
BEFORE_PARTS = """
CREATE FUNCTION workflows_link_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.record_id := NEW.internal_id;
    RETURN NEW;
END $$;
CREATE TRIGGER link_of_record BEFORE INSERT ON workflows_link
    FOR EACH ROW WHEN (NEW.record_id IS NULL) EXECUTE FUNCTION workflows_link_of_record();
"""
"""A worker of the release before, which knows no parts, leaves the column out."""
WITHOUT = """
DROP TRIGGER link_of_record ON workflows_link;
DROP FUNCTION workflows_link_of_record();
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_monitored"), ("projects", "0003_netsuite_ids_in_order")]
    operations = [
        migrations.AddField(
            "workflow",
            "filters",
            models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            "mappingrow", "group", models.CharField(db_default="main", default="main", max_length=40)
        ),
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
        migrations.RunSQL(BEFORE_PARTS, WITHOUT),
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

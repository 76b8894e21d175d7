"""What a workflow ever mapped: a row of the mapping that is changed or removed leaves its pair, since values came through it.

A trigger writes it down, so that whoever changes a mapping (a page, a command, plain SQL) cannot forget to.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

CREATE_FUNCTION = """
CREATE FUNCTION landbridge_once_mapped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workflows_oncemapped (workflow_id, field, target)
    VALUES (NEW.workflow_id, NEW.field, NEW.target)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$
"""
CREATE_TRIGGER = """
CREATE TRIGGER landbridge_once_mapped AFTER INSERT OR UPDATE OF workflow_id, field, target ON workflows_mappingrow
FOR EACH ROW WHEN (NEW.field <> '') EXECUTE FUNCTION landbridge_once_mapped()
"""
TAKE_OVER = """
INSERT INTO workflows_oncemapped (workflow_id, field, target)
SELECT DISTINCT workflow_id, field, target FROM workflows_mappingrow WHERE field <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_links_in_order")]
    operations = [
        migrations.CreateModel(
            name="OnceMapped",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=80)),
                ("target", models.CharField(max_length=80)),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workflows.workflow"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["workflow", "field", "target"], name="once_mapped_once")
                ],
            },
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION landbridge_once_mapped()"),
        migrations.RunSQL(CREATE_TRIGGER, "DROP TRIGGER landbridge_once_mapped ON workflows_mappingrow"),
    ]

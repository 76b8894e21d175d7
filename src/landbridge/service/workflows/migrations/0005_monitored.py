"""Which fields of a workflow's record type are monitored; none so far: every save is sent."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0004_once_mapped")]
    operations = [
        migrations.AddField("workflow", "monitored", models.JSONField(null=True, blank=True)),
    ]

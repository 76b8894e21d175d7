"""Since when a workflow is live for real time; earlier releases write it not, and then it is not known."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [
        migrations.AddField("workflow", "real_time_since", models.DateTimeField(null=True, blank=True)),
    ]

"""Finding how the last run of each kind ended, for metrics, without reading the log."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("runs", "0006_schedule_missed_because")]
    operations = [
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                fields=["connection", "kind", "-finished_at"],
                condition=Q(finished_at__isnull=False),
                name="run_ended_last",
            ),
        ),
    ]

"""A step of a run remembers which rules its workflow had when its reading started."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0002_wake_waiting_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="runstep",
            name="rules",
            field=models.PositiveIntegerField(default=0),
        ),
    ]

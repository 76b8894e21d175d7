"""What monitored fields held when a record was handled, and how many records a step passed over by them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runs", "0013_parts")]
    operations = [
        migrations.AddField(
            "runitem",
            "monitored_digest",
            models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField("runstep", "passed_over", models.PositiveIntegerField(db_default=0, default=0)),
    ]

"""Indexes for searching the run log."""

from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0007_run_ended_last"),
        ("workflows", "0003_links_in_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="lane",
            name="forgot_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="runitem",
            index=models.Index(fields=["outcome", "id"], name="item_outcome"),
        ),
        migrations.AddIndex(
            model_name="runitem",
            index=models.Index(fields=["internal_id"], name="item_internal_id"),
        ),
        migrations.AddIndex(
            model_name="runitem",
            index=models.Index(
                condition=models.Q(("spp_id", ""), _negated=True), fields=["spp_id"], name="item_spp_id"
            ),
        ),
        migrations.AddIndex(
            model_name="runitem",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="item_at"),
        ),
    ]

"""Indexes for searching the run log."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models

from landbridge.service.concurrent_indexes import add_indexes


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("runs", "0007_run_ended_last"),
        ("workflows", "0003_links_in_order"),
    ]

    operations = [
        *add_indexes(
            "runitem",
            models.Index(fields=["outcome", "id"], name="item_outcome"),
            models.Index(fields=["internal_id"], name="item_internal_id"),
            models.Index(fields=["spp_id"], condition=~models.Q(spp_id=""), name="item_spp_id"),
            BrinIndex(fields=["at"], name="item_at"),
        ),
        migrations.RunSQL(
            "ALTER TABLE runs_lane ADD COLUMN IF NOT EXISTS forgot_at timestamp with time zone",
            "ALTER TABLE runs_lane DROP COLUMN forgot_at",
            state_operations=[
                migrations.AddField("lane", "forgot_at", models.DateTimeField(blank=True, null=True))
            ],
        ),
    ]

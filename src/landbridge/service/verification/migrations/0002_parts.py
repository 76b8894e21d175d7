"""Differences of a part of a record, beside those of the record itself."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="difference",
            name="part",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.RemoveConstraint(model_name="difference", name="difference_once_per_record"),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                fields=("verification", "workflow", "internal_id", "part"), name="difference_once_per_part"
            ),
        ),
    ]

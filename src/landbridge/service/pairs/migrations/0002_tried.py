"""When a sweep was asked for last."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A sweep that NetSuite refuses is tried again after an hour, as one that it answers."""

    dependencies = [("pairs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="deletepolicy", name="tried_at", field=models.DateTimeField(null=True)
        ),
    ]

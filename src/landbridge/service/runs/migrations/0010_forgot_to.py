"""Where the walk through the run log stands that looks for what is older than a connection keeps."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0009_dismissals_and_upkeep"),
    ]

    operations = [
        migrations.AddField(
            model_name="lane",
            name="forgot_to",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]

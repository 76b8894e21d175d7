"""When a look was asked for last."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A look that NetSuite refuses is tried again after a while, as one that it answers; such a type was never seen."""

    dependencies = [("drift", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="knowntype", name="seen_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="knowntype", name="tried_at", field=models.DateTimeField(null=True)),
    ]

"""The time zone of a connection's NetSuite account."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0010_separations")]
    operations = [
        migrations.AddField(
            "administration", "time_zone", models.CharField(db_default="UTC", default="UTC", max_length=60)
        ),
    ]

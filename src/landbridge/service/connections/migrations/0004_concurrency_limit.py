"""How many requests at once NetSuite says that it takes. Empty by itself, so that processes of the release before go on writing rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connections", "0003_ways_to_netsuite")]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="concurrency_limit",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
    ]

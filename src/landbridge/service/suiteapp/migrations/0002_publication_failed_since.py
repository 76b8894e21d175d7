"""Since when the list of record types could not be written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Applied by Django."""

    dependencies = [("suiteapp", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="publication", name="failed_since", field=models.DateTimeField(null=True)
        )
    ]

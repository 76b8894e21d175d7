from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connections", "0003_ways_to_netsuite")]

    operations = [
        migrations.CreateModel(
            name="BudgetLevel",
            fields=[
                ("account", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("allowed", models.PositiveSmallIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
    ]

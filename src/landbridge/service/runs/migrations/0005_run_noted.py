"""Whether the end of a run was looked at; the runs that ended before count as looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0004_queue_log_and_schedules"),
    ]

    operations = [
        # The first default marks the runs that are there without rewriting the table; the second is for those to come.
        migrations.AddField(
            model_name="run",
            name="noted",
            field=models.BooleanField(db_default=True, default=False),
        ),
        migrations.AlterField(
            model_name="run",
            name="noted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(
            "UPDATE runs_run SET noted = false WHERE finished_at IS NULL", migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False), ("noted", False)),
                fields=["id"],
                name="run_to_note",
            ),
        ),
    ]

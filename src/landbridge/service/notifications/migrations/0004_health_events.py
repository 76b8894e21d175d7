"""Messages about what the health check found; who is told of failed runs is told of these."""

import django.contrib.postgres.fields
from django.db import migrations, models

SUBSCRIBE = """
UPDATE notifications_channel SET events = events || ARRAY['health.failed', 'health.recovered']::varchar[]
WHERE 'run.failed' = ANY (events)
"""
UNSUBSCRIBE = """
UPDATE notifications_channel SET events = array_remove(array_remove(events, 'health.failed'), 'health.recovered')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_certificate_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="channel",
            name="events",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("run.failed", "A run failed"),
                        ("cause.failed", "First failure of a cause"),
                        ("cause.recovered", "A cause is gone"),
                        ("run.recovered", "Runs go through again"),
                        ("certificate.failed", "A certificate could not be renewed"),
                        ("certificate.renewed", "The certificate is renewed after all"),
                        ("health.failed", "The health check found something wrong"),
                        ("health.recovered", "The health check finds it mended"),
                        ("held_back", "What was held back"),
                        ("digest", "Digest"),
                        ("test", "Test message"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="event",
            field=models.CharField(
                choices=[
                    ("run.failed", "A run failed"),
                    ("cause.failed", "First failure of a cause"),
                    ("cause.recovered", "A cause is gone"),
                    ("run.recovered", "Runs go through again"),
                    ("certificate.failed", "A certificate could not be renewed"),
                    ("certificate.renewed", "The certificate is renewed after all"),
                    ("health.failed", "The health check found something wrong"),
                    ("health.recovered", "The health check finds it mended"),
                    ("held_back", "What was held back"),
                    ("digest", "Digest"),
                    ("test", "Test message"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(SUBSCRIBE, UNSUBSCRIBE),
    ]

"""Messages about certificates that could not be renewed; who is told of failed runs is told of these."""

import django.contrib.postgres.fields
from django.db import migrations, models

SUBSCRIBE = """
UPDATE notifications_channel SET events = events || ARRAY['certificate.failed', 'certificate.renewed']::varchar[]
WHERE 'run.failed' = ANY (events)
"""
UNSUBSCRIBE = """
UPDATE notifications_channel SET events = array_remove(array_remove(events, 'certificate.failed'), 'certificate.renewed')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_trouble_by_kind"),
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
                    ("held_back", "What was held back"),
                    ("digest", "Digest"),
                    ("test", "Test message"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(SUBSCRIBE, UNSUBSCRIBE),
    ]

"""Messages about NetSuite's fields; who is told of failed runs is told of these."""

import django.contrib.postgres.fields
from django.db import migrations, models

EVENTS = [
    ("run.failed", "A run failed"),
    ("cause.failed", "First failure of a cause"),
    ("cause.recovered", "A cause is gone"),
    ("run.recovered", "Runs go through again"),
    ("certificate.failed", "A certificate could not be renewed"),
    ("certificate.renewed", "The certificate is renewed after all"),
    ("health.failed", "The health check found something wrong"),
    ("health.recovered", "The health check finds it mended"),
    ("drift.noticed", "Fields of NetSuite changed"),
    ("drift.settled", "Changed fields are settled"),
    ("held_back", "What was held back"),
    ("digest", "Digest"),
    ("test", "Test message"),
]
SUBSCRIBE = """
UPDATE notifications_channel SET events = events || ARRAY['drift.noticed', 'drift.settled']::varchar[]
WHERE 'run.failed' = ANY (events)
"""
UNSUBSCRIBE = """
UPDATE notifications_channel SET events = array_remove(array_remove(events, 'drift.noticed'), 'drift.settled')
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_health_events")]
    operations = [
        migrations.AlterField(
            "channel",
            "events",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=EVENTS, max_length=20),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField("message", "event", models.CharField(choices=EVENTS, max_length=20)),
        migrations.RunSQL(SUBSCRIBE, UNSUBSCRIBE),
    ]

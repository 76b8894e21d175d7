"""Links in order of the NetSuite id as a number: a comparison reads those of a range of ids."""

from __future__ import annotations

from django.db import migrations, models

from landbridge.service.concurrent_indexes import add_indexes
from landbridge.service.projects.models import NetSuiteNumber


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workflows", "0002_real_time_since"), ("projects", "0003_netsuite_ids_in_order")]
    operations = add_indexes(
        "link",
        models.Index(
            models.F("connection"),
            models.F("netsuite_type"),
            NetSuiteNumber("internal_id"),
            name="link_by_number",
        ),
    )

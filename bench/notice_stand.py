"""Prepares the database of `bench.notices`: a live connection whose customers are in real time, and its certificate.

`python -m bench.notice_stand` reads the certificate in PEM from stdin; `DATABASE_URL` names the database, which is migrated first.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

ACCOUNT, AUDIENCE = "1234567", "bench"


def main() -> None:
    """Migrate the database and write the rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.service.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime.models import Certificate, LiveSwitch  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.models import Workflow  # noqa: PLC0415 - needs Django

    call_command("migrate", skip_checks=True, verbosity=0)
    now = timezone.now()
    connection = Connection.objects.create(
        name="Bench",
        netsuite_account=ACCOUNT,
        spp_database_id=AUDIENCE,
        credentials=b"",
        credentials_key="",
        tested_at=now,
    )
    Workflow.objects.create(connection=connection, key="customers", active=True, real_time=True)
    LiveSwitch.objects.create(connection=connection, enabled=True, changed_at=now)
    Certificate.objects.create(
        connection=connection,
        state=Certificate.State.CURRENT,
        name="Bench",
        pem=sys.stdin.read(),
        fingerprint="0" * 64,
        not_before=now,
        not_after=now + timedelta(days=1),
        created_at=now,
    )


if __name__ == "__main__":
    main()

"""`landbridge certificate`: the certificate that NetSuite signs notices with."""

from __future__ import annotations

import os
from pathlib import Path

from cyclopts import App

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line, listing

app = App(name="certificate", help="The certificate that NetSuite signs notices with.")


@app.command
@verb
def rotate(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """Make a certificate, upload it through the SuiteApp and make it current; the one before is accepted for a day more."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime.certificates import rotation  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    made = rotation.rotate(chosen, None, restlets_for(chosen), timezone.now)
    if options.json:
        json_line({"id": made.pk, "name": made.name, "state": made.state, "not_after": made.not_after})
    else:
        line(f"{made.name} is current until {made.not_after:%Y-%m-%d}.")


@app.command
@verb
def prepare(out: Path, *, connection: str | None = None, where: Where = HERE) -> None:
    """Make a certificate for upload by hand: writes a PKCS#12 file and prints its password. Then `certificate confirm`."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.realtime.certificates import rotation  # noqa: PLC0415 - needs Django

    made = rotation.prepare_by_hand(the_connection(connection), None, timezone.now)
    upload = rotation.download(made)
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{out}: {error.strerror}", Exit.USAGE) from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(upload.pkcs12)
    line(f"{made.name} is in {out}. Upload it in NetSuite: Setup > Company > Certificates, id _oa_realtime.")
    line(f"Password: {upload.password}")
    line(f"Then: landbridge certificate confirm {made.pk}")


@app.command
@verb
def confirm(certificate: int, *, where: Where = HERE) -> None:
    """Say that NetSuite has the prepared certificate now; it becomes current and its key is forgotten here."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.realtime.certificates import rotation  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime.models import Certificate  # noqa: PLC0415 - needs Django

    found = Certificate.objects.select_related("connection").filter(pk=certificate).first()
    if found is None:
        raise CommandError(f"there is no certificate {certificate}")
    rotation.confirm_by_hand(found, timezone.now)
    line(f"{found.name} is current.")


@app.command(name="list")
@verb
def list_certificates(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List a connection's certificates."""
    attach(options)
    from landbridge.service.realtime.models import Certificate  # noqa: PLC0415 - needs Django

    rows = [
        {
            "id": one.pk,
            "state": one.state,
            "name": one.name,
            "not_after": one.not_after,
            "accepted_until": one.accepted_until,
            "problem": one.problem,
        }
        for one in Certificate.objects.filter(connection=the_connection(connection))
    ]
    listing(rows, as_json=options.json, key="certificates", empty="There is no certificate yet.")

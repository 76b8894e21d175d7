"""`landbridge certificate`: the certificate that NetSuite signs notices with."""

from __future__ import annotations

import os
from pathlib import Path

from cyclopts import App

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import details, json_line, line, listing

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
        told = {"id": made.pk, "name": made.name, "state": made.state, "not_after": made.not_after}
        json_line(told | {"problem": made.problem})
    else:
        line(f"{made.name} is current until {made.not_after:%Y-%m-%d}. {made.problem}".strip())


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
    line(f"{made.name} is in {out}. Upload it in NetSuite under that name: Setup > Company > Certificates,")
    line("ID _oa_realtime (_landbridge_realtime beside the native connector).")
    line(f"Password: {upload.password}")
    line(f"Then: landbridge certificate confirm {made.pk}")


@app.command
@verb
def confirm(certificate: int, *, where: Where = HERE) -> None:
    """Say that NetSuite has the prepared certificate now; it becomes current and its key is forgotten here."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.composition import restlets_for  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime.certificates import rotation  # noqa: PLC0415 - needs Django
    from landbridge.service.realtime.models import Certificate  # noqa: PLC0415 - needs Django

    found = Certificate.objects.select_related("connection").filter(pk=certificate).first()
    if found is None:
        raise CommandError(f"there is no certificate {certificate}")
    rotation.confirm_by_hand(found, timezone.now, restlets_for(found.connection))
    line(f"{found.name} is current.")


@app.command(name="list")
@verb
def list_certificates(*, connection: str | None = None, options: Reading = READ_HERE) -> None:
    """List a connection's certificates."""
    attach(options)
    from landbridge.service.realtime.certificates.history import history  # noqa: PLC0415 - needs Django

    rows = [one.as_data() for one in history(the_connection(connection))]
    if not options.json:
        shown = ("id", "state", "name", "not_after", "made_at", "made_by", "why", "outcome")
        rows = [{name: row[name] for name in shown} for row in rows]
    listing(rows, as_json=options.json, key="certificates", empty="There is no certificate yet.")


@app.command
@verb
def settings(
    *,
    key_bits: int | None = None,
    validity_days: int | None = None,
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> None:
    """Show how the next certificate is made, or change it.

    Parameters
    ----------
    key_bits
        Size of the RSA key: 3072 or 4096.
    validity_days
        How long a certificate is valid: 1 to 730 days.
    """
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.realtime.certificates import choosing  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    if key_bits is None and validity_days is None:
        found = choosing.settings_of(place)
    else:
        found = choosing.choose(place, None, timezone.now, key_bits=key_bits, validity_days=validity_days)
    details({"key_bits": found.key_bits, "validity_days": found.validity_days}, as_json=options.json)

"""`landbridge db`: the database in a file, and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where
from landbridge.service.cli.exits import verb
from landbridge.service.cli.output import details, line

if TYPE_CHECKING:
    from landbridge.service.backup.manifest import Manifest

app = App(name="db", help="The database in a file, and back.")


@app.command
@verb
def dump(file: Path, *, where: Where = HERE) -> None:
    """Write the whole database to a file, as of one instant, while the service runs or not.

    The file names the fingerprint of the secret key and does not hold the key: keep that elsewhere.
    """
    from landbridge.service.backup import places  # noqa: PLC0415 - only this command needs it

    with places.to_dump(where.data) as url:
        _load_django(url)
        from django.utils import timezone  # noqa: PLC0415 - needs Django

        from landbridge.service.backup.dumping import dump as write  # noqa: PLC0415 - needs Django

        made = write(url, file.resolve(), timezone.now())
        _close()
    line(
        f"{file} has the database of {made.made_at:%Y-%m-%d %H:%M:%S} UTC; it needs secret key {made.secret_key}."
    )


@app.command
@verb
def restore(
    file: Path,
    *,
    replace: Annotated[
        bool, Parameter(negative="", help="Put it in the place of what the database holds.")
    ] = False,
    where: Where = HERE,
) -> None:
    """Fill the database from a file, and bring its tables up to date. Nobody may work on it meanwhile."""
    from landbridge.service.backup import places  # noqa: PLC0415 - only this command needs it

    with places.to_restore(where.data) as url:
        _load_django(url)
        from landbridge.service.backup import restoring  # noqa: PLC0415 - needs Django
        from landbridge.service.supervision.roles import migrate  # noqa: PLC0415 - needs Django

        restored = restoring.restore(url, file.resolve(), replace=replace)
        migrate()
        unreadable = restoring.unreadable_connections(restored)
        publisher_unreadable = restoring.is_publisher_unreadable(restored)
        _close()
    line(f"The database is that of {restored.made_at:%Y-%m-%d %H:%M:%S} UTC.")
    if unreadable:
        line(
            f"This installation has another secret key than {restored.secret_key}. Bring that key back, or enter the "
            f"credentials of these connections again: {', '.join(unreadable)}."
        )
    if publisher_unreadable:
        line(
            f"The publisher's record is sealed with the key {restored.publisher}, too: bring that back, or enter the pair again with "
            "`landbridge publisher set`."
        )


@app.command
@verb
def show(file: Path, *, options: Reading = READ_HERE) -> None:
    """Show what a dump says about itself."""
    from landbridge.service.backup.archive import read_manifest  # noqa: PLC0415 - only this command needs it

    details(_row(read_manifest(file)), as_json=options.json)


def _row(manifest: Manifest) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "landbridge": manifest.landbridge,
        "postgresql": manifest.postgresql,
        "secret_key": manifest.secret_key,
        "connections": list(manifest.connections),
        "publisher": manifest.publisher,
        "migrations": manifest.migrations,
    }


def _load_django(url: str) -> None:
    from landbridge.service.supervision.roles import set_up_django  # noqa: PLC0415 - loads Django

    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("LANDBRIDGE_LOG_LEVEL", "WARNING")
    set_up_django()


def _close() -> None:
    """End our own sessions before an embedded server is stopped."""
    from django.db import connections  # noqa: PLC0415 - needs Django

    connections.close_all()

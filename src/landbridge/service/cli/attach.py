"""How a command finds the running system: `DATABASE_URL`, else the data folder of a running `landbridge up`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from landbridge.service.cli.exits import CommandError, Exit
from landbridge.service.supervision.datafolder import DataFolder, NothingRunningError

if TYPE_CHECKING:
    from landbridge.service.connections.models import Connection


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    """Which installation a command is about."""

    data: Annotated[Path | None, Parameter(help="Data folder of the running `landbridge up`.")] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Reading(Where):
    """Options of every command that reads."""

    json: Annotated[bool, Parameter(negative="", help="Print one last line of JSON.")] = False


HERE = Where()
READ_HERE = Reading()


def name_database(where: Where) -> None:
    """Set `DATABASE_URL` and `LANDBRIDGE_DATA` for this process. Raises ``CommandError`` (3) when nothing runs."""
    folder = DataFolder.choose(where.data)
    if where.data is not None or not os.environ.get("DATABASE_URL"):
        try:
            os.environ["DATABASE_URL"] = folder.running().database_url
        except NothingRunningError as error:
            raise CommandError(str(error), Exit.NOT_REACHABLE) from error
    if where.data is not None or not os.environ.get("LANDBRIDGE_DATA"):
        os.environ["LANDBRIDGE_DATA"] = str(folder.path)


def attach(where: Where) -> None:
    """Find the database and load Django on it; only warnings are logged, unless somebody asks for more."""
    from landbridge.service.supervision.roles import set_up_django  # noqa: PLC0415 - loads Django

    name_database(where)
    os.environ.setdefault("LANDBRIDGE_LOG_LEVEL", "WARNING")
    set_up_django()


def the_connection(name: str | None) -> Connection:
    """Return the connection called ``name``, or the only one. Raises ``CommandError``."""
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django

    if name is not None:
        found = Connection.objects.filter(name=name).first()
        if found is None:
            raise CommandError(f"there is no connection {name!r}; see `landbridge connection list`")
        return found
    connections = list(Connection.objects.all()[:2])
    if not connections:
        raise CommandError("there is no connection yet; make one with `landbridge connection add`")
    if len(connections) > 1:
        raise CommandError("there are several connections; say which with --connection NAME", Exit.USAGE)
    return connections[0]

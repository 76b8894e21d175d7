"""`landbridge connection`: a NetSuite account and a SuiteProjects Pro account, and how to reach both.

Secrets come from a JSON file, from stdin (`--file -`) or from the environment; never from an argument, which other users of
the machine can read.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from cyclopts import App, Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line, listing

if TYPE_CHECKING:
    from landbridge.service.connections.drafts import ConnectionDraft
    from landbridge.service.connections.testing import Report

app = App(name="connection", help="NetSuite and SuiteProjects Pro accounts.")

SECRETS = ("consumer_key", "consumer_secret", "token_id", "token_secret")
PLAIN = ("name", "netsuite_account", "spp_database_id", "version", "connect_to", "ca_file", "max_concurrency")
VARIABLE = "LANDBRIDGE_NETSUITE_"

FileOption = Annotated[
    Path | None,
    Parameter(
        allow_leading_hyphen=True,
        help=f"JSON file, or - for stdin, with any of: {', '.join((*PLAIN, *SECRETS))}.",
    ),
]


@app.command
@verb
def add(
    name: str = "",
    *,
    netsuite_account: str = "",
    spp_database_id: str = "",
    soap_version: Annotated[str, Parameter(help="Endpoint version such as 2025_2.")] = "",
    connect_to: Annotated[
        str, Parameter(help="host:port that stands for every NetSuite host (a local account).")
    ] = "",
    ca_file: Annotated[str, Parameter(help="PEM file of one more authority to trust.")] = "",
    max_concurrency: int = 0,
    file: FileOption = None,
    force: Annotated[str, Parameter(help="Save although the test fails, for this reason.")] = "",
    options: Reading = READ_HERE,
) -> int:
    """Test a connection and save it. The four token secrets come from --file or from LANDBRIDGE_NETSUITE_CONSUMER_KEY and so on."""
    attach(options)
    from landbridge.service.connections import operations  # noqa: PLC0415 - needs Django

    given = {
        "name": name,
        "netsuite_account": netsuite_account,
        "spp_database_id": spp_database_id,
        "version": soap_version,
        "connect_to": connect_to,
        "ca_file": ca_file,
        "max_concurrency": max_concurrency,
    }
    draft = make_draft(read_file(file) | {key: value for key, value in given.items() if value})
    try:
        connection = operations.create(draft, by=None, forced_reason=force)
    except operations.NotPassedError as refused:
        show_report(refused.report, as_json=options.json, saved=None)
        return Exit.FAILED
    if options.json:
        json_line({"ok": True, "id": connection.pk, "name": connection.name, "lines": connection.test_lines})
    else:
        line(f"Connection {connection.name} saved.")
    return Exit.OK


@app.command(name="test")
@verb
def check_saved(name: str | None = None, *, options: Reading = READ_HERE) -> int:
    """Test a saved connection, line by line."""
    attach(options)
    from landbridge.service.connections import operations  # noqa: PLC0415 - needs Django

    connection = the_connection(name)
    report = operations.retest(connection)
    show_report(report, as_json=options.json, saved=connection.pk)
    return Exit.OK if report.passed else Exit.FAILED


@app.command(name="list")
@verb
def list_connections(*, options: Reading = READ_HERE) -> None:
    """List the connections."""
    attach(options)
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django

    rows = [
        {
            "id": one.pk,
            "name": one.name,
            "netsuite_account": one.netsuite_account,
            "spp_database_id": one.spp_database_id,
            "active": one.active,
            "tested_at": one.tested_at,
        }
        for one in Connection.objects.all()
    ]
    listing(rows, as_json=options.json, key="connections", empty="There are no connections yet.")


@app.command(name="integration-user")
@verb
def integration_user(
    email: Annotated[
        str | None, Parameter(help="Address of an active administrator; left out: nobody any more.")
    ] = None,
    *,
    connection: Annotated[str | None, Parameter(help="Needed where there are several.")] = None,
    options: Reading = READ_HERE,
) -> None:
    """Choose whose rights and name every run has, or leave it to who starts them."""
    attach(options)
    from landbridge.service.connections import operations  # noqa: PLC0415 - needs Django

    place = the_connection(connection)
    user = None if email is None else operations.candidate(email)
    operations.select_integration_user(place, user, by=None)
    if options.json:
        json_line({"connection": place.name, "integration_user": user.email if user else None})
    else:
        line(f"Integration user of {place.name}: {user or 'none'}.")


def show_report(report: Report, *, as_json: bool, saved: int | None) -> None:
    """Print a test's lines."""
    if as_json:
        json_line({"ok": report.passed, "id": saved, "lines": report.as_json()})
        return
    for one in report.lines:
        line(f"{one.state.value:8} {one.title}: {one.message}")
        if one.advice:
            line(f"{'':8} {one.advice}")


def make_draft(values: dict[str, Any]) -> ConnectionDraft:
    """Build a draft from values, with secrets that are missing taken from the environment. Raises ``CommandError``."""
    from landbridge.netsuite import TokenCredentials  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.drafts import ConnectionDraft  # noqa: PLC0415 - needs Django

    secrets = {
        name: str(values.pop(name, "") or os.environ.get(VARIABLE + name.upper(), "")) for name in SECRETS
    }
    if missing := [name for name, value in secrets.items() if not value]:
        raise CommandError(
            f"missing {', '.join(missing)}: give them in --file, or as {VARIABLE}{missing[0].upper()} and so on",
            Exit.USAGE,
        )
    if missing := [name for name in ("name", "netsuite_account", "spp_database_id") if not values.get(name)]:
        raise CommandError(f"missing {', '.join(missing)}", Exit.USAGE)
    try:
        return ConnectionDraft(credentials=TokenCredentials(**secrets), **values)
    except ValueError as error:
        raise CommandError(str(error), Exit.USAGE) from error


def read_file(path: Path | None) -> dict[str, Any]:
    """Read the JSON file. Raises ``CommandError`` for one that others can read, that is none, or that has unknown names."""
    if path is None:
        return {}
    content = sys.stdin.read() if str(path) == "-" else _read_private(path)
    try:
        values = msgspec.json.decode(content, type=dict[str, str | int])
    except msgspec.DecodeError as error:
        raise CommandError(f"{path} is not a JSON object of texts", Exit.USAGE) from error
    if unknown := sorted(set(values) - {*PLAIN, *SECRETS}):
        raise CommandError(f"{path}: unknown {', '.join(unknown)}", Exit.USAGE)
    return dict(values)


def _read_private(path: Path) -> str:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CommandError(f"others can read {path}; run: chmod 600 {path}", Exit.USAGE)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", Exit.USAGE) from error

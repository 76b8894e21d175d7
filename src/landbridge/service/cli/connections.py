"""`landbridge connection`: a NetSuite account and a SuiteProjects Pro account, and how to reach both.

Secrets come from a JSON file, from stdin (`--file -`) or from the environment; never from an argument, which other users of
the machine can read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from landbridge.service.cli import ways
from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.connectionfile import (
    FileOption,
    KeyOption,
    Values,
    changed_draft,
    new_draft,
    read_file,
    require_credentials,
    with_environment,
)
from landbridge.service.cli.exits import Exit, verb
from landbridge.service.cli.output import json_line, line, listing
from landbridge.service.cli.reports import report_lines
from landbridge.service.connections.names import PLAIN

if TYPE_CHECKING:
    from landbridge.service.connections.drafts import ConnectionDraft
    from landbridge.service.connections.models import Connection
    from landbridge.service.connections.testing import Report

app = App(name="connection", help="NetSuite and SuiteProjects Pro accounts.")
ways.register(app)

ForceOption = Annotated[str, Parameter(help="Save although the test fails, for this reason.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Settings:
    """What can be said of a connection on the command line. What is left out comes from --file, or stays as it is."""

    netsuite_account: str | None = None
    spp_database_id: str | None = None
    protocol: Annotated[
        str | None,
        Parameter(help="rest (SuiteQL and REST) or soap; by the credentials where it is left out."),
    ] = None
    version: Annotated[
        str | None,
        Parameter(name=("--soap-version",), help="Endpoint version such as 2025_2."),
    ] = None
    url: Annotated[
        str | None, Parameter(help="URL of the endpoint; empty for the default of the version.")
    ] = None
    retries: Annotated[int | None, Parameter(help="0 to 10.")] = None
    max_concurrency: Annotated[
        int | None,
        Parameter(help="Requests at once, 1 to 100; at most what NetSuite allows the integration."),
    ] = None
    use_publisher_record: Annotated[
        bool | None, Parameter(help="Take the consumer key and secret from the publisher's configuration.")
    ] = None
    connect_to: Annotated[
        str | None, Parameter(help="host:port that stands for every NetSuite host (a local account).")
    ] = None
    ca_file: Annotated[str | None, Parameter(help="PEM file of one more authority to trust.")] = None
    proxy: Annotated[
        str | None,
        Parameter(
            help="Proxy such as http://proxy.example.com:3128; its user and password come from --file."
        ),
    ] = None

    def values(self) -> Values:
        """Those that were given."""
        found = {name: getattr(self, name, None) for name in PLAIN}
        return {name: value for name, value in found.items() if value is not None}


NOTHING = Settings()


@app.command
@verb
def add(
    name: str = "",
    *,
    settings: Settings = NOTHING,
    file: FileOption = None,
    private_key_file: KeyOption = None,
    force: ForceOption = "",
    options: Reading = READ_HERE,
) -> int:
    """Test a connection and save it. Secrets come from --file or from LANDBRIDGE_NETSUITE_CONSUMER_KEY and so on.

    With OAuth 2.0 credentials it reads by SuiteQL, otherwise by SOAP, unless --protocol says so.
    """
    attach(options)
    from landbridge.service.connections import operations  # noqa: PLC0415 - needs Django

    given = read_file(file, private_key_file) | settings.values() | ({"name": name} if name else {})
    draft = new_draft(with_environment(given))
    require_credentials(draft)
    return _save(lambda: operations.create(draft, by=None, forced_reason=force), draft, as_json=options.json)


@app.command
@verb
def edit(
    name: str | None = None,
    *,
    rename: Annotated[str, Parameter(help="What to call the connection from now on.")] = "",
    settings: Settings = NOTHING,
    file: FileOption = None,
    private_key_file: KeyOption = None,
    force: ForceOption = "",
    options: Reading = READ_HERE,
) -> int:
    """Change what is given, test the connection and save it. Secrets that --file does not hold stay as they are."""
    attach(options)
    from landbridge.service.connections import operations  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.drafts import ConnectionDraft  # noqa: PLC0415 - needs Django

    connection = the_connection(name)
    given = read_file(file, private_key_file) | settings.values() | ({"name": rename} if rename else {})
    draft = changed_draft(ConnectionDraft.of(connection), given)
    return _save(
        lambda: operations.update(connection, draft, by=None, forced_reason=force),
        draft,
        as_json=options.json,
        saved=connection.pk,
    )


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
    """List the connections, and what each depends on that NetSuite takes away."""
    attach(options)
    from landbridge.service.connections.deprecations import (  # noqa: PLC0415 - needs Django
        as_json,
        deprecations,
    )
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django

    connections = list(Connection.objects.all())
    rows = [
        {
            "id": one.pk,
            "name": one.name,
            "netsuite_account": one.netsuite_account,
            "spp_database_id": one.spp_database_id,
            "protocol": one.protocol,
            "signs_in_by": one.signs_in_by,
            "active": one.active,
            "tested_at": one.tested_at,
        }
        | ({"notices": as_json(deprecations(one))} if options.json else {})
        for one in connections
    ]
    listing(rows, as_json=options.json, key="connections", empty="There are no connections yet.")
    if not options.json:
        for one in connections:
            for notice in deprecations(one):
                line(f"{one.name}: {notice.text} {notice.advice}")


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


def _save(
    save: Callable[[], Connection], draft: ConnectionDraft, *, as_json: bool, saved: int | None = None
) -> int:
    """Save, or show the test that failed; ``saved`` is the connection's id where there is one already."""
    from landbridge.service.connections.operations import NotPassedError  # noqa: PLC0415 - needs Django

    try:
        connection = save()
    except NotPassedError as refused:
        show_report(refused.report, as_json=as_json, saved=saved)
        return Exit.FAILED
    return _saved(connection, draft, as_json=as_json)


def show_report(report: Report, *, as_json: bool, saved: int | None) -> None:
    """Print a test's lines."""
    if as_json:
        json_line({"ok": report.passed, "id": saved, "lines": report.as_json()})
    else:
        report_lines(report)


def _saved(connection: Connection, draft: ConnectionDraft, *, as_json: bool) -> int:
    from landbridge.service.connections import deprecations  # noqa: PLC0415 - needs Django

    notices = deprecations.deprecations(connection)
    warnings = draft.chosen().warnings
    if as_json:
        told = {"warnings": warnings, "notices": deprecations.as_json(notices)}
        json_line(
            {"ok": True, "id": connection.pk, "name": connection.name, "lines": connection.test_lines} | told
        )
        return Exit.OK
    line(f"Connection {connection.name} saved.")
    for text in (*warnings, *(f"{one.text} {one.advice}" for one in notices)):
        line(text)
    return Exit.OK

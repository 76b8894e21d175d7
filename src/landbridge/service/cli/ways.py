"""`landbridge connection compare`, `switch` and `rotate-oauth2-certificate`: SOAP and SuiteQL side by side, and from one to the other."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.connectionfile import FileOption, KeyOption, changed_draft, read_file
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line
from landbridge.service.cli.reports import report_lines

if TYPE_CHECKING:
    from landbridge.service.connections.comparing import Comparison
    from landbridge.service.connections.models import Connection
    from landbridge.service.connections.switching import Rehearsal


def register(app: App) -> None:
    """Add the commands to `landbridge connection`."""
    app.command(compare)
    app.command(switch)
    app.command(rotate_oauth2_certificate, name="rotate-oauth2-certificate")


@verb
def compare(
    name: str | None = None,
    *,
    record_types: Annotated[
        tuple[str, ...],
        Parameter(name=("--type",), negative="", help="Record type such as customer; several: say it again."),
    ] = (),
    file: FileOption = None,
    private_key_file: KeyOption = None,
    options: Reading = READ_HERE,
) -> int:
    """Read the same records over SOAP and over SuiteQL and print each difference, or that there is none.

    Every record of the types that workflows read, unless --type says otherwise. Credentials that the connection does not have yet
    come from --file; nothing is saved. Ends with 1 where something differs.
    """
    attach(options)
    from landbridge.netsuite.comparing import COMPARABLE_TYPES  # noqa: PLC0415 - slow to load
    from landbridge.netsuite.protocols import Protocol  # noqa: PLC0415 - slow to load
    from landbridge.service.connections.comparing import compare as compare_ways  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.drafts import ConnectionDraft  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.testing import EXPORTED  # noqa: PLC0415 - needs Django

    unknown = [
        one for one in record_types if one not in COMPARABLE_TYPES and not one.startswith("customrecord")
    ]
    if unknown:
        raise CommandError(f"{', '.join(unknown)} cannot be read both ways", Exit.USAGE)
    draft = changed_draft(ConnectionDraft.of(the_connection(name)), read_file(file, private_key_file))
    soap, rest = (replace(draft, protocol=one).checked() for one in (Protocol.SOAP, Protocol.REST))
    found = compare_ways(soap, rest, record_types or EXPORTED)
    if options.json:
        json_line(_comparison_as_json(found))
    else:
        _show_comparison(found)
    return Exit.FAILED if found.differences else Exit.OK


@verb
def switch(
    name: str | None = None,
    *,
    to: Annotated[str, Parameter(help="rest (SuiteQL and REST) or soap.")],
    file: FileOption = None,
    private_key_file: KeyOption = None,
    yes: Annotated[bool, Parameter(negative="", help="Do not ask.")] = False,
    options: Reading = READ_HERE,
) -> int:
    """Switch a connection between SOAP and SuiteQL: both ways are tested and compared first.

    OAuth 2.0 credentials come from --file, unless the connection has them. The credentials of the way that is left are kept, so
    that the way back needs none. No mapping and no bookmark is touched. On a terminal it asks before it switches; with --json, or where
    there is no terminal, --yes is needed.
    """
    if not yes and (options.json or not sys.stdin.isatty()):
        raise CommandError("nobody is asked here before it switches; add --yes", Exit.USAGE)
    attach(options)
    from landbridge.netsuite.protocols import Protocol  # noqa: PLC0415 - slow to load
    from landbridge.service.connections import switching  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.drafts import ConnectionDraft  # noqa: PLC0415 - needs Django

    if to not in tuple(Protocol):
        raise CommandError("--to is rest or soap", Exit.USAGE)
    connection = the_connection(name)
    entered = changed_draft(ConnectionDraft.of(connection), read_file(file, private_key_file))
    before, after = switching.drafts(connection, Protocol(to), entered)
    rehearsal = switching.rehearse(before, after)
    if not options.json:
        _show_rehearsal(rehearsal)
    agreed = rehearsal.passed and (yes or _agreed(connection))
    if agreed:
        switching.switch(connection, before, after, rehearsal, by=None)
    if options.json:
        json_line(_rehearsal_as_json(rehearsal, switched=agreed, connection=connection))
    else:
        line(f"{connection.name} uses {connection.get_protocol_display()}{' now' if agreed else ' still'}.")
    return Exit.OK if agreed else Exit.FAILED


@verb
def rotate_oauth2_certificate(name: str | None = None, *, options: Reading = READ_HERE) -> None:
    """Replace the connection's OAuth 2.0 certificate: the new one is proved and stored before the old one is revoked.

    The role needs the permission Manage own OAuth 2.0 Client Credentials certificates.
    """
    attach(options)
    from landbridge.service.connections.rotation import rotate  # noqa: PLC0415 - needs Django

    connection = the_connection(name)
    made = rotate(connection, by=None)
    if options.json:
        json_line(
            {
                "connection": connection.name,
                "certificate_id": made.certificate_id,
                "name": made.name,
                "valid_until": made.not_after,
            }
        )
    else:
        line(
            f"{connection.name} signs in with certificate {made.certificate_id}, valid until {made.not_after:%Y-%m-%d}."
        )


def _agreed(connection: Connection) -> bool:
    sys.stdout.write(f"Switch {connection.name}? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _show_rehearsal(rehearsal: Rehearsal) -> None:
    for title, report in (("As it is:", rehearsal.before), ("After the switch:", rehearsal.after)):
        line(title)
        report_lines(report, indent="  ")
    if rehearsal.comparison is None:
        line("The records were not compared, since a test failed.")
    else:
        _show_comparison(rehearsal.comparison)
    for change in rehearsal.changes:
        line(f"{change.what}: {change.before} -> {change.after}")


def _show_comparison(found: Comparison) -> None:
    for sentence in (*found.sentences, *found.unread_sentences):
        line(sentence)
    counted = f"{found.compared} records read both ways"
    line(
        f"{counted}: {len(found.differences)} differences."
        if found.differences
        else f"{counted}: no difference."
    )


def _comparison_as_json(found: Comparison) -> dict[str, object]:
    return {
        "ok": not found.differences,
        "compared": found.compared,
        "differences": found.sentences,
        "unread": found.unread_sentences,
    }


def _rehearsal_as_json(rehearsal: Rehearsal, *, switched: bool, connection: Connection) -> dict[str, object]:
    return {
        "ok": switched,
        "protocol": connection.protocol,
        "before": rehearsal.before.as_json(),
        "after": rehearsal.after.as_json(),
        "comparison": rehearsal.comparison and _comparison_as_json(rehearsal.comparison),
        "changes": [
            {"what": one.what, "before": one.before, "after": one.after} for one in rehearsal.changes
        ],
    }

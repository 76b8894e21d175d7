"""`landbridge publisher`: the integration record that connections share, and the way to a new consumer pair.

The pair comes from a prompt, a JSON file or stdin (`--file -`); never from an argument, and it is never printed.
"""

from __future__ import annotations

import getpass
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach, the_connection
from landbridge.service.cli.connectionfile import Values, read_object
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import details, json_line, line, listing
from landbridge.service.cli.reports import report_lines
from landbridge.service.refusal import Refusal

if TYPE_CHECKING:
    from landbridge.service.connections.models import Connection
    from landbridge.service.connections.publisher import PublisherRecord
    from landbridge.service.runs.publisher.checking import Checked

app = App(name="publisher", help="The publisher's integration record, which connections may share.")

PAIR = ("consumer_key", "consumer_secret")
NAMES = {*PAIR, "name", "application_id", "bundle_id"}
AT_REST_WITHIN_S = 60.0
"""A link of a run has half a minute, and its last request may take longer."""
LOOK_EVERY_S = 1.0
TRIES = 3
"""A wrong pair costs a refused sign-in, and five lock the user."""

_RESET = (
    "Now press Reset Credentials on the record in the publisher's account: Setup > Integration > Manage Integrations, "
    "the record, Edit."
)
_LEFT_OPEN = (
    "Runs go on waiting: `landbridge publisher set` enters the pair, `landbridge publisher regenerate --abandon` goes on "
    "with the one before."
)

FileOption = Annotated[
    Path | None,
    Parameter(
        allow_leading_hyphen=True,
        help=f"JSON file, or - for stdin, with any of: {', '.join(sorted(NAMES))}. What it lacks of the pair is asked for.",
    ),
]
TrialOption = Annotated[
    str | None,
    Parameter(
        name=("--connection",),
        help="Try the pair out on this connection; left out, on those that use the record, until an account tells.",
    ),
]


@app.command
@verb
def show(*, options: Reading = READ_HERE) -> None:
    """Show whether there is a record, where it comes from, the end of its key, and which connections use it."""
    attach(options)
    from landbridge.service.connections import publishing  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.publisher.standing import as_data  # noqa: PLC0415 - needs Django

    found = as_data(publishing.state())
    details(found, as_json=options.json)
    if not options.json:
        listing(found["connections"], as_json=False, key="", empty="No connection uses it.")


@app.command(name="set")
@verb
def set_record(
    *,
    file: FileOption = None,
    name: Annotated[str, Parameter(help="What tokens call the application.")] = "",
    application_id: str = "",
    bundle_id: Annotated[str, Parameter(help="Where the record is distributed by bundle, too.")] = "",
    connection: TrialOption = None,
    untried: Annotated[
        bool,
        Parameter(
            negative="", help="Set it without a sign-in, where no account can tell whether it is right."
        ),
    ] = False,
    options: Reading = READ_HERE,
) -> int:
    """Set the record's pair, sealed in the database, after a sign-in with it. Runs that wait for it go on by themselves.

    The pair before stays in use where NetSuite refuses the new one. Refused where the environment sets the record.
    """
    attach(options)
    trial = the_connection(connection) if connection else None
    told = {"name": name, "application_id": application_id, "bundle_id": bundle_id}
    read: Values = read_object(file, NAMES) if file is not None else {}
    record = _record(read | {key: text for key, text in told.items() if text})
    return Exit.OK if _set(record, trial, untried=untried, as_json=options.json) else Exit.FAILED


@app.command
@verb
def check(name: str | None = None, *, options: Reading = READ_HERE) -> int:
    """Test every connection that uses the record, or one. A passed test lets its runs go on that waited."""
    attach(options)
    from landbridge.service.connections import publishing  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.publisher.checking import check_all  # noqa: PLC0415 - needs Django

    users = [one for one, _ in publishing.state().users]
    chosen = users if name is None else [the_connection(name)]
    if any(one not in users for one in chosen):
        raise CommandError(f"{name} does not use the publisher's record")
    results = check_all(chosen)
    if options.json:
        json_line({"connections": [_as_json(one) for one in results]})
    for one in [] if options.json else results:
        line(f"{one.connection.name}:")
        if one.report is None:
            line(f"  {one.problem}")
        else:
            report_lines(one.report, indent="  ")
    if not results and not options.json:
        line("No connection uses the record.")
    return Exit.OK if all(one.passed for one in results) else Exit.FAILED


def _as_json(checked: Checked) -> dict[str, Any]:
    return {
        "connection": checked.connection.name,
        "ok": checked.passed,
        "problem": checked.problem,
        "lines": checked.report.as_json() if checked.report else [],
    }


@app.command
@verb
def regenerate(
    *,
    abandon: Annotated[
        bool,
        Parameter(negative="", help="End what is under way: runs go on with the pair that is set."),
    ] = False,
    connection: TrialOption = None,
    options: Reading = READ_HERE,
) -> int:
    """Regenerate key and secret and lose no run: the runs wait, you reset the credentials in NetSuite and enter the new pair.

    On a terminal it asks for the pair. Elsewhere, and with --json, it ends once the runs wait, and `publisher set` enters the pair.
    """
    attach(options)
    from landbridge.service.connections import publishing  # noqa: PLC0415 - needs Django

    if abandon:
        ended = publishing.abandon_regeneration(by=None)
        _tell(options, "Runs go on with the pair that is set." if ended else "None was under way.")
        return Exit.OK
    trial = the_connection(connection) if connection else None
    publishing.begin_regeneration(by=None)
    if not _at_rest():
        _tell(options, f"A worker is still at work with the old pair. {_LEFT_OPEN}")
        return Exit.TIMED_OUT
    if options.json or not sys.stdin.isatty():
        _tell(options, f"Runs that use the record wait. {_RESET} Then: `landbridge publisher set`.")
        return Exit.OK
    line(f"Runs that use the record wait. {_RESET}")
    return _ask_until_it_passes(trial)


def _ask_until_it_passes(trial: Connection | None) -> int:
    for _ in range(TRIES):
        try:
            if _set(_record({}), trial, as_json=False):
                return Exit.OK
        except (EOFError, KeyboardInterrupt):
            break
        except Refusal as refused:  # nothing was entered, or what no key can be
            line(f"Not set: {refused}.")
    line(_LEFT_OPEN)
    return Exit.FAILED


def _at_rest() -> bool:
    """Wait until no worker is at a run, or another job, of a connection that uses the record; ``False`` where that takes too long."""
    from landbridge.service.connections import publishing  # noqa: PLC0415 - needs Django
    from landbridge.service.runs.publisher.standing import jobs_at_work  # noqa: PLC0415 - needs Django

    users = [one for one, _ in publishing.state().users]
    until = time.monotonic() + AT_REST_WITHIN_S
    while jobs_at_work(users):
        if time.monotonic() >= until:
            return False
        time.sleep(LOOK_EVERY_S)
    return True


def _record(given: Values) -> PublisherRecord:
    """Return the record, its pair asked for on the terminal where it was not given. Raises ``CommandError``."""
    from landbridge.service.connections.publisher import PublisherRecord  # noqa: PLC0415 - needs Django

    missing = [part for part in PAIR if not given.get(part)]
    if missing and not sys.stdin.isatty():
        raise CommandError(f"missing {', '.join(missing)}: give them in --file", Exit.USAGE)
    asked = {part: getpass.getpass(f"{part.replace('_', ' ').capitalize()}: ").strip() for part in missing}
    texts = {name: str(value) for name, value in (given | asked).items()}
    return PublisherRecord(
        texts["consumer_key"],
        texts["consumer_secret"],
        application_id=texts.get("application_id", ""),
        bundle_id=texts.get("bundle_id", ""),
        name=texts.get("name", ""),
    )


def _set(record: PublisherRecord, trial: Connection | None, *, untried: bool = False, as_json: bool) -> bool:
    """Set the record and tell; ``False`` where NetSuite does not take it."""
    from landbridge.service.connections import publishing  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.operations import NotPassedError  # noqa: PLC0415 - needs Django

    try:
        stored = publishing.set_record(record, by=None, connection=trial, untried=untried)
    except NotPassedError as refused:
        if as_json:
            json_line({"ok": False, "lines": refused.report.as_json()})
        else:
            report_lines(refused.report)
            line(
                "Not set. The one before stays in use. "
                "`landbridge publisher set --untried` sets it all the same."
            )
        return False
    if as_json:
        json_line({"ok": True, "key_ending": stored.key_ending, "unproved": stored.words, "lines": []})
    else:
        line(
            f"Set: the consumer key ends with {stored.key_ending}. {stored.words}".rstrip()
            + " Runs that waited for it go on by themselves."
        )
    return True


def _tell(options: Reading, text: str) -> None:
    if options.json:
        json_line({"message": text})
    else:
        line(text)

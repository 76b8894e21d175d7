"""`landbridge config`: what is set up, as one readable file; compared with what is there, and applied."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line

if TYPE_CHECKING:
    from landbridge.service.configuration.applying import Plan
    from landbridge.service.configuration.document import Document

app = App(name="config", help="What is set up, as one file without secrets.")

File = Annotated[Path, Parameter(allow_leading_hyphen=True, help="The file, or - for stdin.")]
Names = Annotated[
    tuple[str, ...],
    Parameter(name="--as", help="OURS takes the place of the file's THEIRS: 'THEIRS=OURS'. Repeat for more."),
]


@app.command
@verb
def export(
    *connections: Annotated[
        str, Parameter(help="Only these connections; without them all, and the channels.")
    ],
    output: Annotated[Path | None, Parameter(help="Write to this file instead of stdout.")] = None,
    where: Where = HERE,
) -> None:
    """Print connections, workflows, mappings, groups, schedules and channels. Secrets are not in it."""
    attach(where)
    from landbridge.service.configuration.exporting import export as exported  # noqa: PLC0415 - needs Django
    from landbridge.service.configuration.exporting import one_state  # noqa: PLC0415 - as above
    from landbridge.service.configuration.yamlfile import dump  # noqa: PLC0415 - as above

    with one_state():
        document = exported(connections or None)
    if output is None:
        sys.stdout.write(dump(document))
    else:
        output.write_text(dump(document), encoding="utf-8")


@app.command
@verb
def diff(file: File, *, names: Names = (), options: Reading = READ_HERE) -> int:
    """List what applying a file would change. Exit status 1 when it would change something, or could not be applied."""
    attach(options)
    from landbridge.service.configuration.applying import compare  # noqa: PLC0415 - needs Django
    from landbridge.service.configuration.exporting import one_state  # noqa: PLC0415 - as above

    with one_state():
        plan = compare(_read(file), _renamed(names))
    _show(plan, as_json=options.json, done=False)
    return Exit.FAILED if plan.differences or plan.problems else Exit.OK


@app.command
@verb
def apply(
    file: File,
    *,
    names: Names = (),
    suspend_schedules: Annotated[
        bool,
        Parameter(negative="", help="Change also workflows that an active schedule or real time protects."),
    ] = False,
    untested: Annotated[
        str, Parameter(help="Go on although the test of a connection fails, for this reason.")
    ] = "",
    options: Reading = READ_HERE,
) -> int:
    """Make a file true: all of it, or nothing. Accounts, URLs and credentials stay as they are."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.configuration import applying  # noqa: PLC0415 - needs Django

    plan = applying.apply(
        _read(file),
        _renamed(names),
        by=None,
        now=timezone.now(),
        suspend_schedules=suspend_schedules,
        untested=untested,
    )
    _show(plan, as_json=options.json, done=True)
    return Exit.OK


def _read(file: Path) -> Document:
    from landbridge.service.configuration.yamlfile import has_secrets, load  # noqa: PLC0415 - needs Django

    if str(file) == "-":
        return load(sys.stdin.read())
    try:
        mode, text = file.stat().st_mode, file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", Exit.USAGE) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8", Exit.USAGE) from error
    document = load(text)
    if has_secrets(document) and stat.S_IMODE(mode) & 0o077:
        raise CommandError(
            f"{file} holds credentials and others can read it; run: chmod 600 {file}", Exit.USAGE
        )
    return document


def _renamed(names: tuple[str, ...]) -> dict[str, str]:
    renamed = {}
    for name in names:
        theirs, _, ours = name.partition("=")
        if not theirs or not ours:
            raise CommandError(f"--as takes THEIRS=OURS, not {name!r}", Exit.USAGE)
        renamed[theirs] = ours
    return renamed


def _show(plan: Plan, *, as_json: bool, done: bool) -> None:
    if as_json:
        differences = [
            {"where": one.where, "before": one.before, "after": one.after} for one in plan.differences
        ]
        json_line(
            {"applied": done, "differences": differences, "problems": plan.problems, "notes": plan.notes}
        )
        return
    for difference in plan.differences:
        line(str(difference))
    for problem in plan.problems:
        line(f"cannot be applied: {problem}")
    for note in plan.notes:
        line(f"note: {note}")
    if not plan.differences and not plan.problems:
        line("Nothing differs.")
    elif done:
        line("Applied.")

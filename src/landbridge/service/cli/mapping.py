"""What `landbridge workflows` says of mappings: validation, preview, and files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import cell, json_line, line

if TYPE_CHECKING:
    from landbridge.service.configuration.mappingfiles import Import


@verb
def validate(*, connection: str | None = None, options: Reading = READ_HERE) -> int:
    """Check the active rows of all active workflows against what both sides have. Exit status 1 when something is wrong."""
    attach(options)
    from landbridge.service.composition import destination_for, reader_for  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.validation.sides import Sides  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.validation.validating import validate as check  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    report = check(chosen, Sides(chosen, reader_for, destination_for(chosen)))
    if options.json:
        problems = [one.plain() for one in report.problems]
        json_line({"workflows": report.workflows, "problems": problems, "not_checked": report.told})
    else:
        for one in report.problems:
            line(str(one))
        for told in report.told:
            line(f"note: {told}")
        if not report.problems:
            line("Nothing is wrong.")
    return Exit.FAILED if report.problems else Exit.OK


@verb
def preview(
    workflow: str,
    internal_id: Annotated[str, Parameter(allow_leading_hyphen=True, help="NetSuite's internal id.")],
    *,
    file: Annotated[
        Path | None, Parameter(help="Preview the mapping of this file instead of the stored one.")
    ] = None,
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> int:
    """Show what a NetSuite record would become, row by row. Writes nothing."""
    attach(options)
    from landbridge.service.configuration.mappingfiles import read, stored  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.content import over  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.models import Workflow  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.preview.asking import seen  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = Workflow.objects.filter(connection=chosen, key=workflow, added=True).first()
    if found is None:
        raise CommandError(f"{workflow} is no workflow that was ever activated", Exit.USAGE)
    content = stored(chosen)[workflow]
    if file is not None:
        contents, _ = read(_text(file))
        if workflow not in contents:
            raise CommandError(f"{file} has no mapping of {workflow}", Exit.USAGE)
        content = over(content, contents[workflow])
    whole = seen(chosen, found, content, internal_id, None)
    if options.json:
        json_line(whole.plain())
    else:
        _show(whole.plain())
    return Exit.OK


@verb
def export(
    *workflows: str,
    output: Annotated[Path | None, Parameter(help="Write to this file instead of stdout.")] = None,
    connection: str | None = None,
    where: Where = HERE,
) -> None:
    """Print the mappings of workflows, or of all, as one readable file."""
    attach(where)
    from landbridge.service.configuration import mappingfiles  # noqa: PLC0415 - needs Django

    text = mappingfiles.export(the_connection(connection), workflows)
    if output is None:
        sys.stdout.write(text)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}", Exit.USAGE) from error


@verb
def import_file(
    file: Annotated[Path, Parameter(allow_leading_hyphen=True, help="The file, or - for stdin.")],
    *,
    apply: Annotated[
        bool, Parameter(negative="", help="Store it; without this only what would change is said.")
    ] = False,
    connection: str | None = None,
    options: Reading = READ_HERE,
) -> int:
    """Say what a file of mappings, ours or one of the NetSuite Connector, would change; with --apply store all of it or nothing."""
    attach(options)
    from landbridge.service.composition import destination_for, reader_for  # noqa: PLC0415 - needs Django
    from landbridge.service.configuration import mappingfiles  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.validation.sides import Sides  # noqa: PLC0415 - needs Django

    chosen = the_connection(connection)
    found = mappingfiles.plan(chosen, _text(file), Sides(chosen, reader_for, destination_for(chosen)))
    applied = apply and not found.problems
    if applied:
        mappingfiles.apply(chosen, found, origin=f"file {file.name}"[:200], by=None)
    _tell(found, as_json=options.json, applied=applied)
    return Exit.FAILED if found.problems else Exit.OK


def _text(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", Exit.USAGE) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8", Exit.USAGE) from error


def _tell(found: Import, *, as_json: bool, applied: bool) -> None:
    from landbridge.service.configuration.mappingfiles import plain_changes  # noqa: PLC0415 - needs Django

    if as_json:
        told = {"not_taken": found.left, "not_checked": found.told}
        json_line(
            {"applied": applied, "changes": plain_changes(found.changes), "problems": found.problems, **told}
        )
        return
    for key, changes in found.changes.items():
        for one in changes:
            line(
                f"{key}, {one.group or 'options'} {one.name}: {one.kind} {cell(one.before)} -> {cell(one.after)}"
            )
    for text in found.left:
        line(f"not taken over: {text}")
    for text in found.problems:
        line(f"cannot be stored: {text}")
    for text in found.told:
        line(f"note: {text}")
    if not any(found.changes.values()) and not found.problems:
        line("Nothing differs.")
    elif applied:
        line("Stored.")


def _show(whole: dict[str, Any]) -> None:
    line(f"{whole['netsuite_type']} {whole['internal_id']}: {whole['name']}")
    if whole["excluded"]:
        line(f"not imported: {whole['excluded']}")
    for part in whole["parts"]:
        line(f"{part['group']} {part['key']}: {part['outcome']}, {part['match']}")
        for row in part["rows"]:
            read = ", ".join(f"{name} {value}" for name, value in row["read"])
            result = cell(row["value"]) if row["outcome"] == "set" else f"({row['outcome']}: {row['reason']})"
            line(f"  {row['target']} = {result}  [{read or row['kind']}]")
    for gap in whole["left_out"]:
        line(f"{gap['group']} {gap['key']}: left out. {gap['reason']}")

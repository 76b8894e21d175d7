"""`landbridge records`: what is in the built-in SuiteProjects Pro account."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import READ_HERE, Reading, attach
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import details, json_line, listing

app = App(name="records", help="Records of the built-in SuiteProjects Pro account.")


@app.command(name="list")
@verb
def list_records(
    *,
    type: Annotated[str, Parameter(help="user, customer or project.")] = "",  # noqa: A002 - the option's name
    text: Annotated[str, Parameter(help="Part of the name, or an id.")] = "",
    limit: int = 50,
    options: Reading = READ_HERE,
) -> None:
    """List records, the last changed first."""
    attach(options)
    from landbridge.service.projects.reading import records  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.sensitivity import Sight  # noqa: PLC0415 - needs Django

    rows = [
        {"id": one.spp_id, "type": one.type, "name": one.name, "updated": one.updated}
        | ({"fields": one.fields} if options.json else {})
        for one in records(Sight.of(None), spp_type=type, text=text)[:limit]
    ]
    listing(rows, as_json=options.json, key="records", empty="No record.")


@app.command
@verb
def show(id: int, *, options: Reading = READ_HERE) -> None:  # noqa: A002 - the argument's name
    """Show a record with its audit trail."""
    attach(options)
    from landbridge.service.projects.models import SppRecord  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.reading import audit_trail  # noqa: PLC0415 - needs Django

    record = SppRecord.objects.filter(pk=id).first()
    if record is None:
        raise CommandError(f"there is no record {id}")
    trail = [
        {
            "at": row.at,
            "field": row.field,
            "before": row.before,
            "after": row.after,
            "author": row.author_name,
            "via": row.via,
            "run": row.run_id,
        }
        for row in audit_trail(record)
    ]
    head = {"id": record.spp_id, "type": record.type, "name": record.name, "account": record.account}
    if options.json:
        json_line({**head, "fields": record.fields, "audit": trail})
        return
    details({**head, **record.fields}, as_json=False)
    listing(trail, as_json=False, key="audit", empty="Nothing was changed.")

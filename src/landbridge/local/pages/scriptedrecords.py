"""Customization > Scripting > Scripted Records: which user event scripts a record type has, and the order in which they run."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages import places
from landbridge.local.pages.scriptpages import scripting_of, type_label
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.scripting.deploying import Deployed

SAVED = "Scripted Record successfully saved."


def records(visit: Visit) -> Response:
    """List the record types that have user event scripts."""
    visit.require(places.SCRIPTS_PERMISSION)
    scripting = scripting_of(visit)
    types = {one.record_type for one in (scripting.deployments() if scripting else []) if one.record_type}
    rows = sorted((type_label(visit, one), one, len(_listed(visit, one))) for one in types)
    return visit.page("scriptedrecords.html", title="Scripted Records", rows=rows)


def record(visit: Visit) -> Response:
    """Show the user event scripts of a record type in list order, to be reordered with ``e=T``.

    A POST takes script ids in ``order``, separated by commas; scripts that it does not name come after them.
    """
    visit.require(places.SCRIPTS_PERMISSION)
    record_type = visit.query.get("id", "").lower()
    listed = _listed(visit, record_type)
    if not listed:
        raise NotFoundError("This record type has no user event scripts.")
    if visit.method == "POST":
        visit.require(places.SCRIPTS_PERMISSION, Level.EDIT)
        return _reordered(visit, record_type)
    may_edit = visit.may(places.SCRIPTS_PERMISSION, Level.EDIT)
    return visit.page(
        "scriptedrecord.html",
        title=type_label(visit, record_type),
        record_type=record_type,
        rows=_by_script(listed),
        may_edit=may_edit,
        editing=may_edit and visit.query.get("e") == "T",
    )


def _listed(visit: Visit, record_type: str) -> list[Deployed]:
    scripting = scripting_of(visit)
    return scripting.registry.user_events(record_type) if scripting else []


def _by_script(listed: list[Deployed]) -> list[list[Deployed]]:
    """Group deployments by script: the order is the scripts' (documented)."""
    grouped: dict[str, list[Deployed]] = {}
    for script, deployment in listed:
        grouped.setdefault(script.script_id, []).append((script, deployment))
    return list(grouped.values())


def _reordered(visit: Visit, record_type: str) -> Response:
    scripting = scripting_of(visit)
    wanted = [name for name in visit.form.get("order", "").split(",") if name]
    if scripting is not None:
        scripting.registry.reorder(record_type, wanted)
    visit.page_session.flash("confirmation", "Confirmation", SAVED)
    return visit.redirect(f"{places.SCRIPTED_RECORD}?id={record_type.upper()}")

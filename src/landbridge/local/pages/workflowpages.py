"""Workflows (Customization > Workflow): the list, and running one for all records that meet its condition."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages import places
from landbridge.local.pages.scriptpages import scripting_of, type_label
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.suiteflow.store import UnknownWorkflow


def listing(visit: Visit) -> Response:
    """List the workflows."""
    visit.require(places.WORKFLOWS_PERMISSION)
    rows = [
        (one, ", ".join(type_label(visit, script_type) for script_type in one.record_types))
        for one in visit.account.workflows.all()
    ]
    may_run = visit.may(places.WORKFLOWS_PERMISSION, Level.EDIT)
    return visit.page("workflows.html", title="Workflows", rows=rows, may_run=may_run)


def run(visit: Visit) -> Response:
    """Run a workflow now, as its schedule would."""
    visit.require(places.WORKFLOWS_PERMISSION, Level.EDIT)
    scripting = scripting_of(visit)
    try:
        results = scripting.run_workflow(visit.form.get("workflow", "")) if scripting else []
    except UnknownWorkflow:
        raise NotFoundError("There is no such workflow.") from None
    refused = [one for one in results if one.code]
    saved = len(results) - len(refused)
    done = f"The workflow saved {saved} {'record' if saved == 1 else 'records'}."
    visit.page_session.flash("confirmation", "Confirmation", done)
    for one in refused:
        visit.page_session.flash("error", f"{one.type} {one.id}", f"{one.code}: {one.message}")
    return visit.redirect(places.WORKFLOWS)

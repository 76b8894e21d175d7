"""Mass Update (Lists > Mass Update): choose a record type, then a field, its value and the records."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.massupdates import MassUpdateRefused, UpdateResult, mass_update, updatable
from landbridge.local.pages import places
from landbridge.local.pages.recordchoice import record_types
from landbridge.local.pages.visit import Visit
from landbridge.local.records.errors import RecordError


def page(visit: Visit) -> Response:
    """GET shows the form of a record type (``recordtype``); POST updates, and shows what became of each record."""
    visit.require(places.MASS_UPDATE_PERMISSION)
    if visit.method == "GET" or visit.form.get("recordtype") not in record_types(visit):
        return _form(visit)
    ids = [one.strip() for one in visit.form.get("ids", "").split(",") if one.strip()]
    try:
        results = mass_update(
            visit.account,
            visit.session,
            visit.form["recordtype"],
            visit.form.get("field", ""),
            visit.form.get("value", ""),
            ids=ids,
            search=visit.form.get("search", ""),
        )
    except MassUpdateRefused as error:
        return _form(visit, str(error))
    except RecordError as error:
        return _form(visit, error.message)
    return _form(visit, results=results)


def _form(visit: Visit, problem: str = "", results: list[UpdateResult] | None = None) -> Response:
    types = record_types(visit)
    chosen = visit.form.get("recordtype") or visit.query.get("recordtype", "")
    chosen = chosen if chosen in types else next(iter(types), "")
    return visit.page(
        "massupdate.html",
        title="Mass Update",
        status=422 if problem else 200,
        types=types,
        chosen=chosen,
        fields=updatable(visit.account, chosen) if chosen else [],
        searches=visit.account.records.saved_searches.all(),
        entered=visit.form,
        problem=problem,
        results=results,
        updated=sum(1 for one in results or () if not one.code),
    )

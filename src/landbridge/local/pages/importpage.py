"""Import CSV Records (Setup > Import/Export): NetSuite's assistant on one page."""

from __future__ import annotations

from starlette.responses import Response

from landbridge.local.importing.csvfile import ImportRefused
from landbridge.local.importing.running import DataHandling, RowResult, import_csv
from landbridge.local.pages import places
from landbridge.local.pages.recordchoice import record_types
from landbridge.local.pages.visit import Visit
from landbridge.local.records.errors import RecordError

HANDLINGS = {
    DataHandling.ADD: "Add",
    DataHandling.UPDATE: "Update",
    DataHandling.ADDUPDATE: "Add or Update",
}


def page(visit: Visit) -> Response:
    """GET shows the form; POST imports, and shows what became of each row below the form."""
    visit.require(places.CSV_IMPORT_PERMISSION)
    if visit.method == "GET":
        return _form(visit)
    handling = visit.form.get("datahandling", DataHandling.ADD)
    if handling not in DataHandling.__members__:
        return _form(visit, "Choose what to do with the rows.")
    try:
        rows = import_csv(
            visit.account,
            visit.session,
            visit.form.get("recordtype", ""),
            _text(visit),
            DataHandling(handling),
            run_scripts=visit.form.get("runscripts") == "T",
        )
    except ImportRefused as error:
        return _form(visit, str(error))
    except RecordError as error:
        return _form(visit, error.message)
    return _form(visit, rows=rows)


def _text(visit: Visit) -> str:
    """Return the chosen file, or what was typed. Raises ``ImportRefused``."""
    chosen = visit.files.get("file")
    if chosen is None:
        return visit.form.get("csv", "")
    try:
        return chosen.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("The file is not encoded in UTF-8.") from None


def _form(visit: Visit, problem: str = "", rows: list[RowResult] | None = None) -> Response:
    return visit.page(
        "import.html",
        title="Import CSV Records",
        status=422 if problem else 200,
        types=record_types(visit),
        handlings=HANDLINGS,
        entered=visit.form,
        problem=problem,
        rows=rows,
        saved=sum(1 for row in rows or () if row.id),
    )

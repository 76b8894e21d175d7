"""Inline editing: one field of one record, saved from the list. The event is ``xedit`` (documented)."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import JSONResponse, Response

from landbridge.local.pages.fieldvalues import InputError, read, show
from landbridge.local.pages.recordforms import kind_of
from landbridge.local.pages.recordpages import RECORD_PAGES
from landbridge.local.pages.visit import Visit
from landbridge.local.records.errors import RecordError


def cell(name: str) -> Callable[[Visit], Response]:
    """Return what takes one cell: form fields ``id``, ``field`` (SuiteScript id), ``value``.

    Answers JSON ``{"ok", "value", "message"}``: ``value`` as the list shows it, ``message`` why not, or what an afterSubmit
    script threw although the save stands.
    """
    pages = RECORD_PAGES[name]

    def save(visit: Visit) -> Response:
        kind = kind_of(visit, pages)
        field = kind.field_by_script(visit.form.get("field", ""))
        if field is None or field.computed:
            return _refused(f"The field {visit.form.get('field', '')} cannot be edited in a list.")
        try:
            value = read(visit.account, field, visit.form.get("value", ""))
            result = visit.account.records.save(
                visit.session, kind.name, {field.name: value}, id=visit.form.get("id", ""), event="xedit"
            )
        except InputError as error:
            return _refused(str(error))
        except RecordError as error:
            return _refused(error.message, 403 if error.code == "INSUFFICIENT_PERMISSION" else 422)
        shown = show(visit.account, field, result.record.values.get(field.name))
        failure = result.after_submit_error
        message = (
            f"Saved, but a script failed afterwards. {failure.code}: {failure.message}" if failure else ""
        )
        return JSONResponse({"ok": True, "value": shown.text, "message": message})

    return save


def _refused(message: str, status: int = 422) -> Response:
    return JSONResponse({"ok": False, "value": "", "message": message}, status_code=status)

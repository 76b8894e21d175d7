"""The page of one record of any type: viewing, creating, editing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from landbridge.local.access.model import Level
from landbridge.local.pages import formdata, lines, transforms
from landbridge.local.pages.formdata import Typed
from landbridge.local.pages.visit import NotFoundError, Visit
from landbridge.local.records.entities import script_type_of
from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.records.hooks import PageMessage
from landbridge.local.records.model import Criterion, Record

CHANGED = "Record has been changed. Open it again to see the changes, then make yours."
"""Somebody else saved the record after this form was opened (NetSuite's RCRD_HAS_BEEN_CHANGED, observed)."""


def _version(record: Record | None) -> str:
    return record.modified.isoformat() if record else ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form of one record type. ``place`` is its address without ``id``; ``listing`` is where the list is."""

    record_type: str
    label: str
    place: str
    listing: str

    def view_address(self, record_id: str) -> str:
        """Return the address that views a record."""
        return f"{self.place}{'&' if '?' in self.place else '?'}id={record_id}"

    def edit_address(self, record_id: str) -> str:
        """Return the address that edits a record."""
        return f"{self.view_address(record_id)}&e=T"

    def __call__(self, visit: Visit) -> Response:
        """Answer GET (view, edit with ``e=T``, new without id) and POST (save)."""
        permission = visit.account.records.permission(self.record_type)
        visit.require(permission)
        record = self._record(visit)
        if visit.method == "POST":
            if record is not None and "transform" in visit.form:
                return transforms.make(visit, record, visit.form["transform"])
            if record is not None and "delete" in visit.form:
                return self._delete(visit, record)
            return self._save(visit, record)
        if record is not None and visit.query.get("e") != "T":
            return self._view(visit, record)
        visit.require(permission, Level.EDIT if record else Level.CREATE)
        return self._form(visit, record, self._initial(visit, record))

    def _record(self, visit: Visit) -> Record | None:
        record_id = visit.form.get("id") or visit.query.get("id", "")
        if not record_id:
            return None
        record = visit.account.records.get(self.record_type, record_id) if record_id.isdecimal() else None
        if record is None:
            raise NotFoundError("That record does not exist.")
        return record

    def _initial(self, visit: Visit, record: Record | None) -> Typed:
        fields = formdata.editable(visit.account, self.record_type)
        return formdata.stored(fields, record.values if record else self._defaults(visit))

    def _defaults(self, visit: Visit) -> dict[str, Any]:
        """Return what a new record's form begins with; a customer's status is the first one of the form's stage."""
        records = visit.account.records
        defaults = dict(records.definition(self.record_type).defaults)
        if self.record_type == "customer":
            stage = f"_{self._script_type(None, visit.query.get('stage', ''))}"
            active = records.search("customerStatus", [Criterion("isInactive", "is", (False,))])
            statuses = records.get_many("customerStatus", active).values()
            offered = [status.id for status in statuses if status.values["stage"] == stage]
            if offered:
                defaults["entityStatus"] = min(offered, key=int)
        return defaults

    def _messages(self, visit: Visit, event: str, record: Record | None) -> list[PageMessage]:
        """Run beforeLoad scripts. One that fails is shown and the page opens all the same."""
        script_type = self._script_type(record, visit.query.get("stage", ""))
        try:
            effects = visit.account.scripting.before_load(visit.session, event, script_type, record)
        except ScriptFailure as failure:
            return [PageMessage("error", failure.code, failure.message)]
        return list(effects.messages)

    def _view(self, visit: Visit, record: Record) -> Response:
        permission = visit.account.records.permission(self.record_type)
        return visit.page(
            "record.html",
            title=visit.account.records.display(self.record_type, record.id) or self.label,
            label=self._label(record, ""),
            record=record,
            groups=formdata.view_groups(visit.account, self.record_type, record.values),
            messages=self._messages(visit, "view", record),
            lines=lines.tables(visit.account, self.record_type, self._shown(visit, record)),
            buttons=transforms.buttons(visit, record),
            listing=self.listing,
            edit=self.edit_address(record.id) if visit.may(permission, Level.EDIT) else "",
            may_delete=visit.may(permission, Level.FULL),
        )

    def _shown(self, visit: Visit, record: Record) -> Mapping[str, Any]:
        """Return the values with the lines as a reader sees them: of payments and credits those that are applied."""
        return visit.account.records.shown([record], with_open=False)[0].values

    def _form(self, visit: Visit, record: Record | None, form: Typed, status: int = 200) -> Response:
        fields = formdata.editable(visit.account, self.record_type)
        stage = visit.query.get("stage", "")
        return visit.page(
            "form.html",
            title=f"Edit {self._label(record, stage)}" if record else f"New {self._label(None, stage)}",
            status=status,
            record=record,
            groups=[
                *formdata.form_groups(visit.account, self.record_type, fields, form),
                *lines.form_groups(visit.account, self.record_type, record.values if record else None, form),
            ],
            form_error=form.errors.get("", ""),
            messages=self._messages(visit, "edit" if record else "create", record),
            saved=visit.form.get("_saved") or _version(record),
            cancel=self.view_address(record.id) if record else self.listing,
        )

    def _save(self, visit: Visit, record: Record | None) -> Response:
        fields = formdata.editable(visit.account, self.record_type)
        before = self._initial(visit, record)
        form = formdata.sent(fields, before, visit.form)
        changed = formdata.changes(visit.account, fields, before if record else None, form)
        stored = record.values if record else None
        changed |= lines.entered(visit.account, self.record_type, stored, visit.form, form)
        if record is not None and visit.form.get("_saved", _version(record)) != _version(record):
            form.errors[""] = CHANGED
            return self._form(visit, record, form, 409)
        if form.errors:
            return self._form(visit, record, form, 422)
        try:
            result = visit.account.records.save(
                visit.session,
                self.record_type,
                changed,
                id=record.id if record else None,
                script_type=None if record else self._script_type(None, visit.query.get("stage", "")),
            )
        except RecordError as error:
            formdata.note(fields, form, error)
            return self._form(visit, record, form, 403 if error.code == "INSUFFICIENT_PERMISSION" else 422)
        self._tell(visit, result.record, result.after_submit_error)
        return visit.redirect(self.view_address(result.record.id))

    def _delete(self, visit: Visit, record: Record) -> Response:
        """Delete the record and show the list; a refusal is told on the record's page."""
        try:
            failure = visit.account.records.delete(visit.session, self.record_type, record.id)
        except RecordError as error:
            visit.page_session.flash("error", "The record was not deleted", error.message)
            return visit.redirect(self.view_address(record.id))
        visit.page_session.flash(
            "confirmation", "Confirmation", f"{self._label(record, '')} successfully deleted."
        )
        if failure is not None:
            visit.page_session.flash(
                "error", "A script failed after the deletion", f"{failure.code}: {failure.message}"
            )
        return visit.redirect(self.listing)

    def _tell(self, visit: Visit, record: Record, failure: ScriptFailure | None) -> None:
        visit.page_session.flash(
            "confirmation", "Confirmation", f"{self._label(record, '')} successfully saved."
        )
        if failure is not None:
            where = f" ({failure.script})" if failure.script else ""
            visit.page_session.flash(
                "error",
                "A script failed after the save",
                f"{failure.code}: {failure.message}{where}. The record was saved.",
            )

    def _script_type(self, record: Record | None, wanted: str) -> str:
        """Return the SuiteScript type whose scripts run: a customer's follows its stage, a new one's the address."""
        if self.record_type != "customer":
            return script_type_of(self.record_type, {})
        stage = str(record.values.get("stage", "")).removeprefix("_") if record else wanted
        return stage if stage in {"lead", "prospect"} else "customer"

    def _label(self, record: Record | None, stage: str) -> str:
        script_type = self._script_type(record, stage)
        return script_type.capitalize() if script_type in {"lead", "prospect"} else self.label

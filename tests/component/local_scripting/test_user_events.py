"""User event scripts around a save: what they see, what they may change, what stops them."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from landbridge.local.access.model import Context
from landbridge.local.records.errors import RecordError, ScriptFailure

TELLS = """define([], () => ({ afterSubmit: (context) => log.debug('ran', context.type) }));"""


@pytest.mark.requirement("script-01")
def test_context_of_after_submit(workshop: Any) -> None:
    workshop.deploy(
        """/** @NApiVersion 2.1
            *  @NScriptType UserEventScript */
        define(['N/log'], (log) => {
          const afterSubmit = ({ type, newRecord, oldRecord, UserEventType }) => {
            log.debug(type, [newRecord.type, newRecord.id, newRecord.getValue('companyname'),
              oldRecord && oldRecord.getValue({ fieldId: 'companyname' }), UserEventType.XEDIT]);
          };
          return { afterSubmit };
        });"""
    )
    made = workshop.save({"companyName": "Ash"})
    workshop.save({"companyName": "Ash Two"}, id=made.record.id)
    number = int(made.record.id)
    assert workshop.logged() == [
        ("create", f'["customer",{number},"Ash",null,"xedit"]'),
        ("edit", f'["customer",{number},"Ash Two","Ash","xedit"]'),
    ]


@pytest.mark.requirement("script-01")
def test_inline_edit_shows_edited_fields_only(workshop: Any) -> None:
    workshop.deploy(
        """define([], () => ({ afterSubmit: ({ type, newRecord }) => log.debug(type,
             [newRecord.getValue('phone'), newRecord.getValue('companyname') === undefined]) }));"""
    )
    made = workshop.save({"companyName": "Ash"})
    workshop.save({"phone": "555 0199"}, id=made.record.id, event="xedit")
    assert workshop.logged()[-1] == ("xedit", '["555 0199",true]')


@pytest.mark.requirement("script-01")
@pytest.mark.parametrize(
    "path", ["./lib/name", "./lib/name.js", "SuiteScripts/tests/lib/name", "/SuiteScripts/tests/lib/name.js"]
)
def test_imports_from_the_file_cabinet(workshop: Any, path: str) -> None:
    session = workshop.account.access.system_session()
    folder = "/SuiteScripts/tests/lib"
    workshop.account.files.save(
        session, folder, "name.js", b"define(['../shared'], (s) => ({ n: s.n + 1 }));"
    )
    workshop.file("shared.js", "define({ n: 1 });")
    workshop.deploy(f"define(['{path}'], (name) => ({{ afterSubmit: () => log.debug('n', name.n) }}));")
    workshop.save({"companyName": "Ash"})
    assert workshop.logged() == [("n", "2")]


@pytest.mark.parametrize(
    "source",
    [
        "define('named', ['N/record'], function (record) { return { afterSubmit: function () { log.debug('t', typeof record.load); } }; });",
        "define(function (require) { var r = require('N/record'); return { afterSubmit: function () { log.debug('t', typeof r.load); } }; });",
        "define(['require', 'exports', 'N/record'], function (require, exports, r) { exports.afterSubmit = function () { log.debug('t', typeof r.load); }; });",
        "define([], function () { var r; require(['N/record'], function (m) { r = m; }); return { afterSubmit: function () { log.debug('t', typeof r.load); } }; });",
        "define(['N/record'], function (record) { undeclared = 1; with ({ a: 1 }) { undeclared = a; } return { afterSubmit: function () { log.debug('t', typeof record.load); } }; });",
        "define(['N'], function (N) { return { afterSubmit: function () { log.debug('t', typeof N.record.load + ''); } }; });",
        "define(['N/record'], \u200bfunction (record) { return { afterSubmit: function () { log.debug('t', typeof record.load); } }; });",
        "define(['N/record'], (record) => ({ async afterSubmit() { await null; log.debug('t', typeof record.load); } }));",
    ],
    ids=[
        "named",
        "no list",
        "exports",
        "require",
        "sloppy mode",
        "all modules",
        "zero-width space",
        "promise",
    ],
)
@pytest.mark.requirement("script-01")
def test_forms_of_modules(workshop: Any, source: str) -> None:
    workshop.deploy(source)
    assert workshop.save({"companyName": "Ash"}).after_submit_error is None
    assert workshop.logged() == [("t", "function")]


def test_before_submit_changes_what_is_saved(workshop: Any) -> None:
    workshop.deploy(
        """define([], () => ({ beforeSubmit: ({ newRecord }) => {
             newRecord.setValue({ fieldId: 'phone', value: '555 0100' });
             newRecord.setValue('startdate', new Date(2026, 6, 4));
             newRecord.setValue('creditlimit', '12.5');
             newRecord.setValue('comments', newRecord.getValue('companyname') + '!');
             newRecord.setValue('nosuchfield', 1);
           } }));"""
    )
    values = workshop.save({"companyName": "Ash"}).record.values
    assert (values["phone"], str(values["startDate"]), values["creditLimit"], values["comments"]) == (
        "555 0100",
        "2026-07-04",
        12.5,
        "Ash!",
    )


@pytest.mark.requirement("script-06")
def test_exception_in_before_submit_refuses_the_save(workshop: Any) -> None:
    workshop.deploy(
        """define(['N/error'], (error) => ({ beforeSubmit: () => {
             throw error.create({ name: 'NO_MORE', message: 'Not today.' }); } }));"""
    )
    before = workshop.account.records.search("customer", [])
    with pytest.raises(RecordError, match=r"Not today\.") as refused:
        workshop.save({"companyName": "Ash"})
    assert refused.value.code == "NO_MORE"
    assert sorted(workshop.account.records.search("customer", [])) == sorted(before)


@pytest.mark.requirement("script-06")
@pytest.mark.parametrize(
    ("thrown", "code", "message"),
    [
        ("throw 'plain text'", "UNEXPECTED_ERROR", "plain text"),
        ("throw new Error('an error')", "Error", "an error"),
        ("missing.call()", "ReferenceError", "missing is not defined"),
        ("context.newRecord.getSubistValue('a')", "TypeError", "not a function"),
        ("throw { code: 'MINE', message: 'own object' }", "MINE", "own object"),
    ],
)
def test_exception_in_after_submit_is_told_and_the_save_stays(
    workshop: Any, thrown: str, code: str, message: str
) -> None:
    deployment = workshop.deploy(f"define([], () => ({{ afterSubmit: (context) => {{\n  {thrown};\n}} }}));")
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert (result.after_submit_error.code, result.after_submit_error.deployment) == (
        code,
        deployment.script_id,
    )
    assert message in result.after_submit_error.message
    assert workshop.account.records.get("customer", result.record.id) is not None
    assert workshop.logged("SYSTEM")[0][0] == code


def test_stack_of_an_error_names_file_and_line(workshop: Any) -> None:
    workshop.deploy("define([], () => ({\n  afterSubmit: () => {\n    throw new Error('here');\n  } }));")
    workshop.save({"companyName": "Ash"})
    assert "/SuiteScripts/tests/tested.js:3:" in workshop.logged("SYSTEM")[0][1]


@pytest.mark.requirement("script-02")
def test_save_is_committed_and_unlocked_before_after_submit(workshop: Any) -> None:
    """While the script waits in a host call, another client reads and writes the record."""
    workshop.deploy(
        """define(['N/cache'], (cache) => ({ afterSubmit: (context) => {
             if (context.newRecord.getValue('companyname') === 'Ash')
               cache.getCache({ name: 'gate' }).get({ key: 'k' }); } }));"""
    )
    reached, opened = threading.Event(), threading.Event()
    held = workshop.scripting.caches

    class Gate:
        def get(self, place: Any) -> str | None:
            reached.set()
            opened.wait(20)
            return held.get(place)

    workshop.scripting.caches = Gate()
    results: list[Any] = []
    saving = threading.Thread(target=lambda: results.append(workshop.save({"companyName": "Ash"})))
    saving.start()
    assert reached.wait(20)
    (found,) = (
        record_id
        for record_id in workshop.account.records.search("customer", [])
        if workshop.account.records.get("customer", record_id).values["companyName"] == "Ash"
    )
    workshop.save({"companyName": "Ash changed"}, id=found, by="anna")
    assert workshop.account.records.get("customer", found).values["companyName"] == "Ash changed"
    assert results == []
    opened.set()
    saving.join(20)
    assert results[0].after_submit_error is None


@pytest.mark.requirement("script-04")
@pytest.mark.parametrize(
    "context", [Context.USERINTERFACE, Context.WEBSERVICES, Context.RESTLET, Context.CSVIMPORT]
)
def test_execution_context_names_the_cause(workshop: Any, context: Context) -> None:
    workshop.deploy(
        """define(['N/runtime'], (runtime) => ({ afterSubmit: () =>
             log.debug(runtime.executionContext, runtime.ContextType.USER_INTERFACE) }));"""
    )
    workshop.save({"companyName": "Ash"}, context=context)
    assert workshop.logged() == [(context.value, "USERINTERFACE")]


@pytest.mark.requirement("script-07")
def test_saves_of_a_user_event_fire_no_user_event(workshop: Any) -> None:
    workshop.deploy(
        """define(['N/record'], (record) => ({ afterSubmit: (context) => {
             log.debug('ran', context.type);
             const again = record.load({ type: context.newRecord.type, id: context.newRecord.id, isDynamic: true });
             again.setValue({ fieldId: 'comments', value: 'changed by script' });
             again.save({ ignoreMandatoryFields: true });
             record.submitFields({ type: 'customer', id: again.id, values: { phone: '1' } });
           } }));"""
    )
    made = workshop.save({"companyName": "Ash"})
    assert made.after_submit_error is None
    assert workshop.logged() == [("ran", "create")]
    stored = workshop.account.records.get("customer", made.record.id)
    assert (stored.values["comments"], stored.values["phone"]) == ("changed by script", "1")


def test_before_load_messages_and_failures(workshop: Any) -> None:
    workshop.deploy(
        """define(['N/ui/message'], (message) => ({ beforeLoad: ({ type, form, newRecord }) => {
             form.addButton({ id: 'custpage_b', label: 'B', functionName: 'f' });
             form.addPageInitMessage({ type: message.Type.WARNING, title: type, message: String(newRecord.id), duration: 500 });
           } }));"""
    )
    made = workshop.save({"companyName": "Ash"})
    (shown,) = workshop.scripting.before_load(workshop.session(), "view", "customer", made.record).messages
    assert (shown.type, shown.title, shown.message, shown.duration) == (
        "warning",
        "view",
        made.record.id,
        500,
    )
    (shown,) = workshop.scripting.before_load(workshop.session(), "create", "customer", None).messages
    assert (shown.title, shown.message) == ("create", "null")
    workshop.deploy("define([], () => ({ beforeLoad: () => { throw 'no page'; } }));", name="other")
    with pytest.raises(ScriptFailure, match="no page"):
        workshop.scripting.before_load(workshop.session(), "view", "customer", made.record)


def test_changed_file_runs_at_the_next_save(workshop: Any) -> None:
    workshop.deploy("define([], () => ({ afterSubmit: () => log.debug('version', 1) }));")
    workshop.save({"companyName": "Ash"})
    workshop.file("tested.js", "define([], () => ({ beforeSubmit: () => log.debug('version', 2) }));")
    workshop.save({"companyName": "Birch"})
    assert workshop.logged() == [("version", "1"), ("version", "2")]


def test_delete_runs_scripts(workshop: Any) -> None:
    workshop.deploy(TELLS)
    made = workshop.save({"companyName": "Ash"})
    workshop.account.records.delete(workshop.session(), "customer", made.record.id)
    assert workshop.logged() == [("ran", "create"), ("ran", "delete")]


def test_before_load_has_the_pages_request_in_the_user_interface_only(workshop: Any) -> None:
    workshop.deploy(
        """define([], () => ({ beforeLoad: ({ type, request }) => log.debug(type, request ? request.parameters : 'none') }));"""
    )
    made = workshop.save({"companyName": "Ash"})
    workshop.scripting.before_load(workshop.session(), "edit", "customer", made.record)
    workshop.scripting.before_load(
        workshop.session(context=Context.WEBSERVICES), "view", "customer", made.record
    )
    assert workshop.logged() == [
        ("edit", json.dumps({"id": made.record.id, "e": "T"}, separators=(",", ":"))),
        ("view", "none"),
    ]

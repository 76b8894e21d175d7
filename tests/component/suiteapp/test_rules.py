"""Which saves are sent: each rule on its own, by saves in the local account that runs the SuiteApp's own files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from landbridge.local.access.model import Context, Level
from landbridge.local.importing.running import DataHandling, import_csv
from landbridge.local.massupdates import mass_update
from landbridge.local.scripting.model import SCHEDULED, USER_EVENT
from landbridge.local.suiteflow.model import SetFieldValue, Workflow

from .sending import ANNA, FLAG, MARKED, ROLE, SETTINGS, Sending, deploy

OUTSIDE = {"WEBSERVICES": "soap", "RESTLET": "restlet"}
BOXES = {"employee": "user", "customer": "customer", "job": "project"}
ITEM_FLAGS = ["custitem_oa_export_to_openair", "custitem_oa_export_to_openair_product"]
CSV = "Internal ID,Phone\n{id},5550100\n"


@pytest.fixture
def customer(sending: Sending) -> str:
    """A customer that is marked for export, whose own notice is forgotten."""
    id_ = sending.create()
    sending.sent()
    return id_


# rule-01, rule-02


@pytest.mark.requirement("rule-01")
@pytest.mark.parametrize(
    ("type_", "script_type", "values"),
    [
        ("employee", "employee", {FLAG: True, "title": "Consultant"}),
        ("customer", "customer", {FLAG: True, "entityStatus": "13"}),
        ("customer", "lead", {FLAG: True, "entityStatus": "6"}),
        ("customer", "prospect", {FLAG: True, "entityStatus": "8"}),
        ("job", "job", {FLAG: True, "comments": "changed"}),
        ("supportCase", "supportcase", {"custevent_oa_export_to_openair": True}),
        ("projectTask", "projecttask", {"custevent_oa_export_to_openair": True}),
        ("serviceSaleItem", "serviceitem", {"custitem_oa_export_to_openair": True}),
        ("nonInventoryPurchaseItem", "noninventoryitem", {"custitem_oa_export_to_openair_product": True}),
        ("otherChargePurchaseItem", "otherchargeitem", {"custitem_oa_export_to_openair_product": True}),
        ("expenseCategory", "expensecategory", {"description": "changed"}),
        ("salesOrder", "salesorder", {"memo": "changed"}),
        ("creditMemo", "creditmemo", {"memo": "changed"}),
        ("customerPayment", "customerpayment", {"memo": "changed"}),
        ("vendorBill", "vendorbill", {"custbody_oa_export_to_openair": True}),
        ("vendorCredit", "vendorcredit", {"custbody_oa_export_to_openair": True}),
        ("purchaseOrder", "purchaseorder", {"custbody_oa_export_to_openair": True}),
        ("vendorPayment", "vendorpayment", {"memo": "changed"}),
        ("customrecord_oa_cost_center", "customrecord_oa_cost_center", {"name": "changed"}),
        ("customrecord_oa_project_rate_card", "customrecord_oa_project_rate_card", {"name": "changed"}),
    ],
)
def test_every_record_type_has_its_deployment(
    sending: Sending, type_: str, script_type: str, values: dict[str, Any]
) -> None:
    sending.configure(custrecord_oa_realtime_include_lead=True, custrecord_oa_realtime_include_prospect=True)
    if type_.startswith("customrecord"):
        id_ = sending.create(type_, name="new")
        assert sending.sent() == [(script_type, id_, "create")]
    else:
        id_ = sending.account.records.search(type_, [])[-1]
    sending.edit(type_, id_, **values)
    assert sending.sent() == [(script_type, id_, "edit")]


@pytest.mark.requirement("rule-02")
def test_anybody_who_may_save_the_record_sends_it(sending: Sending) -> None:
    """Anna is no user of SuiteProjects Pro, and her role may neither read the settings nor sign."""
    for type_ in ("employee", "customer", "job"):
        id_ = sending.create(type_, sending.session(user=ANNA))
        assert sending.sent() == [(type_, id_, "create")]


# rule-03


@pytest.mark.requirement("rule-03")
def test_create_edit_and_inline_edit_are_sent(sending: Sending) -> None:
    id_ = sending.create()
    sending.edit("customer", id_, comments="in the form")
    sending.edit("customer", id_, "xedit", comments="in the list")
    assert [event for _, _, event in sending.sent()] == ["create", "edit", "xedit"]


@pytest.mark.requirement("rule-03")
def test_other_events_are_not_sent(sending: Sending, customer: str) -> None:
    record = sending.account.records.get("customer", customer)
    assert record is not None
    for event in ("approve", "cancel", "reject", "paybills", "delete"):
        assert sending.scripting.after_submit(sending.session(), event, "customer", record, record) is None
    assert sending.account.records.delete(sending.session(), "customer", customer) is None
    assert sending.sent() == []


# rule-04 to rule-07: what is not a person's save. That a person's save of the same record is sent stands in each.


@pytest.mark.requirement("rule-04")
def test_a_csv_import_sends_nothing(sending: Sending, customer: str) -> None:
    session = sending.session()
    added = "Company Name,Export to SuiteProjects Pro\nFrom a file,Yes\n"
    for text, handling in ((added, DataHandling.ADD), (CSV.format(id=customer), DataHandling.UPDATE)):
        results = import_csv(sending.account, session, "customer", text, handling, run_scripts=True)
        assert [(one.code, bool(one.id)) for one in results] == [("", True)]
    assert sending.sent() == []
    sending.edit("customer", customer, phone="5550199")
    assert len(sending.sent()) == 1


@pytest.mark.requirement("rule-05")
def test_a_scheduled_script_sends_nothing(sending: Sending, customer: str) -> None:
    source = f"""/** @NApiVersion 2.1 */ define(['N/record'], (record) => ({{ execute: () => {{
      const loaded = record.load({{ type: 'customer', id: {customer} }});
      loaded.setValue({{ fieldId: 'comments', value: 'by a script' }});
      loaded.save();
      record.submitFields({{ type: 'customer', id: {customer}, values: {{ phone: '5550123' }} }});
    }} }}));"""
    sending.scripting.run_scheduled_script(deploy(sending, SCHEDULED, source, "nightly"))
    record = sending.account.records.get("customer", customer)
    assert record is not None
    assert (record.values["comments"], record.values["phone"]) == ("by a script", "5550123")
    assert sending.sent() == []


@pytest.mark.requirement("rule-05")
def test_what_a_user_event_script_saves_is_not_sent(sending: Sending, customer: str) -> None:
    source = f"""/** @NApiVersion 2.1 */ define(['N/record'], (record) => ({{ afterSubmit: () => {{
      record.submitFields({{ type: 'customer', id: {customer}, values: {{ comments: 'with the employee' }} }});
    }} }}));"""
    deployment = deploy(sending, USER_EVENT, source, "touching", "employee")
    employee = sending.create("employee")
    sending.scripting.set_deployment(deployment, is_deployed=False)
    assert sending.sent() == [("employee", employee, "create")]


@pytest.mark.requirement("rule-05")
@pytest.mark.parametrize("context", [Context.SUITELET, Context.MAPREDUCE, Context.USEREVENT, Context.PORTLET])
def test_other_scripts_send_nothing(sending: Sending, context: Context) -> None:
    sending.create("customer", sending.session(context))
    assert sending.sent() == []


@pytest.mark.requirement("rule-06")
def test_a_workflow_sends_nothing(sending: Sending, customer: str) -> None:
    actions = (SetFieldValue("comments", "by the workflow"),)
    sending.account.workflows.define(
        Workflow("customworkflow_a", "A", ("customer",), actions, on_update=True)
    )
    sending.account.workflows.define(
        Workflow("customworkflow_b", "B", ("customer",), (SetFieldValue("fax", "5550124"),), scheduled=True)
    )
    sending.edit("customer", customer, phone="5550125")
    assert sending.sent() == [("customer", customer, "edit")]  # the person's save, and not the workflow's
    sending.scripting.run_workflow("customworkflow_b")
    record = sending.account.records.get("customer", customer)
    assert record is not None
    assert (record.values["comments"], record.values["fax"]) == ("by the workflow", "5550124")
    assert sending.sent() == []


@pytest.mark.requirement("rule-07")
def test_a_mass_update_sends_nothing(sending: Sending, customer: str) -> None:
    (updated,) = mass_update(
        sending.account, sending.session(), "customer", "phone", "5550126", ids=[customer]
    )
    assert (updated.id, updated.code) == (customer, "")
    assert sending.sent() == []
    sending.edit("customer", customer, "xedit", phone="5550127")
    assert len(sending.sent()) == 1


# rule-08 to rule-10: saves from outside


def saved_from_outside(sending: Sending, context: Context, type_: str) -> list[tuple[str, str, str]]:
    sending.create(type_, sending.session(context))
    return sending.sent()


@pytest.mark.requirement("rule-08")
@pytest.mark.parametrize("type_", BOXES)
def test_a_soap_save_is_sent_only_with_its_box(sending: Sending, type_: str) -> None:
    assert saved_from_outside(sending, Context.WEBSERVICES, type_) == []
    sending.configure(**{f"custrecord_oa_realtime_soap_{BOXES[type_]}": True})
    assert len(saved_from_outside(sending, Context.WEBSERVICES, type_)) == 1
    assert saved_from_outside(sending, Context.RESTLET, type_) == []
    others = [other for other in BOXES if other != type_]
    assert [saved_from_outside(sending, Context.WEBSERVICES, other) for other in others] == [[], []]


@pytest.mark.requirement("rule-09")
@pytest.mark.parametrize("type_", BOXES)
def test_a_restlet_save_is_sent_only_with_its_box(sending: Sending, type_: str) -> None:
    assert saved_from_outside(sending, Context.RESTLET, type_) == []
    sending.configure(**{f"custrecord_oa_realtime_restlet_{BOXES[type_]}": True})
    assert len(saved_from_outside(sending, Context.RESTLET, type_)) == 1
    assert saved_from_outside(sending, Context.WEBSERVICES, type_) == []
    others = [other for other in BOXES if other != type_]
    assert [saved_from_outside(sending, Context.RESTLET, other) for other in others] == [[], []]


def tick_all(sending: Sending) -> None:
    sending.configure(
        **{f"custrecord_oa_realtime_{way}_{box}": True for way in OUTSIDE.values() for box in BOXES.values()}
    )


@pytest.mark.requirement("rule-08", "rule-09")
@pytest.mark.parametrize("context", [Context.WEBSERVICES, Context.RESTLET])
def test_other_types_are_never_sent_from_outside(sending: Sending, context: Context) -> None:
    tick_all(sending)
    session = sending.session(context)
    sending.create("customrecord_oa_cost_center", session, name="From outside")
    sending.edit("salesOrder", "1", session=session, memo="from outside")
    assert sending.sent() == []


@pytest.mark.requirement("rule-09")
def test_a_rest_save_is_never_sent(sending: Sending) -> None:
    tick_all(sending)
    for type_ in BOXES:
        assert saved_from_outside(sending, Context.RESTWEBSERVICES, type_) == []


@pytest.mark.requirement("rule-08", "stamp-01")
@pytest.mark.parametrize("context", [Context.WEBSERVICES, Context.USERINTERFACE])
def test_the_stamp_of_an_import_is_not_sent_and_what_follows_it_is(
    sending: Sending, customer: str, context: Context
) -> None:
    sending.configure(custrecord_oa_realtime_soap_customer=True)
    session = sending.session(context)
    stamp = {
        "custentity_landbridge_imported": datetime(2026, 3, 1, 9, tzinfo=UTC),
        "custentity_landbridge_outcome": "created",
    }
    sending.edit("customer", customer, session=session, **stamp)
    assert sending.sent() == []
    (told, *_) = sending.log("DEBUG")
    assert "it says when the record was imported last" in told.details
    sending.edit("customer", customer, session=session, phone="555 0199")
    assert sending.sent() == [("customer", customer, "edit")]
    sending.edit("customer", customer, "xedit", session=session, phone="555 0198")
    assert sending.sent() == [("customer", customer, "xedit")]


@pytest.mark.requirement("rule-08")
def test_a_lead_by_soap_needs_the_box_of_customers_and_of_leads(sending: Sending) -> None:
    session = sending.session(Context.WEBSERVICES)
    sending.configure(custrecord_oa_realtime_include_lead=True)
    sending.create("customer", session, entityStatus="6")
    assert sending.sent() == []
    sending.configure(custrecord_oa_realtime_soap_customer=True)
    id_ = sending.create("customer", session, entityStatus="6")
    assert sending.sent() == [("lead", id_, "create")]


@pytest.mark.requirement("rule-10")
@pytest.mark.parametrize("context", [Context.WEBSERVICES, Context.RESTLET])
def test_a_bulk_goes_quiet_after_five_within_a_minute(sending: Sending, context: Context) -> None:
    tick_all(sending)
    session = sending.session(context)
    for _ in range(9):
        sending.create("customer", session)
    assert len(sending.sent()) == 5
    other = Context.RESTLET if context is Context.WEBSERVICES else Context.WEBSERVICES
    sending.create("customer", sending.session(other))
    assert [type_ for type_, _, _ in sending.sent()] == ["customer"]
    sending.create("job", session)
    sending.create("customer", sending.session(context, ANNA))
    sending.create("customer")
    assert [type_ for type_, _, _ in sending.sent()] == ["job", "customer", "customer"]
    sending.account.clock.advance(61)
    sending.create("customer", session)
    assert len(sending.sent()) == 1


@pytest.mark.requirement("rule-10")
def test_saves_one_by_one_are_all_sent(sending: Sending) -> None:
    tick_all(sending)
    for _ in range(12):
        sending.create("customer", sending.session(Context.WEBSERVICES))
        sending.account.clock.advance(13)
    assert len(sending.sent()) == 12


@pytest.mark.requirement("rule-10")
def test_a_person_is_never_a_bulk(sending: Sending) -> None:
    for _ in range(7):
        sending.create()
    assert len(sending.sent()) == 7


# rule-11, rule-12: stages


@pytest.mark.requirement("rule-11")
@pytest.mark.parametrize(("stage", "status"), [("lead", "6"), ("prospect", "8")])
def test_leads_and_prospects_need_their_box_and_their_deployment(
    sending: Sending, stage: str, status: str
) -> None:
    other = "prospect" if stage == "lead" else "lead"
    sending.create(entityStatus=status)
    sending.configure(**{f"custrecord_oa_realtime_include_{other}": True})
    sending.create(entityStatus=status)
    assert sending.sent() == []
    sending.configure(**{f"custrecord_oa_realtime_include_{stage}": True})
    id_ = sending.create(entityStatus=status)
    assert sending.sent() == [(stage, id_, "create")]
    sending.scripting.set_deployment(f"customdeploy_oa_send_{stage}", is_deployed=False)
    sending.create(entityStatus=status)
    sending.scripting.set_deployment(f"customdeploy_oa_send_{stage}", is_deployed=True)
    assert sending.sent() == []


@pytest.mark.requirement("rule-12")
def test_a_change_of_stage_is_sent_when_somebody_saved_the_record(sending: Sending) -> None:
    """Whatever is monitored: the status is not among it here."""
    sending.keep(customer={"monitored": ["companyname"]})
    sending.configure(custrecord_oa_realtime_include_prospect=True)
    id_ = sending.create(entityStatus="6")
    assert sending.sent() == []
    sending.edit("customer", id_, entityStatus="8")
    sending.edit("customer", id_, "xedit", entityStatus="13")
    assert sending.sent() == [("prospect", id_, "edit"), ("customer", id_, "xedit")]
    sending.edit("customer", id_, entityStatus="15")  # another status of the same stage
    assert sending.sent() == []


@pytest.mark.requirement("rule-12")
def test_a_conversion_by_itself_is_not_sent(sending: Sending) -> None:
    sending.configure(custrecord_oa_realtime_include_prospect=True)
    id_ = sending.create(entityStatus="8")
    sending.sent()
    order = sending.create(
        "salesOrder", entity=id_, itemList=[{"item": "1", "quantity": 1.0, "rate": "1.00"}]
    )
    record = sending.account.records.get("customer", id_)
    assert record is not None
    assert record.values["stage"] == "_customer"
    assert sending.sent() == [("salesorder", order, "create")]


# rule-13, rule-14: marks and monitored fields


@pytest.mark.requirement("rule-13")
@pytest.mark.parametrize("event", ["edit", "xedit"])
def test_a_record_is_sent_while_it_is_or_was_marked(sending: Sending, event: str) -> None:
    id_ = sending.create(**{FLAG: False})
    sending.edit("customer", id_, event, phone="5550130")
    assert sending.sent() == []
    for values in ({FLAG: True}, {"phone": "5550131"}, {FLAG: False}):
        sending.edit("customer", id_, event, **values)
        assert len(sending.sent()) == 1
    sending.edit("customer", id_, event, phone="5550132")
    assert sending.sent() == []


@pytest.mark.requirement("rule-13")
@pytest.mark.parametrize(
    ("type_", "flags"),
    [
        ("employee", [FLAG]),
        ("customer", [FLAG]),
        ("job", [FLAG]),
        ("supportCase", ["custevent_oa_export_to_openair"]),
        ("projectTask", ["custevent_oa_export_to_openair"]),
        ("serviceSaleItem", ITEM_FLAGS),
        ("nonInventoryPurchaseItem", ITEM_FLAGS),
        ("otherChargePurchaseItem", ITEM_FLAGS),
        ("vendorBill", ["custbody_oa_export_to_openair"]),
        ("vendorCredit", ["custbody_oa_export_to_openair"]),
        ("purchaseOrder", ["custbody_oa_export_to_openair"]),
    ],
)
def test_each_kind_of_record_has_its_own_mark(sending: Sending, type_: str, flags: list[str]) -> None:
    id_ = sending.create(type_) if type_ in MARKED else sending.account.records.search(type_, [])[0]
    unmarked = dict.fromkeys(flags, False)
    sending.edit(type_, id_, **unmarked)
    sending.sent()
    sending.edit(type_, id_, **unmarked)
    assert sending.sent() == []
    for flag in flags:
        for ticked in (True, False):
            sending.edit(type_, id_, **{flag: ticked})
            assert len(sending.sent()) == 1, (flag, ticked)
    sending.edit(type_, id_, **unmarked)
    assert sending.sent() == []


@pytest.mark.requirement("rule-13")
@pytest.mark.parametrize(
    "type_", ["expenseCategory", "salesOrder", "creditMemo", "customerPayment", "vendorPayment"]
)
def test_types_without_a_mark_are_sent(sending: Sending, type_: str) -> None:
    id_ = sending.account.records.search(type_, [])[0]
    sending.edit(type_, id_, **{"description" if type_ == "expenseCategory" else "memo": "changed again"})
    assert len(sending.sent()) == 1


@pytest.mark.requirement("rule-13")
def test_a_type_may_be_imported_without_marks(sending: Sending) -> None:
    sending.keep(customer={"unflagged": True})
    sending.create(**{FLAG: False})
    assert len(sending.sent()) == 1
    sending.create("employee", **{FLAG: False})
    assert sending.sent() == []


@pytest.mark.requirement("rule-14")
@pytest.mark.parametrize("event", ["edit", "xedit"])
def test_an_edit_is_sent_when_a_monitored_field_changed(sending: Sending, event: str) -> None:
    sending.keep(customer={"monitored": ["companyname", "email", "salesrep"]})
    id_ = sending.create(email="a@b.example")
    assert len(sending.sent()) == 1
    sending.edit("customer", id_, event, phone="5550140", comments="changed")
    assert sending.sent() == []
    for values in (
        {"email": "c@d.example"},
        {"email": None},
        {"salesRep": "1"},
        {"isInactive": True},
        {FLAG: False},
    ):
        sending.edit("customer", id_, event, **values)
        assert len(sending.sent()) == 1, values


@pytest.mark.requirement("rule-14")
def test_other_types_are_sent_whatever_changed(sending: Sending) -> None:
    sending.keep(customer={"monitored": ["companyname"]})
    sending.configure(custrecord_oa_realtime_include_lead=True)
    lead, job = sending.create(entityStatus="6"), sending.create("job")
    sending.sent()
    sending.edit("customer", lead, phone="5550150")  # a lead is a customer
    sending.edit("job", job, comments="changed")
    assert sending.sent() == [("job", job, "edit")]


@pytest.mark.requirement("rule-14")
@pytest.mark.parametrize(
    "kept",
    [
        "not json",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"customer": {"monitored": "email"}}',
        '{"customer": {"monitored": 5}}',
        '{"customer": {"monitored": ["email", 5]}}',
        '{"customer": null}',
    ],
    ids=str,
)
def test_without_a_list_every_change_is_sent(sending: Sending, customer: str, kept: str) -> None:
    sending.configure(checked=False, custrecord_landbridge_record_types=kept)
    sending.edit("customer", customer, phone="5550160")
    assert len(sending.sent()) == 1


# rule-15, rule-16


@pytest.mark.requirement("rule-15")
@pytest.mark.parametrize(
    "changes",
    [
        {"custrecord_oa_realtime_enable": False},
        {"custrecord_landbridge_account": "1234567"},
        {"custrecord_landbridge_account": None},
        {"isInactive": True},
    ],
    ids=["switched off", "another account", "no account", "no active record"],
)
def test_nothing_is_sent_when_it_is_off(sending: Sending, changes: dict[str, Any]) -> None:
    sending.configure(**changes)
    sending.create()
    if "isInactive" in changes:
        sending.configure(isInactive=False)
    assert sending.sent() == []
    assert sending.mails() == []
    assert sending.log("ERROR") == []


@pytest.mark.requirement("rule-15")
def test_switching_off_stops_with_the_next_save(sending: Sending, customer: str) -> None:
    sending.edit("customer", customer, phone="5550170")
    sending.configure(custrecord_oa_realtime_enable=False)
    sending.edit("customer", customer, phone="5550171")
    assert len(sending.sent()) == 1


@pytest.mark.requirement("rule-16")
def test_a_failure_is_mailed_once_in_fifteen_minutes_and_no_save_suffers(sending: Sending) -> None:
    sending.service.answer = (503, {})
    for _ in range(3):
        sending.create()
        sending.account.clock.advance(290)
    (mail,) = sending.mails()
    assert mail.recipients == ("errors@example.com",)
    assert "HTTP 503" in mail.body
    sending.account.clock.advance(31)
    sending.create()
    assert len(sending.mails()) == 2


@pytest.mark.requirement("rule-16")
def test_no_save_suffers_when_the_settings_cannot_be_read(sending: Sending) -> None:
    sending.account.access.set_permission(ROLE, SETTINGS, Level.NONE)
    id_ = sending.create()
    sending.account.access.set_permission(ROLE, SETTINGS, Level.EDIT)
    assert sending.account.records.get("customer", id_) is not None
    (entry,) = sending.log("ERROR")
    assert entry.title == "Real-time integration"
    assert sending.sent() == []


def test_the_log_says_why_a_save_was_not_sent(sending: Sending) -> None:
    """At the log level DEBUG; the deployments are at AUDIT."""
    id_ = sending.create(**{FLAG: False})
    (entry,) = sending.log("DEBUG")
    assert (entry.title, entry.details) == (
        "Not sent",
        f"customer {id_}: the record is not marked for export",
    )

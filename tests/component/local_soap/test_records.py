"""get, add, update, upsert and delete of the three types, one by one and in lists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import structlog

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.records.hooks import NoScripts, PageEffects
from tests.component.local_soap.wire import Reply, Wire, customer, employee, job, ref

RECORDS = {
    "employee": employee(
        "Ann", "Lee", '<emp:email>ann@example.com</emp:email><emp:department internalId="7"/>'
    ),
    "customer": customer("Acme", '<rel:email>a@acme.example</rel:email><rel:subsidiary internalId="1"/>'),
    "job": job("Bridge", '<rel:entityStatus internalId="2"/><rel:jobType internalId="4"/>'),
}


def get(wire: Wire, type_name: str, internal_id: str) -> Reply:
    return wire.call(f"<m:get>{ref(type_name, internal_id)}</m:get>")


@pytest.mark.requirement("soap-02")
@pytest.mark.parametrize("type_name", RECORDS)
def test_a_record_is_added_read_changed_and_deleted(wire: Wire, type_name: str) -> None:
    internal_id = wire.add(RECORDS[type_name])
    read = get(wire, type_name, internal_id)
    assert (read.successes, read.ids) == ([True], [internal_id])
    assert read.text("entityId") != ""
    changed = RECORDS[type_name].replace("<m:record", f'<m:record internalId="{internal_id}"')
    prefix = "emp" if type_name == "employee" else "rel"
    changed = changed.replace("</m:record>", f"<{prefix}:comments>Changed</{prefix}:comments></m:record>")
    assert wire.call(f"<m:update>{changed}</m:update>").successes == [True]
    assert get(wire, type_name, internal_id).text("comments") == "Changed"
    gone = wire.call(f"<m:delete>{ref(type_name, internal_id)}</m:delete>")
    assert (gone.successes, gone.ids) == ([True], [internal_id])
    missing = get(wire, type_name, internal_id)
    assert (missing.successes, missing.texts("code")) == ([False], ["RCRD_DSNT_EXIST"])


@pytest.mark.requirement("soap-02")
def test_a_write_answers_with_a_reference(wire: Wire) -> None:
    record = customer("Acme", attributes='externalId="A &amp; 1"')
    reply = wire.call(f"<m:add>{record}</m:add>")
    base = reply.one("baseRef")
    assert base.get("externalId") == "A & 1"
    assert base.get("type") == "customer"
    assert base.get("{http://www.w3.org/2001/XMLSchema-instance}type") == "platformCore:RecordRef"


@pytest.mark.requirement("soap-02")
def test_references_show_names_and_values_their_types(wire: Wire) -> None:
    internal_id = wire.add(
        job(
            "Bridge",
            '<rel:entityStatus internalId="2"/><rel:startDate>2026-03-02T00:00:00.000-08:00</rel:startDate>'
            "<rel:estimatedCost>12.5</rel:estimatedCost><rel:estimatedTime><c:timeSpan>3</c:timeSpan>"
            "<c:unit>hour</c:unit></rel:estimatedTime>"
            '<rel:subsidiary internalId="1"/><rel:jobBillingType>_timeAndMaterials</rel:jobBillingType>',
        )
    )
    read = get(wire, "job", internal_id)
    assert [e.text for e in read.one("subsidiary")] == ["Parent & <Co>"]
    assert read.text("startDate") == "2026-03-02T00:00:00.000-08:00"
    assert read.text("estimatedCost") == "12.5"
    assert (read.text("timeSpan"), read.text("unit")) == ("3.0", "hour")
    assert read.text("jobBillingType") == "_timeAndMaterials"
    assert read.text("isInactive") == "false"


@pytest.mark.requirement("soap-02")
def test_instants_stand_in_the_time_zone_of_the_account_with_milliseconds(wire: Wire) -> None:
    read = get(wire, "customer", wire.add(customer("Acme")))
    assert read.text("dateCreated") == "2026-03-01T04:00:00.250-08:00"


@pytest.mark.requirement("account-04", "soap-02")
@pytest.mark.parametrize(("status", "stage"), [("6", "_lead"), ("10", "_prospect"), ("13", "_customer")])
def test_a_customer_shows_the_stage_of_its_status(wire: Wire, status: str, stage: str) -> None:
    assert get(wire, "customer", wire.add(customer("Acme", status=status))).text("stage") == stage


@pytest.mark.requirement("soap-02")
def test_null_field_list_clears_and_an_empty_element_does_not(wire: Wire) -> None:
    internal_id = wire.add(customer("Acme", "<rel:phone>1</rel:phone><rel:fax>2</rel:fax>"))
    reply = wire.call(
        f'<m:update><m:record xsi:type="rel:Customer" internalId="{internal_id}">'
        "<c:nullFieldList><c:name>phone</c:name></c:nullFieldList><rel:fax/></m:record></m:update>"
    )
    assert reply.successes == [True]
    read = get(wire, "customer", internal_id)
    assert (read.texts("phone"), read.texts("fax")) == ([], ["2"])


@pytest.mark.requirement("soap-02")
def test_a_reference_with_a_type_and_no_id_says_nothing(wire: Wire) -> None:
    empty = '<emp:department type="department"/>'
    internal_id = wire.add(employee("Ann", "Ray", '<emp:department internalId="7"/>'))
    changed = employee("Ann", "Ray", empty).replace("<m:record", f'<m:record internalId="{internal_id}"')
    assert wire.call(f"<m:update>{changed}</m:update>").successes == [True]
    assert get(wire, "employee", internal_id).one("department").get("internalId") == "7"


def test_null_field_list_refuses_a_name_that_is_no_field(wire: Wire) -> None:
    internal_id = wire.add(customer("Acme"))
    reply = wire.call(
        f'<m:update><m:record xsi:type="rel:Customer" internalId="{internal_id}">'
        "<c:nullFieldList><c:name>phoen</c:name></c:nullFieldList></m:record></m:update>"
    )
    assert reply.texts("code") == ["INVALID_FIELD_NAME_FOR_NULL"]


@pytest.mark.requirement("soap-02")
def test_upsert_creates_and_then_changes_by_external_id(wire: Wire) -> None:
    record = customer("Acme", attributes='externalId="acme"')
    first = wire.call(f"<m:upsert>{record}</m:upsert>")
    again = wire.call(f"<m:upsert>{record.replace('Acme<', 'Acme Ltd<')}</m:upsert>")
    assert first.ids == again.ids
    read = wire.call(f"<m:get>{ref('customer', external_id='acme')}</m:get>")
    assert read.text("companyName") == "Acme Ltd"
    assert wire.call(f"<m:upsert>{customer('B')}</m:upsert>").texts("code") == ["EXTERNALID_REQD"]


@pytest.mark.requirement("soap-02")
def test_update_by_external_id(wire: Wire) -> None:
    internal_id = wire.add(customer("Acme", attributes='externalId="acme"'))
    changed = '<m:record xsi:type="rel:Customer" externalId="acme"><rel:phone>9</rel:phone></m:record>'
    assert wire.call(f"<m:update>{changed}</m:update>").ids == [internal_id]
    nobody = changed.replace("acme", "nobody")
    assert wire.call(f"<m:update>{nobody}</m:update>").texts("code") == ["RCRD_DSNT_EXIST"]


@pytest.mark.requirement("soap-02")
def test_each_element_of_a_list_has_its_own_status(wire: Wire) -> None:
    added = wire.call(
        f"<m:addList>{customer('A')}{customer('', '')}{customer('A')}{customer('B')}</m:addList>"
    )
    assert added.successes == [True, True, False, False, True]
    assert added.texts("code") == ["USER_ERROR", "DUP_ENTITY"]
    assert "Please enter value(s) for" in added.texts("message")[0]
    first, last = added.ids
    read = wire.call(
        f"<m:getList>{ref('customer', last)}{ref('customer', '999999')}{ref('customer', first)}</m:getList>"
    )
    assert read.successes == [True, True, False, True]
    assert read.texts("companyName") == ["B", "A"]
    gone = wire.call(f"<m:deleteList>{ref('customer', first)}{ref('customer', '999999')}</m:deleteList>")
    assert gone.successes == [True, True, False]


@pytest.mark.requirement("soap-02")
def test_upsert_list_and_update_list(wire: Wire) -> None:
    upserted = wire.call(
        "<m:upsertList>"
        + "".join(customer(name, attributes=f'externalId="{name}"') for name in "XYZ")
        + "</m:upsertList>"
    )
    assert upserted.successes == [True] * 4
    updated = wire.call(
        "<m:updateList>"
        + "".join(
            f'<m:record xsi:type="rel:Customer" internalId="{internal_id}"><rel:phone>5</rel:phone></m:record>'
            for internal_id in upserted.ids
        )
        + "</m:updateList>"
    )
    assert updated.ids == upserted.ids


@pytest.mark.requirement("soap-02")
def test_records_of_a_list_are_saved_one_by_one_in_the_context_of_web_services(
    account: Account, wire: Wire
) -> None:
    added = wire.call(
        f"<m:addList>{customer('One')}{customer('Two')}{customer('')}{customer('Three')}</m:addList>"
    )
    saves = account.records.timeline.rows()[-3:]
    assert [(one.id, one.event, one.context) for one in saves] == [
        (internal_id, "create", "WEBSERVICES") for internal_id in added.ids
    ]
    assert sorted(one.committed_at for one in saves) == [one.committed_at for one in saves]


@pytest.mark.parametrize(
    ("operation", "element", "count"),
    [
        ("addList", customer("A"), 201),
        ("updateList", customer("A", attributes='internalId="1"'), 101),
        ("upsertList", customer("A", attributes='externalId="1"'), 101),
        ("deleteList", ref("customer", "1"), 201),
        ("getList", ref("customer", "1"), 1001),
    ],
)
@pytest.mark.requirement("soap-07")
def test_lists_have_their_documented_limits(wire: Wire, operation: str, element: str, count: int) -> None:
    reply = wire.call(f"<m:{operation}>{element * count}</m:{operation}>")
    assert reply.status == 500
    assert reply.one("exceededRecordCountFault")[0].text == "MAX_RCRDS_EXCEEDED"


CUSTOM = (
    '<{p}:customFieldList><c:customField xsi:type="c:StringCustomFieldRef" scriptId="custentity_text">'
    "<c:value>a &lt; b</c:value></c:customField>"
    '<c:customField xsi:type="c:BooleanCustomFieldRef" scriptId="custentity_flag"><c:value>true</c:value></c:customField>'
    '<c:customField xsi:type="c:LongCustomFieldRef" scriptId="custentity_number"><c:value>-7</c:value></c:customField>'
    '<c:customField xsi:type="c:DoubleCustomFieldRef" scriptId="custentity_amount"><c:value>1.5</c:value></c:customField>'
    '<c:customField xsi:type="c:DateCustomFieldRef" scriptId="custentity_day">'
    "<c:value>2026-07-01T00:00:00.000-07:00</c:value></c:customField>"
    '<c:customField xsi:type="c:DateCustomFieldRef" scriptId="custentity_moment">'
    "<c:value>2026-07-01T09:30:00.125-07:00</c:value></c:customField>"
    '<c:customField xsi:type="c:SelectCustomFieldRef" scriptId="custentity_unit"><c:value internalId="7"/></c:customField>'
    "</{p}:customFieldList>"
)


@pytest.mark.requirement("soap-02")
def test_custom_fields_of_every_kind(wire: Wire, account: Account) -> None:
    internal_id = wire.add(employee("Ann", "Lee", CUSTOM.format(p="emp")))
    stored = account.records.get("employee", internal_id)
    assert stored is not None
    assert stored.values["custentity_day"] == date(2026, 7, 1)
    read = get(wire, "employee", internal_id)
    by_id = {field.get("scriptId"): field[0] for field in read.all("customField")}
    assert by_id["custentity_text"].text == "a < b"
    assert by_id["custentity_flag"].text == "true"
    assert by_id["custentity_number"].text == "-7"
    assert by_id["custentity_amount"].text == "1.5"
    assert by_id["custentity_day"].text == "2026-07-01T00:00:00.000-07:00"
    assert by_id["custentity_moment"].text == "2026-07-01T09:30:00.125-07:00"
    assert (by_id["custentity_unit"].get("internalId"), by_id["custentity_unit"][0].text) == ("7", "Research")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (
            '<c:customField xsi:type="c:StringCustomFieldRef" scriptId="custentity_nope"><c:value>1</c:value></c:customField>',
            "INVALID_CSTM_FIELD_REF",
        ),
        (
            '<c:customField xsi:type="c:StringCustomFieldRef" scriptId="custentity_flag"><c:value>1</c:value></c:customField>',
            "INVALID_CSTM_FIELD_DATA_TYP",
        ),
        (
            (
                '<c:customField xsi:type="c:MultiSelectCustomFieldRef" scriptId="custentity_unit">'
                '<c:value internalId="7"/></c:customField>'
            ),
            "INVALID_CSTM_FIELD_DATA_TYP",
        ),
    ],
)
def test_custom_fields_that_do_not_fit_are_refused(wire: Wire, field: str, code: str) -> None:
    record = customer("Acme", f"<rel:customFieldList>{field}</rel:customFieldList>")
    assert wire.call(f"<m:add>{record}</m:add>").texts("code") == [code]


@pytest.mark.requirement("account-06")
@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ('<rel:subsidiary internalId="99"/>', "INVALID_KEY_OR_REF"),
        ('<rel:salesRep externalId="nobody"/>', "INVALID_KEY_OR_REF"),
        ("<rel:balance>1</rel:balance>", "INSUFFICIENT_PERMISSION"),
        ("<rel:stage>_lead</rel:stage>", "INSUFFICIENT_PERMISSION"),
        ("<rel:colour>blue</rel:colour>", "INVALID_FIELD_ID"),
        ("<rel:creditCardsList><rel:creditCards/></rel:creditCardsList>", "INVALID_FIELD_ID"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_code(wire: Wire, extra: str, code: str) -> None:
    reply = wire.call(f"<m:add>{customer('Acme', extra)}</m:add>")
    assert (reply.status, reply.successes, reply.texts("code")) == (200, [False], [code])
    assert wire.search("Customer", "").text("totalRecords") == "0"


@pytest.mark.requirement("account-06")
def test_ignore_read_only_fields_lets_them_pass(wire: Wire) -> None:
    reply = wire.call(
        f"<m:add>{customer('Acme', '<rel:balance>1</rel:balance>')}</m:add>",
        "<m:preferences><m:ignoreReadOnlyFields>true</m:ignoreReadOnlyFields></m:preferences>",
    )
    assert reply.successes == [True]


@pytest.mark.requirement("soap-02")
def test_references_by_external_id(wire: Wire) -> None:
    wire.add(employee("Ann", "Lee", attributes='externalId="ann"'))
    read = get(wire, "customer", wire.add(customer("Acme", '<rel:salesRep externalId="ann"/>')))
    assert "Ann Lee" in (read.one("salesRep")[0].text or "")


@pytest.mark.requirement("soap-02")
def test_a_failing_after_submit_says_that_the_record_is_saved(wire: Wire, account: Account) -> None:
    class Failing(NoScripts):
        def after_submit(self, *args: object) -> ScriptFailure:
            return ScriptFailure("MY_OWN_ERROR", "no service", "customscript_x", "customdeploy_x")

    account.scripting = Failing()
    reply = wire.call(f"<m:add>{customer('Acme')}</m:add>")
    assert reply.successes == [False]
    assert (reply.text("code"), reply.text("message")) == ("UNEXPECTED_ERROR", "no service")
    assert reply.text("afterSubmitFailed") == "true"
    assert account.records.get("customer", reply.ids[0]) is not None


@pytest.mark.requirement("soap-02", "soap-07")
def test_a_defect_at_one_record_does_not_hide_the_others(wire: Wire, account: Account) -> None:
    class Broken(NoScripts):
        def after_submit(self, session: object, event: str, script_type: str, *records: object) -> None:
            if script_type == "lead":
                raise ZeroDivisionError("secret detail")

    account.scripting = Broken()
    with structlog.testing.capture_logs() as logs:
        reply = wire.call(f"<m:addList>{customer('A')}{customer('B', status='6')}{customer('C')}</m:addList>")
    assert reply.successes == [True, True, False, True]
    assert reply.texts("code") == ["UNEXPECTED_ERROR"]
    assert reply.text("message").endswith(logs[0]["error_id"])
    assert b"secret detail" not in reply.raw


@pytest.mark.requirement("soap-02")
def test_a_failing_after_submit_of_a_delete_says_that_the_record_is_gone(
    wire: Wire, account: Account
) -> None:
    class Failing(NoScripts):
        def after_submit(self, *args: object) -> ScriptFailure:
            return ScriptFailure("OOPS", "after")

    made = wire.add(customer("Gone"))
    account.scripting = Failing()

    reply = wire.call(f"<m:delete>{ref('customer', made)}</m:delete>")

    assert (reply.successes, reply.text("afterSubmitFailed"), reply.ids) == ([False], "true", [made])
    assert account.records.get("customer", made) is None


class Counting(NoScripts):
    """Counts what runs."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def before_load(self, session: object, event: str, script_type: str, record: object) -> PageEffects:
        self.ran.append(f"load {script_type}")
        return PageEffects()

    def before_submit(
        self, session: object, event: str, script_type: str, new_values: dict[str, Any], old: object
    ) -> dict[str, Any]:
        self.ran.append(f"submit {script_type}")
        return new_values


@pytest.mark.requirement("soap-02")
def test_scripts_run_unless_the_request_switches_them_off(wire: Wire, account: Account) -> None:
    account.scripting = counting = Counting()
    wire.add(customer("A", status="6"))
    assert counting.ran == ["submit lead"]
    off = (
        "<m:preferences><m:runServerSuiteScriptAndTriggerWorkflows>false"
        "</m:runServerSuiteScriptAndTriggerWorkflows></m:preferences>"
    )
    refused = wire.call(f"<m:add>{customer('B')}</m:add>", off)
    assert refused.one("insufficientPermissionFault")[0].text == "INSUFFICIENT_PERMISSION"
    account.access.set_permission("customrole_test", "ADMI_RUNSERVERSCRIPTWORKFLOW", Level.FULL)
    assert wire.call(f"<m:add>{customer('B')}</m:add>", off).successes == [True]
    assert counting.ran == ["submit lead"]


def test_reading_a_whole_record_fires_before_load_and_a_plain_search_does_not(
    wire: Wire, account: Account
) -> None:
    internal_id = wire.add(customer("A", status="6"))
    account.scripting = counting = Counting()
    wire.search("Customer", "")
    assert counting.ran == []
    get(wire, "customer", internal_id)
    wire.call(
        '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"/></m:search>',
        "<m:searchPreferences><m:bodyFieldsOnly>false</m:bodyFieldsOnly></m:searchPreferences>",
    )
    assert counting.ran == ["load lead", "load lead"]


@pytest.mark.requirement("account-08")
def test_the_role_decides_what_may_be_read_and_written(wire: Wire, account: Account) -> None:
    internal_id = wire.add(customer("A"))
    account.access.set_permission("customrole_test", "LIST_CUSTJOB", Level.VIEW)
    assert get(wire, "customer", internal_id).successes == [True]
    assert wire.call(f"<m:add>{customer('B')}</m:add>").texts("code") == ["INSUFFICIENT_PERMISSION"]
    account.access.set_permission("customrole_test", "LIST_CUSTJOB", Level.NONE)
    assert get(wire, "customer", internal_id).texts("code") == ["INSUFFICIENT_PERMISSION"]
    assert wire.search("Customer", "").texts("code") == ["INSUFFICIENT_PERMISSION"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"<m:get>{ref('estimate', '1')}</m:get>", "INVALID_UNSUPRTD_RCRD_TYP"),
        ('<m:get><m:baseRef xsi:type="c:RecordRef" internalId="1"/></m:get>', "RCRD_TYPE_REQD"),
        ('<m:get><m:baseRef xsi:type="c:RecordRef" type="job"/></m:get>', "UNIQUE_RCRD_ID_REQD"),
        (
            '<m:get><m:baseRef xsi:type="c:InitializeRef" internalId="1"/></m:get>',
            "INVALID_UNSUPRTD_RCRD_TYP",
        ),
        ('<m:add><m:record xsi:type="sales:Estimate"/></m:add>', "INVALID_UNSUPRTD_RCRD_TYP"),
        ('<m:update><m:record xsi:type="rel:Job"/></m:update>', "UNIQUE_RCRD_ID_REQD"),
        ('<m:delete><m:baseRef xsi:type="c:RecordRef" type="job"/></m:delete>', "UNIQUE_RCRD_ID_REQD"),
        (
            '<m:delete><m:baseRef xsi:type="c:RecordRef" type="job" externalId="x"/></m:delete>',
            "RCRD_DSNT_EXIST",
        ),
    ],
)
@pytest.mark.requirement("soap-07")
def test_what_is_not_there_or_not_supported_has_a_status(wire: Wire, body: str, code: str) -> None:
    reply = wire.call(body)
    assert (reply.status, reply.successes, reply.texts("code")) == (200, [False], [code])

"""Custom records, whose type is named by its script id."""

from __future__ import annotations

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.records.model import AccessType, CustomField, CustomRecordType
from landbridge.recordtypes import Kind
from tests.component.local_soap.wire import Wire

TYPE = "customrecord_bridge"
REC_TYPE = f'<cust:recType xsi:type="c:CustomizationRef" scriptId="{TYPE}"/>'


def record(content: str, attributes: str = "", rec_type: str = REC_TYPE) -> str:
    return f'<m:record xsi:type="cust:CustomRecord" {attributes}>{content}{rec_type}</m:record>'


def ref(attributes: str) -> str:
    return f'<m:baseRef xsi:type="c:CustomRecordRef" {attributes}/>'


def found(criteria: str, rec_type: str = REC_TYPE) -> str:
    basic = rec_type.replace("cust:", "b:")
    return f'<m:search><m:searchRecord xsi:type="b:CustomRecordSearchBasic">{basic}{criteria}</m:searchRecord></m:search>'


@pytest.fixture
def bridges(account: Account, wire: Wire) -> Wire:
    account.records.define_type(
        CustomRecordType(TYPE, "Bridge", access_type=AccessType.LIST),
        [CustomField("custrecord_length", Kind.DOUBLE, "Length", frozenset({TYPE}))],
    )
    account.access.set_permission("customrole_test", TYPE, Level.FULL)
    return wire


LENGTH = (
    '<cust:customFieldList><c:customField xsi:type="c:DoubleCustomFieldRef" scriptId="custrecord_length">'
    "<c:value>{}</c:value></c:customField></cust:customFieldList>"
)


@pytest.mark.requirement("soap-02")
def test_a_custom_record_is_added_read_changed_found_and_deleted(bridges: Wire) -> None:
    record_of = '<m:record xsi:type="cust:CustomRecord" {}>{}</m:record>'
    content = f"<cust:name>Golden &amp; Gate</cust:name>{REC_TYPE}{LENGTH.format(2737)}"
    first = record_of.format('externalId="gg"', content)
    added = bridges.call(f"<m:add>{first}</m:add>")
    base = added.one("baseRef")
    assert (added.successes, base.get("scriptId"), base.get("externalId")) == ([True], TYPE, "gg")
    by_id = ref(f'scriptId="{TYPE}" internalId="{added.ids[0]}"')
    read = bridges.call(f"<m:get>{by_id}</m:get>")
    assert (read.texts("value"), read.one("recType").get("scriptId")) == (["2737.0"], TYPE)
    changed = record_of.format(f'internalId="{added.ids[0]}"', REC_TYPE + LENGTH.format(2738))
    assert bridges.call(f"<m:update>{changed}</m:update>").successes == [True]
    search = bridges.call(
        found(
            '<b:lastModified operator="onOrAfter"><c:searchValue>2026-01-01T00:00:00Z</c:searchValue></b:lastModified>'
        )
    )
    assert (search.ids, search.texts("value")) == (added.ids, ["2738.0"])
    by_external_id = ref(f'scriptId="{TYPE}" externalId="gg"')
    gone = bridges.call(f"<m:delete>{by_external_id}</m:delete>")
    assert (gone.successes, gone.one("baseRef").get("scriptId")) == ([True], TYPE)


@pytest.mark.requirement("soap-02")
def test_the_search_of_custom_records_takes_its_basic_part(bridges: Wire) -> None:
    rec_type = REC_TYPE.replace("cust:", "b:")
    basic = f"<cust:basic>{rec_type}</cust:basic>"
    reply = bridges.call(
        f'<m:search><m:searchRecord xsi:type="cust:CustomRecordSearch">{basic}</m:searchRecord></m:search>'
    )
    assert reply.text("totalRecords") == "0"


@pytest.mark.requirement("soap-07")
@pytest.mark.parametrize(
    "body",
    [
        f"<m:add>{record('', rec_type='')}</m:add>",
        f"<m:add>{record('', rec_type=REC_TYPE.replace('bridge', 'nope'))}</m:add>",
        f"<m:add>{record('', rec_type=REC_TYPE.replace('scriptId', 'internalId'))}</m:add>",
        '<m:get><m:baseRef xsi:type="c:CustomRecordRef" typeId="12" internalId="1"/></m:get>',
        found("", rec_type=""),
    ],
)
def test_a_type_that_is_not_named_by_its_script_id_is_refused(bridges: Wire, body: str) -> None:
    reply = bridges.call(body)
    assert (reply.status, reply.texts("code")) == (200, ["INVALID_CSTM_RCRD_TYPE_KEY"])


@pytest.mark.requirement("account-08")
def test_the_right_to_a_custom_record_type_counts(bridges: Wire, account: Account) -> None:
    account.access.set_permission("customrole_test", TYPE, Level.NONE)
    assert bridges.call(found("")).texts("code") == ["INSUFFICIENT_PERMISSION"]

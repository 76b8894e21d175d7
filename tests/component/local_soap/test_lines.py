"""Sublists, complex values, several choices and custom fields of lines over SOAP; preferences of saves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.account import Account
from landbridge.local.records.model import CustomField
from landbridge.recordtypes import RECORD_TYPES, Kind
from tests.component.local_soap import messages
from tests.component.local_soap.demo import demo_account, full_client
from tests.component.local_soap.wire import Reply, Wire, customer, ref

FIELDS = (
    CustomField("custcol_note", Kind.STRING, "Note", frozenset({"salesOrder.itemList"})),
    CustomField("custentity_units", Kind.REF_LIST, "Units", frozenset({"customer"}), "department"),
    CustomField("custentity_must", Kind.STRING, "Must", frozenset({"vendor"}), mandatory=True),
)
SALES = f'xmlns:sales="{messages.namespace("sales", "transactions")}"'


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with demo_account() as account:
        account.records.fields.define(*FIELDS)
        yield account


@pytest.fixture(scope="module")
def soap(account: Account) -> Wire:
    return full_client(account)


def order(lines: str, attributes: str = "", replace_all: str = "") -> str:
    entity = "" if attributes else '<sales:entity internalId="1"/>'
    return (
        f'<m:record {SALES} xsi:type="sales:SalesOrder" {attributes}>{entity}'
        f"<sales:itemList {replace_all}>{lines}</sales:itemList></m:record>"
    )


def line(item: str, quantity: int, more: str = "", number: str = "") -> str:
    numbered = f"<sales:line>{number}</sales:line>" if number else ""
    return (
        f'<sales:item><sales:item internalId="{item}"/>{numbered}<sales:quantity>{quantity}</sales:quantity>'
        f"<sales:rate>10</sales:rate>{more}</sales:item>"
    )


def quantities(reply: Reply) -> list[tuple[str, str]]:
    lines = reply.one("itemList")
    return list(
        zip(
            lines.xpath("*/*[local-name()='line']/text()"),
            lines.xpath("*/*[local-name()='quantity']/text()"),
            strict=True,
        )
    )


@pytest.mark.requirement("type-08", "wire-03")
def test_lines_are_replaced_or_changed_one_by_one_and_keep_their_numbers(soap: Wire) -> None:
    made = soap.add(order(line("1", 1) + line("4", 2)))
    got = f"<m:get>{ref('salesOrder', made)}</m:get>"
    assert quantities(soap.call(got)) == [("1", "1.0"), ("2", "2.0")]
    some = order(line("4", 5, number="2") + line("7", 3), f'internalId="{made}"', 'replaceAll="false"')
    assert soap.call(f"<m:update>{some}</m:update>").successes == [True]
    assert quantities(soap.call(got)) == [("1", "1.0"), ("2", "5.0"), ("3", "3.0")]
    only = order(line("7", 4, number="3"), f'internalId="{made}"')
    assert soap.call(f"<m:update>{only}</m:update>").successes == [True]
    assert quantities(soap.call(got)) == [("3", "4.0")]


@pytest.mark.requirement("type-06", "wire-03")
def test_custom_fields_of_lines_and_several_choices_come_back(soap: Wire) -> None:
    note = (
        '<sales:customFieldList><c:customField xsi:type="c:StringCustomFieldRef" scriptId="custcol_note">'
        "<c:value>for the &lt;hall&gt;</c:value></c:customField></sales:customFieldList>"
    )
    made = soap.add(order(line("1", 1, note)))
    reply = soap.call(f"<m:get>{ref('salesOrder', made)}</m:get>")
    assert reply.one("itemList").xpath(".//*[@scriptId='custcol_note']/*/text()") == ["for the <hall>"]
    units = (
        '<rel:customFieldList><c:customField xsi:type="c:MultiSelectCustomFieldRef" scriptId="custentity_units">'
        '<c:value internalId="1"/><c:value internalId="3"/></c:customField></rel:customFieldList>'
    )
    several = soap.add(customer("Several", units))
    told = soap.call(f"<m:get>{ref('customer', several)}</m:get>")
    values = told.one("record").xpath(".//*[@scriptId='custentity_units']/*")
    assert [one.get("internalId") for one in values] == ["1", "3"]
    assert [one[0].text for one in values] == ["Services", "Engineering"]


@pytest.mark.requirement("type-01", "wire-03")
def test_addresses_are_complex_values_of_lines(soap: Wire) -> None:
    book = (
        "<rel:addressbookList><rel:addressbook><rel:defaultBilling>true</rel:defaultBilling><rel:label>Office</rel:label>"
        "<rel:addressbookAddress><b:country>_germany</b:country><b:addr1>Hauptstr. 1</b:addr1><b:city>Ulm</b:city>"
        "</rel:addressbookAddress></rel:addressbook></rel:addressbookList>"
    )
    made = soap.add(customer("Addressed", book))
    reply = soap.call(f"<m:get>{ref('customer', made)}</m:get>")
    assert reply.one("addressbookAddress").xpath("*[local-name()='city']/text()") == ["Ulm"]
    emptied = (
        f'<m:record xsi:type="rel:Customer" internalId="{made}"><c:nullFieldList><c:name>addressbookList</c:name>'
        "</c:nullFieldList></m:record>"
    )
    assert soap.call(f"<m:update>{emptied}</m:update>").successes == [True]
    assert soap.call(f"<m:get>{ref('customer', made)}</m:get>").all("addressbook") == []


@pytest.mark.requirement("type-02", "wire-03")
def test_lines_of_lines_are_kept(soap: Wire) -> None:
    values = {
        "itemId": "Priced",
        "incomeAccount": "9",
        "pricingMatrix": [
            {"currency": "1", "priceLevel": "1", "priceList": [{"value": 150.0}]},
            {"currency": "4", "priceLevel": "1", "priceList": [{"value": 140.0}]},
        ],
    }
    made = soap.add(messages.record(RECORD_TYPES["serviceSaleItem"], values))
    reply = soap.call(f"<m:get>{ref('serviceSaleItem', made)}</m:get>")
    prices = reply.one("pricingMatrix").xpath(".//*[local-name()='value']/text()")
    assert prices == ["150.0", "140.0"]


@pytest.mark.requirement("wire-02")
def test_searches_leave_sublists_out_unless_whole_records_are_asked_for(soap: Wire) -> None:
    def lists(only: str) -> int:
        reply = soap.call(
            '<m:search><m:searchRecord xsi:type="b:TransactionSearchBasic"/></m:search>',
            f"<m:searchPreferences><m:bodyFieldsOnly>{only}</m:bodyFieldsOnly></m:searchPreferences>",
        )
        return len(reply.all("itemList"))

    assert lists("true") == 0
    assert lists("false") > 0


@pytest.mark.requirement("type-07")
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (
            "<sales:item><sales:quantityBilled>1</sales:quantityBilled></sales:item>",
            "INSUFFICIENT_PERMISSION",
        ),
        ('<sales:item><sales:item internalId="99"/></sales:item>', "INVALID_KEY_OR_REF"),
        ("<sales:item><sales:vsoeAllocation>1</sales:vsoeAllocation></sales:item>", "INVALID_FIELD_ID"),
    ],
)
def test_lines_that_cannot_be_kept_are_refused(soap: Wire, lines: str, code: str) -> None:
    assert soap.call(f"<m:add>{order(lines)}</m:add>").texts("code") == [code]


@pytest.mark.requirement("wire-10")
def test_lines_of_another_name_or_namespace_are_no_message(soap: Wire) -> None:
    for lines in (
        "<sales:thing/>",
        "<rel:item/>",
        '<sales:item replaceAll="x"><sales:line>one</sales:line></sales:item>',
    ):
        reply = soap.call(f"<m:add>{order(lines)}</m:add>")
        assert reply.status == 500
        assert b"Traceback" not in reply.raw


@pytest.mark.requirement("wire-03")
def test_mandatory_custom_fields_may_be_left_empty_when_the_request_says_so(soap: Wire) -> None:
    vendor = messages.record(RECORD_TYPES["vendor"], {"companyName": "Lenient"})
    assert soap.call(f"<m:add>{vendor}</m:add>").texts("code") == ["USER_ERROR"]
    said = (
        "<m:preferences><m:disableMandatoryCustomFieldValidation>true</m:disableMandatoryCustomFieldValidation>"
        "</m:preferences>"
    )
    assert soap.call(f"<m:add>{vendor}</m:add>", said).successes == [True]
    soap.account.preferences.change(disable_mandatory_custom_fields=True)
    lenient = messages.record(RECORD_TYPES["vendor"], {"companyName": "Lenient by the company"})
    assert soap.call(f"<m:add>{lenient}</m:add>").successes == [True]
    strict = said.replace("true", "false")
    assert soap.call(f"<m:add>{vendor}</m:add>", strict).texts("code") == ["USER_ERROR"]

"""A document of ten thousand lines, and names that programs get wrong, over SOAP: what is sent is what is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.settings import AccountSettings
from landbridge.suiteapp import suiteapp_folder
from tests.component.local_soap import messages
from tests.component.local_soap.demo import full_client
from tests.component.local_soap.wire import Wire, customer, ref

PURCHASES = f'xmlns:p="{messages.namespace("purchases", "transactions")}"'
MANY = 10_000
LINE = (
    '<p:item><p:item internalId="12"/><p:quantity>1</p:quantity><p:rate>{rate}</p:rate><p:customer internalId="4"/>'
    '<p:customFieldList><c:customField xsi:type="c:BooleanCustomFieldRef" scriptId="custcol_oa_export_to_openair">'
    "<c:value>{marked}</c:value></c:customField></p:customFieldList></p:item>"
)
NAMES = (
    "\U0001f916 Robots & Söhne",
    "שלום רובוטיקה",
    "\u0634\u0631\u0643\u0629 \u200f\u0627\u0644\u0631\u0648\u0628\u0648\u062a\u200e GmbH",
    "0007",
    "acme LTD",
    "e\u0301tude",
)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with opened_account(AccountSettings(), suiteapp=suiteapp_folder()) as account:
        yield account


@pytest.fixture(scope="module")
def soap(account: Account) -> Wire:
    return full_client(account)


@pytest.mark.requirement("hard-03")
def test_ten_thousand_lines_are_saved_and_read_in_order(soap: Wire) -> None:
    lines = "".join(
        LINE.format(rate=number, marked=str(number % 2 == 0).lower()) for number in range(1, MANY + 1)
    )
    order = f'<m:record {PURCHASES} xsi:type="p:PurchaseOrder"><p:entity internalId="3"/><p:itemList>{lines}</p:itemList></m:record>'
    made = soap.add(order)
    reply = soap.call(f"<m:get>{ref('purchaseOrder', made)}</m:get>")
    assert reply.successes == [True]
    rates = [float(one.text or "0") for one in reply.all("rate")]
    assert rates == [float(number) for number in range(1, MANY + 1)]
    marks = [one[0].text for one in reply.all("customField") if one.get("scriptId", "").startswith("custcol")]
    assert marks == ["false", "true"] * (MANY // 2)


@pytest.mark.requirement("hard-04")
@pytest.mark.parametrize("name", NAMES, ids=["emoji", "hebrew", "arabic", "zeros", "case", "combining"])
def test_a_name_comes_back_as_it_was_sent(soap: Wire, name: str) -> None:
    made = soap.add(customer(name))
    reply = soap.call(f"<m:get>{ref('customer', made)}</m:get>")
    assert reply.text("companyName") == name


@pytest.mark.requirement("hard-04")
def test_names_that_differ_by_case_alone_are_one_name(soap: Wire) -> None:
    soap.add(customer("Case Company"))
    again = soap.call(f"<m:add>{customer('CASE company')}</m:add>")
    assert again.texts("code") == ["DUP_ENTITY"]

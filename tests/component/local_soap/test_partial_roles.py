"""Roles that may view some members of a family: no list, join or proposal shows them the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from tests.component.local_soap import messages
from tests.component.local_soap.conftest import client
from tests.component.local_soap.demo import PERMISSIONS, demo_account, full_client
from tests.component.local_soap.wire import Wire

HIDDEN = ("TRAN_PURCHORD", "TRAN_SALESORD", "TRAN_CUSTINVC", "TRAN_CUSTCRED", "LIST_JOB", "LIST_VENDOR")
HOMES = (
    f'xmlns:sales="{messages.namespace("sales", "transactions")}" '
    f'xmlns:acct="{messages.namespace("accounting", "lists")}"'
)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with demo_account() as account:
        yield account


@pytest.fixture(scope="module")
def full(account: Account) -> Wire:
    return full_client(account)


@pytest.fixture(scope="module")
def partial(account: Account) -> Wire:
    """A client that may view neither orders, invoices and credit memos nor projects and vendors."""
    rights = {
        name: level for name, level in PERMISSIONS.items() if name not in (*HIDDEN, "ADMI_ACCOUNTINGLIST")
    }
    account.access.define_role("customrole_partial", "Partial", rights | {"LIST_FIND": Level.FULL})
    return client(account, "customrole_partial", "partial@example.com")


def select(record_type: str, field: str) -> str:
    return (
        f"<m:getSelectValue><m:fieldDescription><c:recordType>{record_type}</c:recordType><c:field>{field}</c:field>"
        "</m:fieldDescription><m:pageIndex>1</m:pageIndex></m:getSelectValue>"
    )


@pytest.mark.requirement("wire-02")
def test_a_select_field_offers_records_that_the_role_may_view(full: Wire, partial: Wire) -> None:
    projects = {one for one in full.call(select("supportCase", "company")).texts("name") if "PRJ" in one}
    assert projects
    offered = set(partial.call(select("supportCase", "company")).texts("name"))
    assert offered
    assert not offered & projects
    assert partial.call(select("serviceResaleItem", "vendor")).texts("code") == ["INSUFFICIENT_PERMISSION"]
    assert partial.call(select("customer", "terms")).texts("name") != []  # a set-up list


def search(prefix: str, kind: str, content: str, form: str = "Search") -> str:
    return f'<m:search {HOMES}><m:searchRecord xsi:type="{prefix}:{kind}{form}">{content}</m:searchRecord></m:search>'


@pytest.mark.requirement("wire-04")
def test_a_join_finds_nothing_by_records_that_the_role_may_not_view(full: Wire, partial: Wire) -> None:
    wanted = search(
        "acct",
        "Item",
        '<acct:transactionJoin><b:type operator="anyOf"><c:searchValue>_purchaseOrder</c:searchValue></b:type>'
        "</acct:transactionJoin>",
    )
    assert full.call(wanted).text("totalRecords") == "1"
    assert partial.call(wanted).text("totalRecords") == "0"


@pytest.mark.requirement("wire-04")
def test_joined_columns_show_no_record_that_the_role_may_not_view(account: Account, full: Wire) -> None:
    rights = {name: level for name, level in PERMISSIONS.items() if name != "TRAN_SALESORD"}
    account.access.define_role("customrole_no_orders", "No orders", rights)
    without = client(account, "customrole_no_orders", "noorders@example.com")
    session = account.access.system_session()
    account.records.save(session, "invoice", account.records.propose("salesOrder", "1", "invoice").values)
    wanted = search(
        "sales",
        "Transaction",
        "<sales:criteria><sales:basic>"
        '<b:type operator="anyOf"><c:searchValue>_invoice</c:searchValue></b:type></sales:basic></sales:criteria>'
        "<sales:columns><sales:basic><b:internalId/></sales:basic>"
        "<sales:createdFromJoin><b:tranId/></sales:createdFromJoin></sales:columns>",
        "SearchAdvanced",
    )
    assert full.call(wanted).all("createdFromJoin")
    reply = without.call(wanted)
    assert reply.all("searchRow")
    assert reply.all("createdFromJoin") == []


@pytest.mark.requirement("wire-02")
def test_a_proposed_payment_offers_no_document_that_the_role_may_not_view(full: Wire, partial: Wire) -> None:
    wanted = (
        "<m:initialize><m:initializeRecord><c:type>customerPayment</c:type>"
        '<c:reference type="customer" internalId="1"/></m:initializeRecord></m:initialize>'
    )
    seen, hidden = (wire.call(wanted) for wire in (full, partial))
    assert hidden.successes == [True]
    assert set(seen.texts("type")) == {"Invoice", "Credit Memo"}
    assert (hidden.texts("type"), hidden.texts("doc")) == ([], [])


@pytest.mark.requirement("wire-02")
def test_a_payment_says_no_more_of_a_hidden_invoice_than_it_keeps(
    account: Account, full: Wire, partial: Wire
) -> None:
    (payment,) = account.records.search("customerPayment", [])
    read = f'<m:get><m:baseRef internalId="{payment}" type="customerPayment" xsi:type="c:RecordRef"/></m:get>'
    seen, hidden = full.call(read), partial.call(read)
    assert seen.texts("doc") == hidden.texts("doc") != []
    assert seen.texts("due")
    assert hidden.texts("due") == []

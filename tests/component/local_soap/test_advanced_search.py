"""Searches over families, by joins and on lines; rows of columns; saved searches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.records.model import Criterion, CustomField, Join
from landbridge.local.records.savedsearches import SavedSearch
from landbridge.recordtypes import Kind
from tests.component.local_soap import messages
from tests.component.local_soap.conftest import client
from tests.component.local_soap.demo import PERMISSIONS, demo_account, full_client
from tests.component.local_soap.wire import Reply, Wire

HOMES = (
    f'xmlns:sales="{messages.namespace("sales", "transactions")}" xmlns:acct="{messages.namespace("accounting", "lists")}" '
    f'xmlns:act="{messages.namespace("scheduling", "activities")}" xmlns:sup="{messages.namespace("support", "lists")}"'
)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with demo_account() as account:
        account.records.fields.define(
            CustomField("custentity_units", Kind.REF_LIST, "Units", frozenset({"customer"}), "department")
        )
        session = account.access.system_session()
        account.records.save(session, "customer", {"custentity_units": ["1", "3"]}, id="1")
        account.records.save(session, "customer", {"custentity_units": ["2"]}, id="2")
        yield account


@pytest.fixture(scope="module")
def soap(account: Account) -> Wire:
    return full_client(account)


def find(wire: Wire, search: str, headers: str = "") -> Reply:
    reply = wire.call(search.replace("<m:search>", f"<m:search {HOMES}>"), headers)
    assert reply.status == 200
    return reply


def found(reply: Reply) -> set[str]:
    assert reply.successes == [True], reply.raw.decode()
    return {str(one.get("internalId")) for one in reply.all("record")}


def basic(kind: str, criteria: str) -> str:
    return f'<m:search><m:searchRecord xsi:type="b:{kind}SearchBasic">{criteria}</m:searchRecord></m:search>'


def any_of(name: str, *ids: str, operator: str = "anyOf") -> str:
    values = "".join(f'<c:searchValue internalId="{one}"/>' for one in ids)
    return f'<b:{name} operator="{operator}">{values}</b:{name}>'


def words(name: str, *values: str, operator: str = "anyOf") -> str:
    sent = "".join(f"<c:searchValue>{one}</c:searchValue>" for one in values)
    return f'<b:{name} operator="{operator}">{sent}</b:{name}>'


MAIN = "<b:mainLine><c:searchValue>{}</c:searchValue></b:mainLine>"


@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        (words("type", "_salesOrder", "_invoice"), {"1", "2", "3", "4"}),
        (words("type", "_salesOrder", "_vendorBill", operator="noneOf") + any_of("entity", "3"), {"11"}),
        (words("type", "_invoice") + words("status", "_invoiceOpen"), {"3", "4"}),
        (any_of("item", "1"), {"1", "3", "5"}),
        (any_of("item", "1") + MAIN.format("true"), {"1", "3", "5"}),
        (words("type", "_salesOrder") + words("quantity", "10", operator="equalTo"), {"1"}),
        (words("type", "_expenseReport") + any_of("expenseCategory", "1"), {"12"}),
        (words("type", "_vendorBill") + any_of("account", "14"), {"8"}),
        (words("type", "_vendorBill") + any_of("account", "14") + MAIN.format("true"), set()),
        (words("recordType", "invoice", operator="is") + MAIN.format("false"), {"3", "4"}),
        (words("type", "_invoice") + any_of("entity", "1") + any_of("internalId", "3"), {"3"}),
        (
            words("type", "_invoice")
            + '<b:internalIdNumber operator="between"><c:searchValue>4</c:searchValue><c:searchValue2>9</c:searchValue2>'
            "</b:internalIdNumber>",
            {"4"},
        ),
    ],
)
def test_transactions_are_found_together(soap: Wire, criteria: str, ids: set[str]) -> None:
    assert found(find(soap, basic("Transaction", criteria))) == ids


@pytest.mark.requirement("wire-04")
def test_records_of_several_types_stand_in_one_list(soap: Wire) -> None:
    reply = find(soap, basic("Transaction", any_of("internalId", "1", "3", "8")))
    types = {one.get("{http://www.w3.org/2001/XMLSchema-instance}type") for one in reply.all("record")}
    assert {str(name).partition(":")[2] for name in types} == {"SalesOrder", "Invoice", "VendorBill"}


@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        (words("type", "_service"), {"1", "2", "3"}),
        (words("subType", "_forPurchase"), {"2", "5", "8"}),
        (words("type", "_otherCharge") + words("subType", "_forResale"), {"9"}),
    ],
)
def test_items_are_found_together(soap: Wire, criteria: str, ids: set[str]) -> None:
    assert found(find(soap, basic("Item", criteria))) == ids


@pytest.mark.requirement("wire-04")
def test_what_no_type_or_state_is_called_is_refused(soap: Wire) -> None:
    for criteria in (
        words("type", "_journal"),
        words("status", "_checkVoided"),
        words("approvalStatus", "_no"),
    ):
        assert find(soap, basic("Transaction", criteria)).texts("code") == ["INVALID_SEARCH_VALUE"]


def custom_choice(operator: str, *ids: str) -> str:
    values = "".join(f'<c:searchValue internalId="{one}"/>' for one in ids)
    return (
        '<b:customFieldList><c:customField xsi:type="c:SearchMultiSelectCustomField" scriptId="custentity_units" '
        f'operator="{operator}">{values}</c:customField></b:customFieldList>'
    )


@pytest.mark.requirement("wire-04")
def test_several_choices_are_searched(soap: Wire) -> None:
    assert found(find(soap, basic("Customer", custom_choice("anyOf", "3", "2")))) == {"1", "2"}
    assert found(find(soap, basic("Customer", custom_choice("noneOf", "3")))) == {"2", "3"}
    modified = '<b:lastModifiedDate operator="onOrAfter"><c:searchValue>2020-01-01T00:00:00Z</c:searchValue></b:lastModifiedDate>'
    assert found(find(soap, basic("Customer", modified + custom_choice("anyOf", "1")))) == {"1"}


@pytest.mark.requirement("wire-04")
def test_references_that_the_schema_searches_by_text_or_word(soap: Wire) -> None:
    by_company = find(soap, basic("SupportCase", words("company", "dogwood", operator="contains")))
    assert found(by_company) == {"1"}
    assert found(find(soap, basic("SupportCase", words("stage", "_open")))) == {"1", "2"}
    assert found(find(soap, basic("SupportCase", words("stage", "_closed")))) == set()


def joined(search: str, prefix: str, joins: str, criteria: str = "") -> str:
    return (
        f'<m:search><m:searchRecord xsi:type="{prefix}:{search}">'
        f"<{prefix}:basic>{criteria}</{prefix}:basic>{joins}</m:searchRecord></m:search>"
    )


@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(
    ("search", "ids"),
    [
        (
            joined("JobSearch", "rel", f"<rel:customerJoin>{words('email', 'billing', operator='startsWith')}</rel:customerJoin>"),
            {"1", "2"},
        ),
        (
            joined("CustomerSearch", "rel", f"<rel:jobJoin>{any_of('internalId', '3')}</rel:jobJoin>"),
            {"3"},
        ),
        (
            joined(
                "TransactionSearch",
                "sales",
                f"<sales:itemJoin>{words('itemId', 'Consulting', operator='is')}</sales:itemJoin>",
                words("type", "_invoice"),
            ),
            {"3"},
        ),
        (
            joined("ItemSearch", "acct", f"<acct:transactionJoin>{words('type', '_purchaseOrder')}</acct:transactionJoin>"),
            {"5"},
        ),
        (
            joined("ContactSearch", "rel", f"<rel:customerJoin>{any_of('internalId', '1')}</rel:customerJoin>"),
            {"1"},
        ),
        (
            joined("ProjectTaskSearch", "act", f"<act:jobJoin>{words('entityId', 'PRJ', operator='startsWith')}</act:jobJoin>"),
            {"1", "2"},
        ),
    ],
)  # fmt: skip
def test_joins_follow_references_both_ways(soap: Wire, search: str, ids: set[str]) -> None:
    assert found(find(soap, search)) == ids


@pytest.mark.requirement("wire-04")
def test_joins_that_are_not_followed_are_refused_by_name(soap: Wire) -> None:
    reply = find(soap, joined("CustomerSearch", "rel", "<rel:timeJoin/>"))
    assert reply.texts("code") == ["FEATURE_UNAVAILABLE"]
    assert "timeJoin" in reply.text("message")


def advanced(
    columns: str, criteria: str = "", attributes: str = "", kind: str = "Customer", prefix: str = "rel"
) -> str:
    asked = (
        f"<{prefix}:criteria><{prefix}:basic>{criteria}</{prefix}:basic></{prefix}:criteria>"
        if criteria
        else ""
    )
    sent = f"<{prefix}:columns>{columns}</{prefix}:columns>" if columns else ""
    return f'<m:search><m:searchRecord xsi:type="{prefix}:{kind}SearchAdvanced" {attributes}>{asked}{sent}</m:searchRecord></m:search>'


@pytest.mark.requirement("wire-04")
def test_columns_answer_rows_of_values(soap: Wire) -> None:
    columns = (
        "<rel:basic><b:email><c:customLabel>Mail</c:customLabel></b:email><b:entityStatus/><b:internalId/>"
        '<b:customFieldList><c:customField xsi:type="c:SearchColumnMultiSelectCustomField" scriptId="custentity_units"/>'
        "</b:customFieldList></rel:basic>"
    )
    reply = find(soap, advanced(columns, any_of("internalId", "1")))
    assert reply.successes == [True], reply.raw.decode()
    (row,) = reply.all("searchRow")
    assert row.xpath("*[local-name()='basic']/*[local-name()='email']/*/text()") == [
        "Mail",
        "billing@dogwood.example",
    ]
    assert [one.get("internalId") for one in row.xpath(".//*[local-name()='customField']/*")] == ["1", "3"]
    assert row.xpath(".//*[local-name()='internalId']/*/@internalId") == ["1"]
    assert reply.text("totalRecords") == "1"


@pytest.mark.requirement("wire-04")
def test_columns_of_what_a_field_refers_to(soap: Wire) -> None:
    columns = "<rel:basic><b:internalId/></rel:basic><rel:customerJoin><b:email/></rel:customerJoin>"
    reply = find(soap, advanced(columns, any_of("internalId", "3"), kind="Job"))
    (row,) = reply.all("searchRow")
    assert row.xpath("*[local-name()='customerJoin']/*/*/text()") == ["office@cedar.example"]


LINES = "<sales:basic><b:amount/><b:internalId/><b:item/><b:mainLine/></sales:basic>"


def cells(row: etree._Element) -> list[str]:
    """Return main line, item and amount of a row."""
    values = {one.tag.rpartition("}")[2]: one[0] for one in row[0]}
    item = values.get("item")
    return [values["mainLine"].text, "" if item is None else item.get("internalId"), values["amount"].text]


@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (words("type", "_invoice"), [["true", "", "600.0"], ["false", "1", "600.0"]]),
        (words("type", "_invoice") + MAIN.format("false"), [["false", "1", "600.0"]]),
        (words("type", "_invoice") + MAIN.format("true"), [["true", "", "600.0"]]),
        (words("type", "_invoice") + any_of("item", "1"), [["false", "1", "600.0"]]),
        (words("type", "_invoice") + any_of("item", "4"), []),
    ],
)
def test_transactions_answer_a_row_a_line(soap: Wire, criteria: str, expected: list[list[str]]) -> None:
    name = '<b:internalId operator="anyOf"><c:searchValue internalId="3"/></b:internalId>'
    item, _, rest = criteria.partition("<b:mainLine")
    ordered = name + (item + (f"<b:mainLine{rest}" if rest else ""))
    reply = find(soap, advanced(LINES, ordered, kind="Transaction", prefix="sales"))
    assert reply.successes == [True], reply.raw.decode()
    assert [cells(row) for row in reply.all("searchRow")] == expected
    assert reply.text("totalRecords") == str(len(expected))


@pytest.mark.requirement("wire-04")
def test_lines_show_columns_of_their_item(soap: Wire) -> None:
    columns = "<sales:basic><b:internalId/></sales:basic><sales:itemJoin><b:itemId/></sales:itemJoin>"
    reply = find(
        soap,
        advanced(
            columns, any_of("internalId", "4") + MAIN.format("false"), kind="Transaction", prefix="sales"
        ),
    )
    (row,) = reply.all("searchRow")
    assert row.xpath("*[local-name()='itemJoin']/*/*/text()") == ["Travel Charge"]


@pytest.mark.requirement("wire-04")
def test_rows_are_paged(soap: Wire) -> None:
    size = "<m:searchPreferences><m:pageSize>5</m:pageSize></m:searchPreferences>"
    search = advanced(
        LINES, words("type", "_invoice", "_salesOrder", "_vendorBill"), kind="Transaction", prefix="sales"
    )
    page = find(soap, search, size)
    assert (page.text("totalRecords"), page.text("totalPages"), len(page.all("searchRow"))) == ("12", "3", 5)
    last = soap.call(
        f"<m:searchMoreWithId><m:searchId>{page.text('searchId')}</m:searchId><m:pageIndex>3</m:pageIndex></m:searchMoreWithId>",
    )
    assert len(last.all("searchRow")) == 2


@pytest.mark.requirement("wire-04")
def test_rows_of_transactions_name_type_and_status(soap: Wire) -> None:
    columns = "<sales:basic><b:entity/><b:mainLine/><b:status/><b:type/></sales:basic>"
    criteria = (
        MAIN.format("true")
        + words("type", "_invoice")
        + any_of("internalIdNumber", "3")
        .replace('operator="anyOf"', 'operator="equalTo"')
        .replace('<c:searchValue internalId="3"/>', "<c:searchValue>3</c:searchValue>")
    )
    reply = find(soap, advanced(columns, criteria, kind="Transaction", prefix="sales"))
    assert reply.successes == [True], reply.raw.decode()
    (row,) = reply.all("searchRow")
    assert row.xpath(".//*[local-name()='status' or local-name()='type']/*/text()") == [
        "_invoiceOpen",
        "_invoice",
    ]
    assert row.xpath(".//*[local-name()='entity']/*/@internalId") == ["1"]


@pytest.mark.requirement("wire-04")
@pytest.mark.parametrize(
    ("search", "code"),
    [
        (advanced("<rel:basic><b:image/></rel:basic>"), "INVALID_SEARCH_FIELD_NAME"),
        (advanced("<rel:jobJoin><b:email/></rel:jobJoin>"), "FEATURE_UNAVAILABLE"),
        (advanced("", attributes='savedSearchScriptId="customsearch_none"'), "INVALID_SAVED_SRCH"),
    ],
)
def test_columns_that_are_not_answered_are_refused(soap: Wire, search: str, code: str) -> None:
    assert find(soap, search).texts("code") == [code]


@pytest.mark.requirement("wire-04")
def test_a_saved_search_brings_its_criteria_and_columns(soap: Wire, account: Account) -> None:
    leads = Criterion("stage", "anyOf", ("_lead",))
    account.records.saved_searches.define(
        SavedSearch(
            "7", "customsearch_leads", "Our leads", "customer", "customer", (leads,), ("entityId", "email")
        )
    )
    by_number = find(soap, advanced("", attributes='savedSearchId="7"'))
    by_script = find(soap, advanced("", attributes='savedSearchScriptId="customsearch_leads"'))
    assert by_number.texts("searchValue") == by_script.texts("searchValue") != []
    assert all(
        "bakery" in row.xpath("string()") or "birch" in row.xpath("string()")
        for row in by_number.all("searchRow")
    )
    whole = find(
        soap,
        advanced("", attributes='savedSearchId="7"'),
        "<m:searchPreferences><m:returnSearchColumns>false</m:returnSearchColumns></m:searchPreferences>",
    )
    assert found(whole) == {"2"}
    nobody = find(soap, advanced("", any_of("internalId", "1"), 'savedSearchId="7"'))
    assert nobody.text("totalRecords") == "0"


@pytest.mark.requirement("wire-04")
def test_a_saved_search_keeps_its_values_and_joins(account: Account) -> None:
    criteria = (
        Criterion("startDate", "within", (date(2026, 1, 2), date(2026, 3, 4))),
        Criterion("lastModifiedDate", "onOrAfter", (datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC),)),
        Criterion("dateCreated", "on", ("today",)),
        Join(("parent",), "customer", (Criterion("internalId", "anyOf", ("1",)),)),
    )
    search = SavedSearch("9", "customsearch_kept", "Kept", "job", "job", criteria, ("entityId",))
    account.records.saved_searches.define(search)
    assert account.records.saved_searches.find("9", "") == search


@pytest.mark.requirement("wire-04", "grant-05")
def test_a_role_finds_only_what_it_may_view(account: Account) -> None:
    seen = {name: level for name, level in PERMISSIONS.items() if name not in ("TRAN_SALESORD", "LIST_ITEM")}
    account.access.define_role("customrole_some", "Some", {**seen, "TRAN_CUSTINVC": Level.VIEW})
    some = client(account, "customrole_some", "some@example.com")
    orders = find(some, basic("Transaction", words("type", "_salesOrder", "_invoice")))
    assert found(orders) == {"3", "4"}
    join = f"<sales:itemJoin>{any_of('internalId', '1')}</sales:itemJoin>"
    assert find(some, joined("TransactionSearch", "sales", join)).texts("code") == ["INSUFFICIENT_PERMISSION"]


def columns(kind: str, names: tuple[str, ...], home: str) -> str:
    cells = "".join(f"<b:{name}/>" for name in names)
    return (
        f'<m:search><m:searchRecord xsi:type="{home}:{kind}SearchAdvanced"><{home}:columns><{home}:basic>{cells}'
        f"</{home}:basic></{home}:columns></m:searchRecord></m:search>"
    )


def test_default_addresses_are_columns(account: Account, soap: Wire) -> None:
    book = [
        {
            "defaultBilling": True,
            "addressbookAddress": {"city": "Ulm", "zip": "89073", "country": "_germany"},
        },
        {"defaultShipping": True, "addressbookAddress": {"city": "York"}},
    ]
    account.records.save(account.access.system_session(), "customer", {"addressbookList": book}, id="1")
    reply = find(soap, columns("Customer", ("billCity", "billCountry", "billZipCode", "shipCity"), "rel"))
    values = {etree.QName(cell).localname: cell[0].text for cell in reply.one("billCity").getparent()}
    assert values == {
        "billCity": "Ulm",
        "billCountry": "_germany",
        "billZipCode": "89073",
        "shipCity": "York",
    }


def test_a_tasks_row_shows_the_instants_that_the_record_has_not(soap: Wire) -> None:
    reply = find(soap, columns("ProjectTask", ("createdDate", "lastModifiedDate"), "act"))
    assert len(reply.all("lastModifiedDate")) == len(reply.all("searchRow")) > 0
    assert soap.call(f"<m:get>{messages_ref('projectTask', '1')}</m:get>").all("lastModifiedDate") == []


def messages_ref(record_type: str, record_id: str) -> str:
    return f'<m:baseRef xsi:type="c:RecordRef" type="{record_type}" internalId="{record_id}"/>'

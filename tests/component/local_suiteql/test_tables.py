"""What the tables hold: rows of the records, codes, display texts, lines with their signs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landbridge.local.seeds import demo
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.suiteql.tables import catalogue
from tests.component.local_suiteql.conftest import Company

pytestmark = pytest.mark.requirement("query-01")

DOCUMENTED = {
    "employee": "id entityid firstname middlename lastname email title employeetype employeestatus supervisor department class location "
    "subsidiary currency hiredate releasedate isinactive externalid lastmodifieddate datecreated isjobresource laborcost",
    "customer": "id entityid altname companyname isperson firstname lastname parent email phone currency entitystatus searchstage "
    "defaultbillingaddress defaultshippingaddress isinactive externalid lastmodifieddate datecreated",
    "job": "id entityid entitynumber entitytitle companyname altname customer parent entitystatus jobtype jobbillingtype jobprice "
    "jobitem billingschedule projectmanager startdate enddate calculatedenddate projectedenddate currency fxrate estimatedtime "
    "estimatedcost estimatedrevenue percentcomplete percenttimecomplete allowtime allowexpenses limittimetoassignees timeapproval "
    "isinactive externalid lastmodifieddate datecreated",
    "projecttask": "id title project parent status estimatedwork actualwork startdatetime enddate ismilestone externalid lastmodifieddate",
    "supportcase": "id casenumber title company status stage priority assigned startdate enddate createddate isinactive lastmodifieddate",
    "supportcasestatus": "id name stage",
    "item": "id itemid fullname displayname description itemtype subtype parent subsidiary class department location expenseaccount "
    "incomeaccount isinactive externalid createddate lastmodifieddate",
    "expensecategory": "id name description expenseacct raterequired defaultrate isinactive externalid lastmodifieddate",
    "transaction": "id tranid transactionnumber type trandate status memo entity currency postingperiod posting createdby createddate "
    "duedate closedate lastmodifiedby lastmodifieddate externalid isreversal reversal",
    "transactionline": "id transaction linesequencenumber mainline taxline item entity class department location subsidiary quantity rate "
    "netamount foreignamount memo isclosed isbillable expenseaccount",
    "transactionaccountingline": "transaction transactionline account accountingbook amount debit credit netamount amountpaid "
    "amountunpaid amountlinked posting exchangerate",
    "entity": "id type entitytitle isperson customer employee vendor project contact parent",
    "vendor": "id entityid companyname isperson email currency isinactive externalid lastmodifieddate",
    "customrecord_center": "id name isinactive externalid created lastmodified custrecord_owner",
    "contact": "id firstname lastname email",
    **dict.fromkeys(("subsidiary", "department", "classification", "location", "currency", "term", "pricelevel"), "id name"),
    **dict.fromkeys(("customerstatus", "entitystatus"), "id name stage"),
    "account": "id acctnumber",
}  # fmt: skip


@pytest.mark.parametrize("table", DOCUMENTED)
def test_every_documented_column_can_be_asked_for(company: Company, table: str) -> None:
    columns = DOCUMENTED[table].split()
    rows = company.query(f"SELECT {', '.join(columns)} FROM {table}")
    assert set().union(*rows) <= set(columns)
    assert all(row.get("id", "1").isdigit() for row in rows)


def test_every_table_of_the_account_can_be_read(company: Company) -> None:
    types = company.account.records.types
    tables = catalogue((types.get(name) for name in types.names()), company.account.settings.zone)
    assert {"customer", "item", "transaction", "entity", "customrecord_center"} <= tables.keys()
    for name in tables:
        assert company.query(f"SELECT COUNT(*) n FROM {name}")[0]["n"].isdigit()


def test_a_customer_has_its_texts_codes_and_flags(company: Company) -> None:
    [row] = company.query("SELECT * FROM customer WHERE companyname = 'Dogwood'")
    assert row["id"] == company.ids["dogwood"]
    assert row["searchstage"] == "CUSTOMER"
    assert row["isinactive"] == "F"
    assert row["creditlimit"] == "1000.5"
    assert row["custentity_grade"] == "A"
    assert row["lastmodifieddate"] == "3/2/2026"
    assert "phone" not in row, "nulls are left out"
    assert not [name for name in row if name.startswith("_")]


def test_display_texts_of_references_and_codes(company: Company) -> None:
    [row] = company.query(
        "SELECT BUILTIN.DF(j.customer) c, BUILTIN.DF(j.jobbillingtype) b, j.jobbillingtype code, BUILTIN.DF(j.companyname) n, "
        "BUILTIN.DF(c.searchstage) s FROM job j JOIN customer c ON c.id = j.customer"
    )
    display = company.account.records.display("customer", company.ids["dogwood"])
    assert row == {"c": display, "b": "Time and Materials", "code": "TM", "n": "Roll-out", "s": "Customer"}


def test_the_display_text_follows_its_parent(company: Company) -> None:
    def shown() -> str | None:
        return company.column("SELECT BUILTIN.DF(entity.project) FROM entity WHERE type = 'Job'")[0]

    assert "Dogwood" in str(shown())
    company.save("dogwood", "customer", {"companyName": "Dogwood Health"}, id=company.ids["dogwood"])
    assert "Dogwood Health : " in str(shown())
    company.save("dogwood", "customer", {"companyName": "Dogwood"}, id=company.ids["dogwood"])
    assert "Dogwood Health" not in str(shown())


def test_people_and_companies_together(company: Company) -> None:
    rows = company.query("SELECT id, type, customer, employee, vendor, project FROM entity ORDER BY id")
    kinds = {row["id"]: row["type"] for row in rows}
    assert kinds[company.ids["ada"]] == "Employee"
    assert kinds[company.ids["birch"]] == "CustJob"
    assert kinds[company.ids["rollout"]] == "Job"
    assert kinds[company.ids["acme"]] == "Vendor"
    for row in rows:
        own = {"Employee": "employee", "CustJob": "customer", "Job": "project", "Vendor": "vendor"}[
            row["type"]
        ]
        assert row[own] == row["id"]


def test_transactions_have_codes_and_display_texts(company: Company) -> None:
    rows = company.query(
        "SELECT id, type, status, BUILTIN.DF(status) st, BUILTIN.DF(type) ty, posting, foreigntotal FROM transaction ORDER BY id"
    )
    found = {row["id"]: row for row in rows}
    order = found[company.ids["order"]]
    assert (order["type"], order["posting"], order["foreigntotal"]) == ("SalesOrd", "F", "250")
    assert order["st"].startswith("Sales Order : Pending ")
    bill = found[company.ids["bill"]]
    assert bill | {"id": ""} == {
        "id": "", "type": "VendBill", "status": "A", "st": "Bill : Open", "ty": "Bill", "posting": "T", "foreigntotal": "-80",
    }  # fmt: skip
    assert found[company.ids["invoice"]]["ty"] == "Invoice"


def test_lines_are_numbered_and_signed(company: Company) -> None:
    lines = company.query(
        "SELECT id, linesequencenumber, mainline, item, quantity, rate, foreignamount, netamount FROM transactionline "
        "WHERE transaction = ? ORDER BY linesequencenumber",
        company.ids["order"],
    )
    assert [(line["mainline"], line["netamount"]) for line in lines] == [
        ("T", "250"),
        ("F", "-200"),
        ("F", "-50"),
    ]
    assert lines[1]["quantity"] == "-2"
    assert lines[1]["item"] == company.ids["hours"]
    assert len({line["id"] for line in lines}) == 3
    bill = company.query(
        "SELECT mainline, expenseaccount, memo, foreignamount FROM transactionline WHERE transaction = ? ORDER BY id",
        company.ids["bill"],
    )
    assert [line["foreignamount"] for line in bill] == ["-80", "80"]
    assert bill[1]["memo"] == "rent"


def test_accounting_lines_tell_what_is_unpaid(company: Company) -> None:
    unpaid = company.column(
        "SELECT amountunpaid FROM transactionaccountingline WHERE transaction = ? AND amountunpaid IS NOT NULL",
        company.ids["invoice"],
    )
    assert unpaid == ["80"]


def test_a_payment_is_linked_to_what_it_pays(company: Company) -> None:
    rows = company.query(
        "SELECT previousdoc, nextdoc, nexttype, linktype, foreignamount FROM nexttransactionlinelink"
    )
    assert {
        "previousdoc": company.ids["invoice"],
        "nextdoc": company.ids["payment"],
        "nexttype": "CustPymt",
        "linktype": "Payment",
        "foreignamount": "120",
    } in rows


def test_a_case_has_the_stage_of_its_status(company: Company) -> None:
    [row] = company.query(
        "SELECT c.stage, s.stage other FROM supportcase c JOIN supportcasestatus s ON s.id = c.status"
    )
    assert row == {"stage": "OPEN", "other": "OPEN"}


def test_items_are_one_table(company: Company) -> None:
    [row] = company.query("SELECT itemid, itemtype, subtype, description FROM item")
    assert row == {"itemid": "Hours", "itemtype": "Service", "subtype": "Sale", "description": "Work"}


def test_custom_records_and_fields(company: Company) -> None:
    [row] = company.query(
        "SELECT name, BUILTIN.DF(custrecord_owner) o, lastmodified FROM customrecord_center"
    )
    assert row["name"] == "North"
    assert "Ada Byron" in row["o"]


def test_deleted_changed_and_new_records_are_seen_at_once(company: Company) -> None:
    saved = company.save("gone", "customer", {"companyName": "Gone"})
    assert company.column("SELECT companyname FROM customer WHERE id = ?", saved) == ["Gone"]
    company.save("gone", "customer", {"companyName": "Going"}, id=saved)
    assert company.column("SELECT companyname FROM customer WHERE id = ?", saved) == ["Going"]
    company.account.records.delete(company.session, "customer", saved)
    assert company.query("SELECT id FROM customer WHERE id = ?", saved) == []
    assert company.query("SELECT id FROM entity WHERE id = ?", saved) == []


@pytest.fixture(scope="module")
def demo_company(new_company: Callable[[], Company]) -> Company:
    company = new_company()
    demo.seed(company.account, TokenSecrets())
    return company


def test_every_transaction_of_the_demo_balances(demo_company: Company) -> None:
    every = demo_company.column("SELECT id FROM transaction ORDER BY id")
    for table, debit, credit in (
        ("transactionaccountingline", "debit", "credit"),
        ("transactionline", "debitforeignamount", "creditforeignamount"),
    ):
        rows = demo_company.query(
            f"SELECT transaction t, SUM({debit}) d, SUM({credit}) c FROM {table} GROUP BY transaction ORDER BY 1"
        )
        assert [row["t"] for row in rows] == every
        assert [row for row in rows if row.get("d") != row.get("c")] == []


def test_a_payment_posts_to_the_bank_and_to_what_is_owed(demo_company: Company) -> None:
    rows = demo_company.query(
        "SELECT t.type, a.transactionline line, BUILTIN.DF(a.account) account, a.debit, a.credit "
        "FROM transactionaccountingline a JOIN transactionline l ON l.transaction = a.transaction AND l.id = a.transactionline "
        "JOIN transaction t ON t.id = a.transaction WHERE t.type IN ('CustPymt', 'VendPymt') ORDER BY t.type, a.transactionline"
    )
    assert rows == [
        {"type": "CustPymt", "line": "0", "debit": "200"},
        {"type": "CustPymt", "line": "1", "account": "1200 Accounts Receivable", "credit": "200"},
        {"type": "VendPymt", "line": "0", "account": "1000 Checking", "credit": "500"},
        {"type": "VendPymt", "line": "1", "account": "2000 Accounts Payable", "debit": "500"},
    ]


def test_what_is_no_line_closes_a_transaction(company: Company) -> None:
    line = {"item": company.ids["hours"], "quantity": 1.0, "amount": 100.0}
    saved = company.save(
        "shipped",
        "salesOrder",
        {"entity": company.ids["dogwood"], "itemList": [line], "shippingCost": 12.5, "exchangeRate": 1.0},
    )
    rows = company.query(
        "SELECT id, mainline, foreignamount FROM transactionline WHERE transaction = ? ORDER BY id", saved
    )
    company.account.records.delete(company.session, "salesOrder", saved)
    assert [row["foreignamount"] for row in rows] == ["112.5", "-100", "-12.5"]


def test_types_with_the_same_ids_are_queried_one_after_the_other(demo_company: Company) -> None:
    shared = set.intersection(
        *(set(demo_company.column(f"SELECT id FROM {table}")) for table in ("employee", "vendor", "customer"))
    )
    assert shared, "the demo numbers each type from 1"
    for table, kind in (("vendor", "Vendor"), ("employee", "Employee"), ("contact", "Contact")):
        own = demo_company.query(f"SELECT id, entityid FROM {table} ORDER BY id")
        assert own == demo_company.query("SELECT id, entityid FROM entity WHERE type = ? ORDER BY id", kind)
        for row in demo_company.query(
            "SELECT id, BUILTIN.DF(entity) e FROM transaction WHERE type = 'VendBill'"
        ):
            assert row["e"].startswith("VEND")
    for row in demo_company.query(
        "SELECT BUILTIN.DF(t.entity) e FROM transaction t WHERE t.type = 'ExpRept'"
    ):
        assert (
            row["e"] == demo_company.column("SELECT BUILTIN.DF(employee) FROM entity WHERE employee = 2")[0]
        )


def test_records_of_different_types_may_have_the_same_id(demo_company: Company) -> None:
    company = demo_company
    rows = company.query("SELECT id, type FROM entity ORDER BY id, type")
    assert len(rows) == len({(row["id"], row["type"]) for row in rows}) > len({row["id"] for row in rows})
    shown = {"VendBill": "VEND", "CustInvc": "CUST", "ExpRept": "EMP"}
    for row in company.query("SELECT type, BUILTIN.DF(entity) e FROM transaction"):
        assert row["e"].startswith(shown.get(row["type"], "")), row
    changed = company.column("SELECT id FROM customer WHERE ROWNUM = 1")[0]
    company.save("changed", "customer", {"phone": "9"}, id=changed)
    assert company.query("SELECT id, type FROM entity ORDER BY id, type") == rows


def test_addresses_are_reached_by_their_own_numbers(company: Company) -> None:
    address = {"addr1": "Hauptstr. 1", "city": "Ulm", "country": "_germany"}
    book = [
        {"label": "Old", "addressbookAddress": {"city": "Bath"}},
        {"label": "Office", "defaultBilling": True, "addressbookAddress": address},
    ]
    for record_type, name in (("customer", "birch"), ("employee", "ben"), ("vendor", "acme")):
        company.save(name, record_type, {"addressbookList": book}, id=company.ids[name])
        rows = company.query(
            f"SELECT b.label, b.defaultbilling d, a.city, a.country, BUILTIN.DF(a.country) c FROM {record_type}addressbook b "
            f"JOIN {record_type}addressbookentityaddress a ON a.nkey = b.addressbookaddress WHERE b.entity = ? ORDER BY b.internalid",
            company.ids[name],
        )
        assert rows == [
            {"label": "Old", "d": "F", "city": "Bath"},
            {"label": "Office", "d": "T", "city": "Ulm", "country": "DE", "c": "Germany"},
        ]
    assert company.column(
        "SELECT a.city FROM customer c JOIN customeraddressbookentityaddress a ON a.nkey = c.defaultbillingaddress WHERE c.id = ?",
        company.ids["birch"],
    ) == ["Ulm"]
    company.save("birch", "customer", {"addressbookList": None}, id=company.ids["birch"])
    assert company.query("SELECT * FROM customeraddressbook WHERE entity = ?", company.ids["birch"]) == []


def test_a_transaction_has_addresses_of_its_own(company: Company) -> None:
    company.save("order", "salesOrder", {"billingAddress": {"city": "York"}}, id=company.ids["order"])
    rows = company.query(
        "SELECT a.city FROM transaction t LEFT JOIN transactionbillingaddress a ON a.nkey = t.billingaddress "
        "LEFT JOIN transactionshippingaddress s ON s.nkey = t.shippingaddress WHERE t.id IN (?, ?) ORDER BY a.city",
        company.ids["order"],
        company.ids["bill"],
    )
    assert rows == [{"city": "York"}, {}]

"""Listing, opening, creating and editing records; what is wrong is shown beside the field."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.records.model import CustomField
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from landbridge.recordtypes import Kind

from .browser import Browser, internal_id, messages, shown

CUSTOMER = "/app/common/entity/custjob.nl"
CUSTOMERS = "/app/common/entity/custjoblist.nl"
EMPLOYEE = "/app/common/entity/employee.nl"
EMPLOYEES = "/app/common/entity/employeelist.nl"
PROJECT = "/app/accounting/project/project.nl"
PROJECTS = "/app/accounting/project/projectlist.nl"

pytestmark = pytest.mark.requirement("pages-02")


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    """One account for all tests of this module: each makes records of its own."""
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


def error_of(page: str, field: str) -> str:
    """Return the error shown beside a field."""
    found = re.search(rf'<p class="error" id="e-{field}">(.*?)</p>', page, re.DOTALL)
    return found.group(1) if found else ""


def test_an_employee_is_created_viewed_and_edited(account: Account, anna: Browser) -> None:
    view = anna.save(
        EMPLOYEE, firstname="Eli", lastname="Ofori", hiredate="2026-03-01", laborcost="80.5", department="1"
    )
    id_ = internal_id(view)
    values = account.records.get("employee", id_).values  # type: ignore[union-attr]  # it was just saved
    assert values["firstName"] == "Eli"
    assert values["hireDate"] == datetime.date(2026, 3, 1)
    assert values["laborCost"] == 80.5
    page = anna.open(view)
    assert messages(page) == [("confirmation", "Confirmation Employee successfully saved.")]
    assert (shown(page, "firstname"), shown(page, "hiredate"), shown(page, "department")) == (
        "Eli",
        "3/1/2026",
        "Services",
    )
    assert shown(page, "internalid") == id_
    assert messages(anna.open(view)) == []

    assert anna.save(f"{EMPLOYEE}?id={id_}&e=T", lastname="Mensah") == view
    assert shown(anna.open(view), "lastname") == "Mensah"
    assert shown(anna.open(view), "hiredate") == "3/1/2026"


@pytest.mark.parametrize("stage", ["lead", "prospect", "customer"])
def test_a_customer_is_created_in_the_stage_of_the_form(account: Account, anna: Browser, stage: str) -> None:
    form = anna.open(f"{CUSTOMER}?stage={stage}")
    assert f"New {stage.capitalize()}" in form
    view = anna.save(f"{CUSTOMER}?stage={stage}", companyname=f"Fir & {stage}")
    record = account.records.get("customer", internal_id(view))
    assert record is not None
    assert record.values["stage"] == f"_{stage}"
    assert record.values["companyName"] == f"Fir & {stage}"


def test_a_box_that_is_on_by_default_can_be_left_off(account: Account, anna: Browser) -> None:
    box = "custentity_gets_newsletter"
    applies_to = frozenset({"employee"})
    account.records.fields.define(CustomField(box, Kind.BOOLEAN, "Gets newsletter", applies_to, default=True))
    assert read_form(anna.open(EMPLOYEE)).fields[box] == "T"
    on = internal_id(anna.save(EMPLOYEE, firstname="Ida", lastname="On"))
    off = internal_id(anna.save(EMPLOYEE, firstname="Ida", lastname="Off", **{box: "F"}))
    records = account.records.get_many("employee", [on, off])
    assert (records[on].values[box], records[off].values[box]) == (True, False)


def test_a_lead_becomes_a_customer_by_its_status(account: Account, anna: Browser) -> None:
    id_ = internal_id(anna.save(f"{CUSTOMER}?stage=lead", companyname="Ginkgo Travel"))
    anna.save(f"{CUSTOMER}?id={id_}&e=T", entitystatus="13")
    assert shown(anna.open(f"{CUSTOMER}?id={id_}"), "stage") == "Customer"


def test_a_project_refers_to_its_customer(account: Account, anna: Browser) -> None:
    (customer,) = [id_ for id_, text in account.records.options("customer") if "Dogwood" in text]
    view = anna.save(PROJECT, companyname="Laboratory", parent=customer, jobbillingtype="_fixedBidInterval")
    page = anna.open(view)
    assert f'<a href="{CUSTOMER}?id={customer}">' in page
    assert shown(page, "jobbillingtype") == "Fixed Bid, Interval"


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    account: Account, anna: Browser
) -> None:
    before = len(account.records.search("employee", []))
    answer = anna.submit(
        EMPLOYEE, firstname="Eli", lastname="Ofori", hiredate="soon", laborcost="much", comments="Two\nlines"
    )
    assert answer.status == 422
    assert error_of(answer.text, "hiredate") == "Enter a date like M/D/YYYY."
    assert error_of(answer.text, "laborcost") == "Enter a number."
    fields = read_form(answer.text).fields
    assert (fields["firstname"], fields["hiredate"], fields["laborcost"]) == ("Eli", "soon", "much")
    assert fields["comments"].replace("\r", "").strip() == "Two\nlines"
    assert len(account.records.search("employee", [])) == before


def test_a_missing_mandatory_field_is_named(anna: Browser) -> None:
    answer = anna.submit(EMPLOYEE, firstname="Eli", lastname="")
    assert answer.status == 422
    assert "Last Name" in "; ".join(read_form(answer.text).errors)
    assert read_form(answer.text).fields["firstname"] == "Eli"


def test_a_duplicate_name_is_refused_above_or_beside(anna: Browser) -> None:
    anna.save(CUSTOMER, companyname="Hazel Tools")
    answer = anna.submit(CUSTOMER, companyname="Hazel Tools", phone="555 0199")
    assert answer.status == 422
    assert "already exists" in "; ".join(read_form(answer.text).errors)
    assert read_form(answer.text).fields["phone"] == "555 0199"


def test_a_made_up_reference_is_refused(anna: Browser) -> None:
    answer = anna.submit(EMPLOYEE, firstname="Eli", lastname="Unreferred", department="999")
    assert answer.status == 422
    assert read_form(answer.text).errors


def test_a_date_may_be_typed_as_the_account_writes_it(anna: Browser) -> None:
    view = anna.save(EMPLOYEE, firstname="Ida", lastname="Dated", hiredate="12/31/2025")
    assert shown(anna.open(view), "hiredate") == "12/31/2025"


def test_clearing_a_field_and_a_box(account: Account, anna: Browser) -> None:
    view = anna.save(EMPLOYEE, firstname="Ida", lastname="Cleared", phone="555", issalesrep="T")
    id_ = internal_id(view)
    anna.save(f"{EMPLOYEE}?id={id_}&e=T", phone="", issalesrep="F")
    record = account.records.get("employee", id_)
    assert record is not None
    assert "phone" not in record.values
    assert record.values["isSalesRep"] is False


def test_text_is_shown_as_text(anna: Browser) -> None:
    view = anna.save(CUSTOMER, companyname="<script>alert(1)</script>", comments="<b>bold</b>")
    page = anna.open(view)
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;bold" in page
    assert "<script>alert(1)" not in anna.open(CUSTOMERS)


@pytest.mark.parametrize(
    "address", [f"{EMPLOYEE}?id=99999", f"{EMPLOYEE}?id=x", f"{CUSTOMER}?id=99999&e=T", f"{PROJECT}?id=-1"]
)
def test_an_unknown_record_is_not_found(anna: Browser, address: str) -> None:
    assert messages(anna.open(address, status=404)) == [("error", "That record does not exist.")]


class TestList:
    def test_shows_pages_of_fifty(self, account: Account, anna: Browser) -> None:
        session = account.access.system_session()
        for number in range(60):
            account.records.save(session, "customer", {"companyName": f"Oak {number:02}"})
        first = anna.open(CUSTOMERS)
        total = len(account.records.search("customer", []))
        assert f"1 to 50 of {total}" in first
        assert first.count("<tr data-id=") == 50
        second = anna.open(f"{CUSTOMERS}?page=2")
        assert second.count("<tr data-id=") == total - 50
        shown_ids = re.findall(r'<tr data-id="(\d+)"', first + second)
        assert sorted(shown_ids) == sorted(account.records.search("customer", []))
        assert f"51 to {total} of {total}" in anna.open(f"{CUSTOMERS}?page=99")

    def test_is_filtered_by_text_and_stage(self, anna: Browser) -> None:
        assert re.findall(r'<tr data-id="\d+"', anna.open(f"{CUSTOMERS}?q=cedar")) != []
        assert "Birch" not in anna.open(f"{CUSTOMERS}?q=cedar")
        leads = anna.open(f"{CUSTOMERS}?stage=_lead")
        assert "Birch" in leads
        assert "Cedar" not in leads
        assert "Nothing found" in anna.open(f"{CUSTOMERS}?q=cedar&stage=_lead")

    def test_a_cell_is_edited_in_the_list(self, account: Account, anna: Browser) -> None:
        id_ = internal_id(anna.save(CUSTOMER, companyname="Juniper Post", email="a@juniper.example"))
        answer = anna.edit_cell(CUSTOMERS, id_, "phone", "555 0142")
        assert (answer.status, answer.json()) == (200, {"ok": True, "value": "555 0142", "message": ""})
        record = account.records.get("customer", id_)
        assert record is not None
        assert (record.values["phone"], record.values["email"]) == ("555 0142", "a@juniper.example")
        assert account.records.timeline.rows()[-1].event == "xedit"

    @pytest.mark.parametrize(
        ("field", "value", "reason"),
        [
            ("startdate", "soon", "Enter a date like M/D/YYYY."),
            ("companyname", "", "Project Name"),
            ("entityid", "X", "cannot be edited"),
            ("nosuchfield", "X", "cannot be edited"),
        ],
    )
    def test_a_refused_cell_says_why(
        self, account: Account, anna: Browser, field: str, value: str, reason: str
    ) -> None:
        id_ = account.records.search("job", [])[0]
        answer = anna.edit_cell(PROJECTS, id_, field, value)
        assert answer.status == 422
        assert answer.json()["ok"] is False
        assert reason in answer.json()["message"]

    def test_an_unknown_record_is_refused(self, anna: Browser) -> None:
        answer = anna.edit_cell(EMPLOYEES, "99999", "phone", "1")
        assert answer.json()["ok"] is False


def test_nobody_overwrites_what_another_saved_meanwhile(
    account: Account, new_browser: Callable[[], Browser]
) -> None:
    anna, ben = (new_browser().sign_in(f"{name}@demo.example") for name in ("anna", "ben"))
    id_ = internal_id(anna.save(CUSTOMER, companyname="Katsura Ltd", phone="1"))
    address = f"{CUSTOMER}?id={id_}&e=T"
    form = read_form(ben.open(address)).fields
    anna.save(address, email="k@katsura.example")
    refused = ben.send("POST", address, {**form, "phone": "2"})
    assert refused.status == 409
    assert "Record has been changed" in read_form(refused.text).errors[0]
    assert read_form(refused.text).fields["phone"] == "2"
    ben.save(address, phone="2")
    record = account.records.get("customer", id_)
    assert record is not None
    assert (record.values["phone"], record.values["email"]) == ("2", "k@katsura.example")


def test_a_role_without_the_right_to_create_has_no_button(account: Account, anna: Browser) -> None:
    account.access.set_permission("customrole_demo_sales", "LIST_JOB", Level.VIEW)
    page = anna.open(PROJECTS)
    account.access.set_permission("customrole_demo_sales", "LIST_JOB", Level.EDIT)
    assert "New Project" not in page
    assert 'class="cell"' not in page

"""Lines in the form of a transaction, deleting a record, fields that nobody edits: as the imports need them, by page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.account import Account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account

from .browser import Browser, internal_id, messages

ORDER = "/app/accounting/transactions/salesord.nl"
PURCHASE = "/app/accounting/transactions/purchord.nl"
BILL = "/app/accounting/transactions/vendbill.nl"
PROJECT = "4"

pytestmark = pytest.mark.requirement("pages-02")


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


def lines_of(account: Account, record_type: str, record_id: str) -> list[dict[str, object]]:
    record = account.records.get(record_type, record_id)
    assert record is not None
    return list(record.values["itemList"])


def a_purchase(admin: Browser, **values: str) -> str:
    return admin.save(
        PURCHASE,
        **{
            "entity": "3",
            "custbody_oa_export_to_openair": "T",
            "item.1.item": "12",
            "item.1.quantity": "2",
            "item.1.rate": "350",
            "item.1.customer": PROJECT,
            "item.1.custcol_oa_export_to_openair": "T",
            "item.1.custcol_oa_po_rate": "350",
            "item.2.item": "5",
            "item.2.rate": "4.5",
            **values,
        },
    )


def test_custom_columns_and_the_project_are_filled_in(account: Account, admin: Browser) -> None:
    view = admin.save(
        ORDER,
        **{
            "entity": PROJECT,
            "item.1.item": "10",
            "item.1.rate": "180",
            "item.1.job": PROJECT,
            "item.1.custcol_oa_billing_rule_type": "1",
        },
    )
    (line,) = lines_of(account, "salesOrder", internal_id(view))
    assert (line["custcol_oa_billing_rule_type"], line["job"], line["quantity"]) == ("1", PROJECT, 1.0)
    assert ">Time<" in admin.open(view)
    marked, plain = lines_of(account, "purchaseOrder", internal_id(a_purchase(admin)))
    assert (marked["custcol_oa_export_to_openair"], marked["customer"]) == (True, PROJECT)
    assert not plain.get("custcol_oa_export_to_openair")


def test_lines_are_changed_removed_and_added_in_the_form(account: Account, admin: Browser) -> None:
    view = a_purchase(admin)
    id_ = internal_id(view)
    address = f"{view}&e=T"
    assert read_form(admin.open(address)).fields["item.1.quantity"] == "2"
    admin.save(address, **{"item.1.quantity": "3", "item.1.custcol_oa_export_to_openair": "F"})
    first, second = lines_of(account, "purchaseOrder", id_)
    assert (first["quantity"], first["amount"], first["line"]) == (3.0, 1050.0, 1)
    assert first["custcol_oa_export_to_openair"] is False
    admin.save(
        address, **{"item.1.remove": "T", "item.3.item": "5", "item.3.quantity": "7", "item.3.rate": "4.5"}
    )
    kept, added = lines_of(account, "purchaseOrder", id_)
    assert kept == second
    assert (added["line"], added["quantity"]) == (3, 7.0)
    admin.save(address, memo="no line is touched")
    assert lines_of(account, "purchaseOrder", id_) == [kept, added]


def test_lines_that_the_form_does_not_show_stay(account: Account, admin: Browser) -> None:
    system = account.access.system_session()
    values = {
        "entity": "3",
        "itemList": [{"item": "5", "quantity": float(n), "rate": "1.0"} for n in range(1, 31)],
    }
    id_ = account.records.save(system, "purchaseOrder", values).record.id
    admin.save(f"{PURCHASE}?id={id_}&e=T", **{"item.2.remove": "T", "item.1.quantity": "100"})
    quantities = [line["quantity"] for line in lines_of(account, "purchaseOrder", id_)]
    assert quantities == [100.0, *map(float, range(3, 31))]


def test_what_is_no_value_of_a_column_is_said_beside_it(admin: Browser) -> None:
    address = f"{a_purchase(admin)}&e=T"
    answer = admin.submit(address, **{"item.1.quantity": "many"})
    assert answer.status == 422
    assert read_form(answer.text).fields["item.1.quantity"] == "many"
    assert read_form(answer.text).errors == ["Enter a number."]


def test_a_record_is_deleted_by_its_button_and_listed_as_deleted(account: Account, admin: Browser) -> None:
    view = a_purchase(admin)
    answer = admin.submit(view, delete="T")
    assert answer.status == 303
    assert messages(admin.open(answer.headers["Location"])) == [
        ("confirmation", "Confirmation Purchase Order successfully deleted.")
    ]
    assert account.records.get("purchaseOrder", internal_id(view)) is None
    gone = account.records.deletions.among(
        ["purchaseOrder"], None, zone=account.settings.zone, now=account.clock.now()
    )
    assert [one.id for one in gone][-1] == internal_id(view)


def test_what_others_refer_to_is_not_deleted(account: Account, admin: Browser) -> None:
    answer = admin.submit("/app/common/entity/vendor.nl?id=3", delete="T")
    assert answer.status == 303
    (told,) = messages(admin.open(answer.headers["Location"]))
    assert "it has dependent records" in told[1]
    assert account.records.get("vendor", "3") is not None


def test_who_may_not_delete_has_no_button_and_no_right(account: Account, anna: Browser) -> None:
    page = anna.open("/app/common/entity/employee.nl?id=5")
    assert 'name="delete"' not in page
    anna.submit("/app/common/entity/employee.nl?id=5", delete="T")
    assert account.records.get("employee", "5") is not None


def test_the_last_import_is_shown_and_not_edited(account: Account, admin: Browser) -> None:
    account.records.save(
        account.access.system_session(), "customer", {"custentity_landbridge_outcome": "updated"}, id="1"
    )
    assert ">updated<" in admin.open("/app/common/entity/custjob.nl?id=1")
    form = read_form(admin.open("/app/common/entity/custjob.nl?id=1&e=T"))
    assert "custentity_oa_export_to_openair" in form.fields
    assert "custentity_landbridge_outcome" not in form.fields
    admin.save("/app/common/entity/custjob.nl?id=1&e=T", custentity_landbridge_outcome="mine")
    stored = account.records.get("customer", "1")
    assert stored is not None
    assert stored.values["custentity_landbridge_outcome"] == "updated"


@pytest.mark.parametrize(
    ("place", "button", "made"),
    [
        (f"{BILL}?id=18", "vendorPayment", "vendpymt.nl"),
        ("/app/accounting/transactions/custinvc.nl?id=14", "creditMemo", "custcred.nl"),
    ],
)
def test_a_button_makes_the_document_that_settles(admin: Browser, place: str, button: str, made: str) -> None:
    answer = admin.submit(place, transform=button)
    assert answer.status == 303
    assert made in answer.headers["Location"]

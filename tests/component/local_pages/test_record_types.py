"""Lists, forms and inline edits of every record type that has pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.access.model import Context, Level
from landbridge.local.account import Account
from landbridge.local.pages.recordpages import RECORD_PAGES, RecordPages
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.testing import RunningAccount, running_account
from landbridge.recordtypes import RecordType
from landbridge.recordtypes.integrated import INTEGRATED

from .browser import Browser

TRANSACTIONS = "/app/accounting/transactions"
WATCH = """define(['N/log', 'N/runtime', 'N/ui/message'], (log, runtime, message) => ({
  beforeLoad: ({ type, form }) => form.addPageInitMessage({ type: message.Type.INFORMATION, title: 'Watch', message: `seen on ${type}` }),
  afterSubmit: ({ type, newRecord }) => log.audit(`${newRecord.type} ${newRecord.id}`, `${type} ${runtime.executionContext}`),
}));"""
EDITED = {
    "employee": "title",
    "customer": "comments",
    "vendor": "comments",
    "contact": "comments",
    "job": "comments",
    "supportCase": "title",
    "projectTask": "title",
    "item": "displayname",
    "expenseCategory": "description",
}
"""A field of each list's records that a form may change; of transactions it is the memo."""


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningAccount]:
    """An account with a script on every record type of the integration."""
    with running_account() as running:
        account = running.account
        assert isinstance(account.scripting, Scripting)
        file = account.files.save(
            account.access.system_session(), "/SuiteScripts/tests", "watch.js", WATCH.encode()
        )
        script = Script("customscript_watch", 0, USER_EVENT, "watch", file.path)
        deployments = [
            Deployment(
                f"customdeploy_{kind}",
                script.script_id,
                0,
                record_type=kind,
                status=DeploymentStatus.RELEASED,
                all_roles=True,
            )
            for kind in INTEGRATED
            if not kind.startswith("customrecord")
        ]
        account.scripting.registry.define(script, deployments)
        yield running


@pytest.fixture(scope="module")
def someone(shared: RunningAccount) -> Browser:
    return Browser(int(shared.http.rpartition(":")[2])).sign_in("admin@demo.example")


def _one_of(account: Account, pages: RecordPages) -> tuple[RecordType, str]:
    for kind in pages.types:
        ids = account.records.search(kind.name, [])
        if ids:
            return kind, min(ids, key=int)
    raise AssertionError(f"the demo has no {pages.title}")


def _logged(account: Account, title: str) -> list[str]:
    assert isinstance(account.scripting, Scripting)
    return [entry.details for entry in account.scripting.log(500) if entry.title == title]


@pytest.mark.parametrize("name", list(RECORD_PAGES))
def test_list_view_and_form(shared: RunningAccount, someone: Browser, name: str) -> None:
    pages, account = RECORD_PAGES[name], shared.account
    kind, record_id = _one_of(account, pages)
    address = f"{pages.form}?id={record_id}"
    assert address in someone.open(pages.list_address)
    assert account.records.display(kind.name, record_id).split()[0] in someone.open(address)
    field = EDITED.get(name, "memo")
    form = read_form(someone.open(f"{address}&e=T"))
    answer = someone.send("POST", f"{address}&e=T", {**form.fields, field: f"Changed {name}"})
    assert (answer.status, answer.headers["Location"]) == (303, address)
    saved = account.records.timeline.rows()[-1]
    assert (saved.type, saved.id, saved.event, saved.context) == (
        kind.name,
        record_id,
        "edit",
        Context.USERINTERFACE,
    )
    changed = account.records.get(kind.name, record_id)
    assert changed is not None
    assert f"Changed {name}" in changed.values.values()


@pytest.mark.parametrize("name", list(RECORD_PAGES))
def test_inline_edits_are_xedits(shared: RunningAccount, someone: Browser, name: str) -> None:
    pages, account = RECORD_PAGES[name], shared.account
    kind, record_id = _one_of(account, pages)
    field = kind.field(next(one for one in pages.inline if one not in ("isInactive", "startDate", "email")))
    value = "4" if field.name == "estimatedWork" else f"Inline {name}"
    csrf = someone.csrf(pages.list_address)
    answer = someone.send(
        "POST",
        pages.list_address,
        {"_csrf": csrf, "id": record_id, "field": field.script, "value": value},
    )
    assert answer.json() == {"ok": True, "value": value, "message": ""}
    assert account.records.timeline.rows()[-1].event == "xedit"


def test_user_events_run_by_the_name_that_scripts_know(shared: RunningAccount, someone: Browser) -> None:
    account = shared.account
    for name, script_type in (
        ("supportCase", "supportcase"),
        ("projectTask", "projecttask"),
        ("item", "serviceitem"),
        ("expenseCategory", "expensecategory"),
        ("salesOrder", "salesorder"),
        ("vendorPayment", "vendorpayment"),
    ):
        pages = RECORD_PAGES[name]
        _, record_id = _one_of(account, pages)
        page = someone.open(f"{pages.form}?id={record_id}&e=T")
        assert "seen on edit" in page, name
        field = EDITED.get(name, "memo")
        someone.send("POST", f"{pages.form}?id={record_id}&e=T", {**read_form(page).fields, field: "Watched"})
        assert _logged(account, f"{script_type} {record_id}")[0] == "edit USERINTERFACE", name


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("itemtype=Service&subtype=Sale", "serviceSaleItem"),
        ("itemtype=NonInvtPart&subtype=Purchase", "nonInventoryPurchaseItem"),
        ("itemtype=OthCharge&subtype=Resale", "otherChargeResaleItem"),
        ("", "serviceSaleItem"),
    ],
)
def test_the_address_says_which_item_is_made(
    shared: RunningAccount, someone: Browser, query: str, kind: str
) -> None:
    place = f"{RECORD_PAGES['item'].form}?{query}"
    fields = read_form(someone.open(place)).fields
    answer = someone.send("POST", place, {**fields, "itemid": f"Made {query}"})
    assert answer.status == 303, answer.text
    record_id = answer.headers["Location"].rpartition("=")[2]
    assert shared.account.records.get(kind, record_id) is not None
    assert f"Made {query}".replace("&", "&amp;") in someone.open(answer.headers["Location"])


def test_lists_of_transactions_share_an_address(shared: RunningAccount, someone: Browser) -> None:
    orders, bills = RECORD_PAGES["salesOrder"], RECORD_PAGES["vendorBill"]
    assert orders.listing == bills.listing
    assert "<h1>Sales Orders</h1>" in someone.open(orders.list_address)
    assert "<h1>Bills</h1>" in someone.open(bills.list_address)
    _, order = _one_of(shared.account, orders)
    number = shared.account.records.get("salesOrder", order)
    assert number is not None
    found = someone.open(f"{orders.list_address}&q={number.values['tranId']}")
    assert f"?id={order}" in found
    assert 'name="Transaction_TYPE" value="SalesOrd"' in found
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', found) == [orders.list_address]


def test_an_order_is_made_billed_and_paid(shared: RunningAccount, someone: Browser) -> None:
    account = shared.account
    customer = account.records.search("customer", [])[0]
    item = account.records.search("serviceSaleItem", [])[0]
    place = f"{TRANSACTIONS}/salesord.nl"
    fields = read_form(someone.open(place)).fields
    without = someone.send("POST", place, {**fields, "entity": customer})
    assert (without.status, "at least one line item" in without.text) == (422, True)
    wrong = {**fields, "entity": customer, "item.1.item": item, "item.1.quantity": "many"}
    answer = someone.send("POST", place, wrong)
    assert (answer.status, 'value="many"' in answer.text) == (422, True)
    answer = someone.send("POST", place, {**wrong, "item.1.quantity": "2", "item.1.rate": "10"})
    assert answer.status == 303, answer.text
    order = answer.headers["Location"]
    assert "<h2>Items</h2>" in someone.open(order)
    invoice = _pressed(someone, order, "invoice")
    assert invoice.startswith(f"{TRANSACTIONS}/custinvc.nl?id=")
    payment = _pressed(someone, invoice, "customerPayment")
    assert "<h2>Invoices</h2>" in someone.open(payment)
    again = _pressed(someone, order, "invoice")
    assert again == order
    assert "No Invoice was made" in someone.open(order)
    contexts = [(one.type, one.context) for one in account.records.timeline.rows()[-3:]]
    assert contexts == [(kind, "USERINTERFACE") for kind in ("salesOrder", "invoice", "customerPayment")]


def _pressed(someone: Browser, address: str, target: str) -> str:
    page = someone.open(address)
    answer = someone.send(
        "POST",
        address,
        {
            "_csrf": read_form(page).fields["_csrf"],
            "id": address.rpartition("=")[2],
            "transform": target,
        },
    )
    assert answer.status == 303, answer.text
    return str(answer.headers["Location"])


def test_buttons_follow_the_role_and_unknown_ones_are_refused(
    shared: RunningAccount, someone: Browser
) -> None:
    access = shared.account.access
    user = access.user_by_email("anna@demo.example")
    assert user is not None
    role = access.role(user.role_ids[0])
    assert role is not None
    access.set_permission(role.script_id, "TRAN_SALESORD", Level.VIEW)
    _, order = _one_of(shared.account, RECORD_PAGES["salesOrder"])
    address = f"{TRANSACTIONS}/salesord.nl?id={order}"
    anna = Browser(someone.port).sign_in("anna@demo.example")
    assert 'name="transform"' not in anna.open(address)
    csrf = read_form(someone.open(address)).fields["_csrf"]
    wrong = someone.send("POST", address, {"_csrf": csrf, "id": order, "transform": "employee"})
    assert wrong.status == 404


def test_the_navigation_has_what_a_role_may_view(someone: Browser) -> None:
    page = someone.open("/app/center/card.nl")
    links = re.findall(r"<nav.*?</nav>", page, re.DOTALL)[0]
    assert "/app/crm/support/caselist.nl" in links
    assert "transactionlist.nl?Transaction_TYPE=VendPymt" in links


def test_ids_that_are_none(someone: Browser) -> None:
    for address in ("/app/common/item/item.nl?id=x", "/app/common/item/item.nl?id=99999"):
        someone.open(address, 404)
    someone.open(f"{TRANSACTIONS}/salesord.nl?id=99999", 404)

"""Rows of every kind of source in a run, filters, and values that do not fit: what arrives, and what the log says."""

from __future__ import annotations

import pytest

from landbridge.service.ports import Reference, SourceAccount
from landbridge.service.workflows.activation import set_real_time
from landbridge.service.workflows.catalogue import CATALOGUE, MAIN, Row, Source
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Workflow
from landbridge.service.workflows.needs import needed_columns, needed_fields
from landbridge.service.workflows.rows import replace_rows
from landbridge.service.workflows.sensitivity import hidden_by_workflow
from landbridge.service.workflows.store import prepare
from tests.component.service_runs.conftest import Stand

ROWS = (
    Row("netsuite_customer_id__c", Source.FIELD, "internalId", required=True),
    Row("name", Source.FIELD, "entityId", required=True),
    Row("type", Source.CONSTANT, value="C"),
    Row("company", Source.CONCATENATION, value=[{"field": "companyName"}, {"text": "\n"}, {"field": "city"}]),
    Row("currency", Source.MACRO, value="_ACCOUNT_CURRENCY", initial_only=True),
    Row("userid", Source.LOOKUP, "salesRep", "employees"),
    Row("web", Source.LOOKUP, "salesRep", {"workflow": "employees", "return": "nickname"}),
    Row("cost_centerid", Source.LOOKUP, "custentity_center", {"table": "cost_center", "by": "code"}),
    Row("terms", Source.VALUES, "terms", {"4": "30 days", "*": "at once"}),
    Row(
        "code",
        Source.CONDITIONAL,
        value={
            "branches": [
                {"if": "(city = 'Brno')", "then": {"source": "constant", "field": "", "value": "CZ"}},
                {"if": "(laborCost > 100)", "then": {"source": "field", "field": "laborCost", "value": None}},
            ]
        },
    ),
    Row("url__c", Source.MACRO, value="_RECORD_URL"),
)


def give(stand: Stand, *rows: Row, filter_text: str = "") -> Workflow:
    set_real_time(stand.connection, "customers", live=False, by=stand.admin)
    given = {MAIN: [(row, True) for row in rows]}
    return replace_rows(stand.connection, "customers", given, filters={MAIN: filter_text}, by=stand.admin)


@pytest.mark.requirement("map-02")
def test_every_kind_of_source_arrives(stand: Stand) -> None:
    give(stand, *ROWS)
    stand.netsuite.told = SourceAccount("TSTDRV1", base_currency="EUR")
    stand.employee("3", "ann")
    stand.customer(
        "7",
        "Wolfe",
        companyName="Wolfe Ltd",
        city="Brno",
        salesRep=Reference("3", "Ann"),
        terms=Reference("4", "Net 30"),
    )
    stand.customer("8", "Lamb", terms=Reference("5", "Net 60"))

    run = stand.run()

    assert stand.outcomes(run) == {
        "employees 3": "created",
        "customers 7": "created",
        "customers 8": "created",
    }
    held = stand.spp("customer")
    fields = held["Wolfe"].fields
    ann = str(stand.spp("user")["ann"].pk)
    assert {name: fields.get(name) for name in ("company", "currency", "userid", "web", "terms", "code")} == {
        "company": "Wolfe Ltd\nBrno",
        "currency": "EUR",
        "userid": ann,
        "web": "ann",
        "terms": "30 days",
        "code": "CZ",
    }
    assert fields["url__c"] == "https://tstdrv1.app.netsuite.com/app/common/entity/custjob.nl?id=7"
    assert held["Lamb"].fields["terms"] == "at once"
    assert not held["Lamb"].fields.get("company")


@pytest.mark.requirement("map-04")
def test_what_a_filter_leaves_out_is_listed_with_the_reason(stand: Stand) -> None:
    give(stand, *ROWS[:3], filter_text="(subsidiary = '1', '2') AND (customer.active <> 'T')")
    stand.customer("7", "Wolfe", subsidiary=Reference("1", "Parent"))
    stand.customer("8", "Lamb", subsidiary=Reference("3", "Elsewhere"))

    run = stand.run(keys=["customers"])

    left = stand.item(run, "8")
    assert (left.outcome, left.code, left.field) == ("skipped", "filtered", "subsidiary")
    assert left.reason == "The filter of Customer leaves it out: subsidiary = ('1', '2'), not Elsewhere."
    assert stand.item(run, "7").outcome == "created"
    with pytest.raises(WorkflowRefused, match=r"The filter of Customer cannot be read\. Line 1, column 9"):
        give(stand, *ROWS[:3], filter_text="(a = 1) b")


@pytest.mark.requirement("hard-02")
def test_a_value_that_does_not_fit_fails_its_record_alone(stand: Stand) -> None:
    stand.customer("7", "Wolfe")
    stand.customer("8", "Long", companyName="x" * 300)
    stand.customer("9", "Gold", currency=Reference("77", "Doubloon"))
    stand.customer("10", "Mail", email="nowhere")
    stand.customer("11", "Odd", comments="a\0b")

    run = stand.run(keys=["customers"])

    told = {key: stand.item(run, key) for key in ("8", "9", "10", "11")}
    assert {key: (one.outcome, one.field, one.value[:8]) for key, one in told.items()} == {
        "8": ("failed", "companyName", "xxxxxxxx"),
        "9": ("failed", "currency", "Doubloon"),
        "10": ("failed", "email", "nowhere"),
        "11": ("failed", "comments", "a\N{REPLACEMENT CHARACTER}b"),
    }
    assert told["8"].reason.endswith("this value has 300.")
    assert told["11"].reason == "Notes takes text, and U+0000 is no character."
    assert set(stand.spp("customer")) == {"Wolfe"}


@pytest.mark.requirement("hard-04")
def test_names_arrive_as_they_are(stand: Stand) -> None:
    names = ["007", "שלום עולם", "Zoë 👩‍👩‍👧 Ltd", "wolfe", "Straße"]
    for number, name in enumerate(names):
        stand.customer(str(number + 1), name, phone=f"00{number}")

    stand.run(keys=["customers"])

    held = stand.spp("customer")
    assert set(held) == set(names)
    assert held["007"].fields["phone"] == "000"

    stand.customer("9", "WOLFE")
    stand.customer("10", "7")
    run = stand.run(keys=["customers"])
    assert (stand.item(run, "9").outcome, stand.item(run, "9").code) == ("failed", "name_taken")
    assert stand.item(run, "10").outcome == "created"


@pytest.mark.requirement("log-03")
def test_what_a_condition_reads_is_needed_and_hidden(stand: Stand) -> None:
    workflow = give(stand, *ROWS, filter_text="(custentity_grade > 3)")
    [prepared] = prepare([workflow])
    assert {"laborCost", "city", "companyName", "custentity_grade", "salesRep"} <= needed_fields(prepared)
    assert needed_columns(prepared) == frozenset()
    assert {"laborCost", "code", "city"} <= hidden_by_workflow()[workflow.pk]
    give(stand, *ROWS[:3])
    assert "code" in hidden_by_workflow()[workflow.pk]


def test_the_columns_of_lines_are_needed_by_their_sublist(stand: Stand) -> None:
    orders = Workflow.objects.create(connection=stand.connection, key="purchase_orders")
    [prepared] = prepare([orders])
    columns = needed_columns(prepared)
    assert "itemList.custcol_oa_export_to_openair" in columns
    assert all("." in name for name in columns)
    declared = {group.each for group in CATALOGUE["purchase_orders"].groups if group.each}
    assert {name.partition(".")[0] for name in columns} <= declared

"""References of a batch: there or not, of the right table, as the field demands; in one query."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landbridge.service.ports import Outcome
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.record_types import SPP_TYPES, SppKind, SppType
from tests.component.service_projects.conftest import Write, change, outcomes

Create = Callable[..., str]


class Maker:
    """Makes one record of any table, and first what its required fields refer to."""

    def __init__(self, create: Create) -> None:
        self._create = create
        self._made: dict[str, str] = {}

    def make(self, table: str) -> str:
        if table not in self._made:
            kind = SPP_TYPES[table]
            given = {name: self._value(kind, name) for name in kind.required}
            if table == "envelope":
                given["status"] = "A"
            self._made[table] = self._create(table, **given, **{kind.netsuite_id_field: "4711"})
        return self._made[table]

    def _value(self, kind: SppType, name: str) -> str:
        field = kind.field(name)
        assert field
        if field.kind is SppKind.REFERENCE:
            return self.make(field.refers_to)
        return {SppKind.DATE: "2026-11-21", SppKind.CHOICE: (field.choices or ("",))[0]}.get(
            field.kind, "Some"
        )


@pytest.mark.requirement("import-09")
def test_a_record_of_every_table_is_made_and_found_by_its_netsuite_id(
    account: BuiltInAccount, create: Create
) -> None:
    maker = Maker(create)
    for table in SPP_TYPES:
        made = maker.make(table)
        (found,) = account.find(table, netsuite_ids=["4711"])
        assert (found.spp_id, found.type) == (made, table)
        assert found.name


def test_a_reimbursement_needs_an_approved_report(write: Write, create: Create) -> None:
    ada = create("user", nickname="ada")
    open_one = create("envelope", userid=ada, status="S")
    approved = create("envelope", userid=ada, status="A")
    answers = write(
        "reimbursement",
        change("1", date="2026-11-21", envelopeid=open_one),
        change("2", date="2026-11-21", envelopeid=approved),
        change("3", date="2026-11-21", envelopeid="999999"),
    )
    assert outcomes(answers) == [Outcome.REFUSED, Outcome.CREATED, Outcome.REFUSED]
    assert (answers[0].code, answers[2].code) == (827, 601)
    assert answers[0].reason == f"Expense report (envelopeid) must be one that is approved, not {open_one}"


@pytest.mark.requirement("option-02")
def test_nodes_are_of_hierarchies_that_differ(write: Write, create: Create) -> None:
    regions = create("hierarchy", name="Region", type="user")
    units = create("hierarchy", name="Unit", type="user")
    north, south = (create("hierarchy_node", name=name, hierarchyid=regions) for name in ("North", "South"))
    sales = create("hierarchy_node", name="Sales", hierarchyid=units)
    answers = write(
        "user",
        change("1", nickname="a", hierarchy_node_ids=f"{north},{sales}"),
        change("2", nickname="b", hierarchy_node_ids=f"{north},{south}"),
        change("3", nickname="c", hierarchy_node_ids=f"{north},999999"),
        change("4", nickname="d", hierarchy_node_ids="North"),
    )
    assert [(one.outcome, one.code) for one in answers] == [
        (Outcome.CREATED, 0),
        (Outcome.REFUSED, 1051),
        (Outcome.REFUSED, 1050),
        (Outcome.REFUSED, 2002),
    ]


def test_another_accounts_record_is_none(create: Create, write: Write) -> None:
    acme = create("customer", name="Acme")
    SppRecord.objects.filter(pk=acme).update(account="spp-2")
    assert outcomes(write("project", change("1", name="Rollout", customerid=acme))) == [Outcome.REFUSED]


@pytest.mark.requirement("rate-03")
def test_many_references_cost_as_many_statements_as_one(write: Write, create: Create) -> None:
    acme = create("customer", name="Acme")
    projects = [create("project", name=f"P{one}", customerid=acme) for one in range(15)]
    product = create("product", name="Licence")
    order = create("purchaseorder", vendorid=create("vendor", name="Shop"))

    def statements(count: int, start: int) -> int:
        lines = [
            change(
                f"{start}-{one}",
                purchaseorderid=order,
                projectid=projects[one],
                productid=product,
                netsuite_vendorbill_purchase_item_id__c=f"{start}-{one}",
            )
            for one in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert outcomes(write("purchase_item", *lines)) == [Outcome.CREATED] * count
        return len(captured)

    assert statements(1, 1) == statements(15, 2) <= 8

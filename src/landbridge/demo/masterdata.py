"""What the people of the demo save first: employee, customer, project with its work, and the lists that documents refer to."""

from __future__ import annotations

from dataclasses import dataclass

from landbridge.demo.person import Person
from landbridge.demo.setup import NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD
from landbridge.demo.stack import Stack

EXPORTED = {"custentity_oa_export_to_openair": "T"}
MARKED = {"custevent_oa_export_to_openair": "T"}
SERVICE = {"custitem_oa_export_to_openair": "T"}
PRODUCT = {"custitem_oa_export_to_openair_product": "T"}
SALES, PROJECTS = "anna@demo.example", "ben@demo.example"
INCOME, COSTS, TRAVEL = "9", "11", "12"
"""Accounts of the demo: services revenue, cost of services, travel."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One save by a person: the record's type and id, the workflow that imports it, and the event."""

    type: str
    internal_id: str
    workflow: str
    event: str = "create"


async def save(stack: Stack) -> list[Saved]:
    """Save a record of each type that stands by itself, in three sessions; return them in order. Raises ``PageError``."""
    base = stack.addresses["netsuite"]
    async with (
        await Person.sign_in(base, NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD) as admin,
        await Person.sign_in(base, SALES, NETSUITE_PASSWORD) as sales,
        await Person.sign_in(base, PROJECTS, NETSUITE_PASSWORD) as projects,
    ):
        employee = {"firstname": "Grace", "lastname": "Okafor", "email": "grace.okafor@demo.example"}
        saved = [Saved("employee", await admin.create("employee", {**employee, **EXPORTED}), "employees")]
        customer = {"companyname": "Elm Street Studios", "email": "hello@elm.example", **EXPORTED}
        customer_id = await sales.create("customer", customer, stage="customer")
        saved.append(Saved("customer", customer_id, "customers"))
        project = {"companyname": "Elm website", "parent": customer_id, **EXPORTED}
        project_id = await projects.create("job", project)
        saved.append(Saved("job", project_id, "projects"))
        return [*saved, *await _work(admin, project_id), *await _lists(admin)]


async def _work(person: Person, project: str) -> list[Saved]:
    task = {"title": "Design", "company": project, "estimatedwork": "16", **MARKED}
    case = {"title": "Pictures do not load", "company": project, **MARKED}
    return [
        Saved("projectTask", await person.create("projectTask", task), "project_tasks"),
        Saved("supportCase", await person.create("supportCase", case), "cases"),
    ]


async def _lists(person: Person) -> list[Saved]:
    service = {"itemid": "Web Design", "incomeaccount": INCOME, **SERVICE}
    product = {"itemid": "Camera", "expenseaccount": COSTS, "cost": "900", **PRODUCT}
    return [
        Saved(
            "serviceSaleItem",
            await person.create("item", service, itemtype="Service", subtype="Sale"),
            "services",
        ),
        Saved(
            "nonInventoryPurchaseItem",
            await person.create("item", product, itemtype="NonInvtPart", subtype="Purchase"),
            "products",
        ),
        Saved(
            "expenseCategory",
            await person.create("expenseCategory", {"name": "Train", "expenseacct": TRAVEL}),
            "expense_items",
        ),
        Saved(
            "customrecord_oa_cost_center",
            await person.create("customrecord_oa_cost_center", {"name": "Studio"}),
            "cost_centers",
        ),
        Saved(
            "customrecord_oa_project_rate_card",
            await person.create("customrecord_oa_project_rate_card", {"name": "Studio rates"}),
            "rate_cards",
        ),
    ]

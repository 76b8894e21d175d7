"""Customer POs (Sales Orders): a sales order with a line that has a billing rule type, to customer PO with what its lines give."""

from __future__ import annotations

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Option, Rule
from landbridge.service.workflows.catalogue.order_rules import (
    LINES,
    ON_DATE,
    PERCENT_COMPLETE,
    PROJECTS_OF_ORDER,
    RULE_TYPE,
    RULES,
    SWAPPED,
    TIME,
)
from landbridge.service.workflows.catalogue.row_kinds import field, netsuite_id, values
from landbridge.service.workflows.catalogue.sales_parties import CUSTOMER
from landbridge.service.workflows.catalogue.source_values import choice_of

NET_TOTAL = Option(
    "net_total",
    "Set SuiteProjects Pro Customer PO total value to NetSuite sales order net amount",
    "On: the total of a customer PO is the order's subtotal, before tax. Off: its total.",
    default=False,
    rows={MAIN: (field("total", "subTotal"),)},
)


def _without_rule(record: SourceRecord) -> str | None:
    chosen = (choice_of(line, RULE_TYPE) for line in record.lines.get(LINES, ()))
    if any(one in (TIME, PERCENT_COMPLETE, ON_DATE) for one in chosen):
        return None
    return "No line has a billing rule type that is exported."


SALES_ORDERS = Declaration(
    key="sales_orders",
    label="Customer POs (Sales Orders)",
    netsuite_type="salesOrder",
    groups=(
        Group(
            key=MAIN,
            label="Customer PO",
            spp_type="customerpo",
            integration_point="SO_TO_CUSTOMERPO",
            netsuite_id_field="netsuite_customerpo_id__c",
            name_field="name",
            name_within=("customerid",),
            rows=(
                netsuite_id("netsuite_customerpo_id__c"),
                field("name", "tranId", required=True),
                field("number", "otherRefNum"),
                CUSTOMER,
                field("date", "tranDate"),
                field("total", "total"),
                field("currency", "currency"),
                field("notes", "memo"),
                values(
                    "active",
                    "orderStatus",
                    {
                        "_pendingApproval": True,
                        "_pendingFulfillment": True,
                        "_partiallyFulfilled": True,
                        "_pendingBillingPartFulfilled": True,
                        "_pendingBilling": True,
                        "_fullyBilled": True,
                        "_cancelled": False,
                        "_closed": False,
                        "_undefined": True,
                        "": True,
                    },
                ),
            ),
        ),
        PROJECTS_OF_ORDER,
        *RULES,
    ),
    rule=Rule(
        "no_billing_rule",
        "At least one line has the billing rule type 1, 2 or 3.",
        sublists=frozenset({LINES}),
        of_lines=_without_rule,
    ),
    depends_on=("customers", "projects"),
    options=(NET_TOTAL, SWAPPED),
)

"""What the marked lines of a sales order become beside the customer PO: links to projects, billing rules, recognition rules.

Type 1 of a line is time, 2 and 3 are the two kinds of fixed fee, 4 stays out (observed in a public script of the native bundle); which of
2 and 3 is which is assumed, and an option swaps them (decision 0058).
"""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import MAIN, Group, Option, Row
from landbridge.service.workflows.catalogue.row_kinds import (
    constant,
    field,
    joined,
    line_id,
    link,
    part,
    ticked,
)
from landbridge.service.workflows.catalogue.sales_parties import CUSTOMER_OF_LINE, PROJECT_OF_LINE

LINES = "itemList"
RULE_TYPE = "custcol_oa_billing_rule_type"
TIME, PERCENT_COMPLETE, ON_DATE = "1", "2", "3"
MARKED = f"({RULE_TYPE} = '{TIME}', '{PERCENT_COMPLETE}', '{ON_DATE}')"
PERCENT_GROUP, DATE_GROUP = "recognition_percent_complete", "recognition_date"

SWAPPED = Option(
    "swap_fixed_fee_types",
    "Billing rule type 2 is a fixed fee on date or milestone, type 3 one by percent complete",
    "Off: the other way round. It decides which recognition rule a fixed fee gets.",
    default=False,
    rows={PERCENT_GROUP: (constant("type", "F"),), DATE_GROUP: (constant("type", "C"),)},
)

PROJECTS_OF_ORDER = Group(
    key="projects",
    label="Projects of the customer PO",
    spp_type="customerpo_to_project",
    integration_point="SO_TO_CUSTOMERPO_TO_PROJECT",
    netsuite_id_field="netsuite_customerpo_to_project_id__c",
    each=LINES,
    key_fields=("job",),
    condition=MARKED,
    leaves_out_orphans=True,
    rows=(
        line_id("netsuite_customerpo_to_project_id__c"),
        part("customerpoid", MAIN),
        CUSTOMER_OF_LINE,
        PROJECT_OF_LINE,
        ticked("active"),
    ),
    withdrawn={"active": False},
)


def _billing(key: str, label: str, point: str, types: str, *rows: Row) -> Group:
    return Group(
        key=key,
        label=label,
        spp_type="project_billing_rule",
        integration_point=point,
        netsuite_id_field="netsuite_project_billing_rule_id__c",
        each=LINES,
        condition=f"({RULE_TYPE} = {types})",
        leaves_out_orphans=True,
        rows=(
            line_id("netsuite_project_billing_rule_id__c"),
            joined("name", "{record.tranId}", " ", "{line}", " ", "{item}", required=True),
            PROJECT_OF_LINE,
            CUSTOMER_OF_LINE,
            part("customerpoid", MAIN),
            *rows,
            link("categoryid", "item", "services"),
            field("currency", "record.currency"),
            field("start_date", "record.startDate"),
            field("end_date", "record.endDate"),
            field("description", "description"),
            ticked("active"),
        ),
        withdrawn={"active": False},
    )


def _recognition(key: str, label: str, point: str, billing_type: str, letter: str) -> Group:
    return Group(
        key=key,
        label=label,
        spp_type="revenue_recognition_rule",
        integration_point=point,
        netsuite_id_field="netsuite_revenue_recognition_rule_id__c",
        each=LINES,
        condition=f"({RULE_TYPE} = '{billing_type}')",
        leaves_out_orphans=True,
        rows=(
            line_id("netsuite_revenue_recognition_rule_id__c"),
            joined("name", "{record.tranId}", " ", "{line}", " ", "{item}", required=True),
            PROJECT_OF_LINE,
            CUSTOMER_OF_LINE,
            part("customerpo_id", MAIN),
            constant("type", letter),
            constant("recognition_type", "R"),
            field("amount", "amount"),
            link("categoryid", "item", "services"),
            field("currency", "record.currency"),
            field("start_date", "record.startDate"),
            field("end_date", "record.endDate"),
            ticked("active"),
        ),
        withdrawn={"active": False},
    )


RULES = (
    _billing(
        "billing_time",
        "Time billing rules",
        "PROJECT_BILLING_RULE_TIME",
        f"'{TIME}'",
        constant("type", "T"),
        constant("rate_from", "C", initial_only=True),
    ),
    _billing(
        "billing_fixed_fee",
        "Fixed fee billing rules",
        "PROJECT_BILLING_RULE_FIXED_FEE",
        f"'{PERCENT_COMPLETE}', '{ON_DATE}'",
        constant("type", "F"),
        field("amount", "amount"),
    ),
    _recognition("recognition_time", "Time recognition rules", "REVREC_RULE_TIME", TIME, "T"),
    _recognition(
        PERCENT_GROUP,
        "Percent complete recognition rules",
        "REVREC_RULE_PERCENT_COMPLETE",
        PERCENT_COMPLETE,
        "C",
    ),
    _recognition(DATE_GROUP, "Fixed fee on date recognition rules", "REVREC_RULE_FF_DATE", ON_DATE, "F"),
)
"""One billing rule and one recognition rule a line."""

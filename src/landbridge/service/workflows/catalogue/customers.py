"""Customers (Customers): customer, and by option lead and prospect, to customer."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.hierarchies import custom_options
from landbridge.service.workflows.catalogue.marks import ENTITY_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Option, Row, Source
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, ADDRESS, field, link, netsuite_id

LEADS = Option(
    "include_leads",
    "Include NetSuite leads marked for export",
    "Leads are imported as prospects. On from the start, since somebody marked each of them.",
    default=True,
)
PROSPECTS = Option(
    "include_prospects",
    "Include NetSuite prospects marked for export",
    "Prospects are imported as prospects. On from the start, since somebody marked each of them.",
    default=True,
)
STAGES = {"_customer": "C", "_prospect": "P", "_lead": "P", "": "C"}

CUSTOMERS = Declaration(
    key="customers",
    label="Customers (Customers)",
    netsuite_type="customer",
    groups=(
        Group(
            key=MAIN,
            label="Customer",
            spp_type="customer",
            integration_point="CUSTOMER_TO_CUSTOMER",
            netsuite_id_field="netsuite_customer_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_customer_id__c"),
                field("name", "entityId", required=True),
                field("company", "companyName"),
                field("first", "firstName"),
                field("last", "lastName"),
                field("email", "email"),
                field("phone", "phone"),
                field("mobile", "mobilePhone"),
                field("fax", "fax"),
                *ADDRESS,
                field("web", "url"),
                field("currency", "currency"),
                field("terms", "terms"),
                field("code", "accountNumber"),
                link("userid", "salesRep", "employees"),
                Row("type", Source.VALUES, "stage", STAGES, required=True),
                field("notes", "comments"),
                ACTIVE,
            ),
        ),
    ),
    export_flag=ENTITY_MARK,
    unflagged_option=UNMARKED.key,
    options=(LEADS, PROSPECTS, UNMARKED, *custom_options("customer")),
    stages={LEADS.key: "_lead", PROSPECTS.key: "_prospect"},
)

"""Customers (Customers): customer, and by option lead and prospect, to customer."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import (
    MAIN,
    Declaration,
    Group,
    Option,
    Row,
    Source,
    Target,
    TargetKind,
)

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
                Row("netsuite_customer_id__c", Source.FIELD, "internalId", required=True),
                Row("name", Source.FIELD, "entityId", required=True),
                Row("company", Source.FIELD, "companyName"),
                Row("email", Source.FIELD, "email"),
                Row("phone", Source.FIELD, "phone"),
                Row("currency", Source.FIELD, "currency"),
                Row(
                    "type",
                    Source.VALUES,
                    "stage",
                    {"_customer": "C", "_prospect": "P", "_lead": "P", "": "C"},
                    required=True,
                ),
                Row("active", Source.VALUES, "isInactive", {"true": False, "false": True, "": True}),
            ),
            targets=(
                Target("netsuite_customer_id__c", "NetSuite Customer ID"),
                Target("name", "Nickname"),
                Target("company", "Company"),
                Target("email", "E-mail", TargetKind.EMAIL),
                Target("phone", "Phone", longest=75),
                Target("currency", "Currency", TargetKind.CURRENCY),
                Target("type", "Type", longest=1),
                Target("active", "Active", TargetKind.BOOLEAN),
            ),
        ),
    ),
    export_flag="custentity_oa_export_to_openair",
    options=(LEADS, PROSPECTS),
    stages={"include_leads": "_lead", "include_prospects": "_prospect"},
)

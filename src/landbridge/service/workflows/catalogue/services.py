"""Services (Service Items): items marked as services, to service."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.marks import SERVICE_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, field, netsuite_id

SERVICES = Declaration(
    key="services",
    label="Services (Service Items)",
    netsuite_type="item",
    groups=(
        Group(
            key=MAIN,
            label="Service",
            spp_type="category",
            integration_point="ITEM_TO_CATEGORY",
            netsuite_id_field="netsuite_category_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_category_id__c"),
                field("name", "itemId", required=True),
                field("rate", "rate"),
                field("code", "upcCode"),
                field("taxable", "isTaxable"),
                field("notes", "salesDescription"),
                ACTIVE,
            ),
        ),
    ),
    export_flag=SERVICE_MARK,
    unflagged_option=UNMARKED.key,
    options=(UNMARKED,),
)

"""Cost Centers (Cost Centers): the SuiteApp's custom record to cost center. Needs no mark."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, field, netsuite_id

COST_CENTERS = Declaration(
    key="cost_centers",
    label="Cost Centers (Cost Centers)",
    netsuite_type="customrecord_oa_cost_center",
    groups=(
        Group(
            key=MAIN,
            label="Cost center",
            spp_type="cost_center",
            integration_point="COST_CENTER",
            netsuite_id_field="netsuite_cost_center_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_cost_center_id__c"),
                field("name", "name", required=True),
                field("code", "custrecord_oa_cost_center_code"),
                field("notes", "custrecord_oa_cost_center_notes"),
                ACTIVE,
            ),
        ),
    ),
)

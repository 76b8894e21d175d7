"""Rate Cards (Project Rate Cards): the SuiteApp's custom record to rate card. Needs no mark; a rate card has no rates here."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, field, netsuite_id

RATE_CARDS = Declaration(
    key="rate_cards",
    label="Rate Cards (Project Rate Cards)",
    netsuite_type="customrecord_oa_project_rate_card",
    groups=(
        Group(
            key=MAIN,
            label="Rate card",
            spp_type="rate_card",
            integration_point="RATE_CARD",
            netsuite_id_field="netsuite_rate_card_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_rate_card_id__c"),
                field("name", "name", required=True),
                field("notes", "custrecord_oa_project_rate_card_notes"),
                ACTIVE,
            ),
        ),
    ),
)

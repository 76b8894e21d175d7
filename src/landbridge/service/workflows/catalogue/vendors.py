"""Vendors (Vendors): vendor to vendor, unless it stands for a user (see ``vendor_users``)."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.marks import ENTITY_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, OptionValue, Rule
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, ADDRESS, PERSON, field, netsuite_id
from landbridge.service.workflows.catalogue.source_values import choice_of

USER_OR_VENDOR = "custentity_oa_user_or_vendor"
USER = "1"
"""Entry of the SuiteApp's list; an empty field means vendor."""


def stands_for_a_user(record: SourceRecord) -> bool:
    """Whether the vendor is a user of SuiteProjects Pro."""
    return choice_of(record.values, USER_OR_VENDOR) == USER


def _is_user(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    return "The vendor is a user in SuiteProjects Pro." if stands_for_a_user(record) else None


VENDORS = Declaration(
    key="vendors",
    label="Vendors (Vendors)",
    netsuite_type="vendor",
    groups=(
        Group(
            key=MAIN,
            label="Vendor",
            spp_type="vendor",
            integration_point="VENDOR_TO_VENDOR",
            netsuite_id_field="netsuite_vendor_id__c",
            name_field="name",
            rows=(
                netsuite_id("netsuite_vendor_id__c"),
                field("name", "entityId", required=True),
                *PERSON,
                *ADDRESS,
                field("web", "url"),
                field("currency", "currency"),
                field("terms", "terms"),
                field("code", "accountNumber"),
                field("notes", "comments"),
                ACTIVE,
            ),
        ),
    ),
    export_flag=ENTITY_MARK,
    unflagged_option=UNMARKED.key,
    rule=Rule(
        "vendor_is_user", "It does not stand for a user.", _is_user, fields=frozenset({USER_OR_VENDOR})
    ),
    options=(UNMARKED,),
    real_time=False,
)

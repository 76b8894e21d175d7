"""Employees (Vendors): a vendor that stands for a user, to user."""

from __future__ import annotations

from collections.abc import Mapping

from landbridge.service.ports import SourceRecord
from landbridge.service.workflows.catalogue.marks import ENTITY_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, OptionValue, Rule
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, ADDRESS, PERSON, field, netsuite_id
from landbridge.service.workflows.catalogue.vendors import USER_OR_VENDOR, stands_for_a_user


def _is_vendor(record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    return None if stands_for_a_user(record) else "The vendor is a vendor in SuiteProjects Pro."


VENDOR_USERS = Declaration(
    key="vendor_users",
    label="Employees (Vendors)",
    netsuite_type="vendor",
    groups=(
        Group(
            key=MAIN,
            label="User",
            spp_type="user",
            integration_point="VENDOR_TO_USER",
            netsuite_id_field="netsuite_vendor_id__c",
            name_field="nickname",
            rows=(
                netsuite_id("netsuite_vendor_id__c"),
                field("nickname", "entityId", required=True),
                *PERSON,
                *ADDRESS,
                field("currency", "currency"),
                field("code", "accountNumber"),
                ACTIVE,
            ),
        ),
    ),
    export_flag=ENTITY_MARK,
    unflagged_option=UNMARKED.key,
    rule=Rule("vendor_is_vendor", "It stands for a user.", _is_vendor, fields=frozenset({USER_OR_VENDOR})),
    options=(UNMARKED,),
    standard=False,
    real_time=False,
)

"""Employees (Employees): employee to user. Default rows as a published configuration has them (fact sheet 3.5)."""

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

INACTIVE = Option(
    "include_inactive",
    "Enable import of inactive employees",
    "On: inactive employees are imported too, and Active follows the Inactive box. Off: only active ones are imported, and "
    "Active is set when a user is created.",
    default=False,
    follows=frozenset({"active"}),
)

EMPLOYEES = Declaration(
    key="employees",
    label="Employees (Employees)",
    netsuite_type="employee",
    groups=(
        Group(
            key=MAIN,
            label="User",
            spp_type="user",
            integration_point="EMPLOYEE_TO_USER",
            netsuite_id_field="netsuite_user_id__c",
            name_field="nickname",
            rows=(
                Row("netsuite_user_id__c", Source.FIELD, "internalId", required=True),
                Row("nickname", Source.FIELD, "entityId", required=True),
                Row("first", Source.FIELD, "firstName"),
                Row("last", Source.FIELD, "lastName"),
                Row("email", Source.FIELD, "email"),
                Row("phone", Source.FIELD, "phone"),
                Row("currency", Source.FIELD, "currency"),
                Row(
                    "active",
                    Source.VALUES,
                    "isInactive",
                    {"true": False, "false": True, "": True},
                    initial_only=True,
                ),
            ),
            targets=(
                Target("netsuite_user_id__c", "NetSuite User ID"),
                Target("nickname", "Nickname", longest=75),
                Target("first", "First name", longest=75),
                Target("last", "Last name", longest=75),
                Target("email", "E-mail", TargetKind.EMAIL),
                Target("phone", "Phone", longest=75),
                Target("currency", "Currency", TargetKind.CURRENCY),
                Target("active", "Active", TargetKind.BOOLEAN),
            ),
        ),
    ),
    export_flag="custentity_oa_export_to_openair",
    options=(INACTIVE,),
    inactive_option="include_inactive",
)

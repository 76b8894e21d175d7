"""Employees (Employees): employee to user. First rows as a published configuration has them (fact sheet 3.5)."""

from __future__ import annotations

from dataclasses import replace

from landbridge.service.workflows.catalogue.hierarchies import STANDARD_OPTIONS
from landbridge.service.workflows.catalogue.marks import ENTITY_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group, Option
from landbridge.service.workflows.catalogue.row_kinds import (
    ACTIVE,
    ADDRESS,
    PERSON,
    field,
    link,
    macro,
    named,
    netsuite_id,
    where,
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
                netsuite_id("netsuite_user_id__c"),
                field("nickname", "entityId", required=True),
                *PERSON,
                *ADDRESS,
                where(
                    "currency",
                    "(currency <> '')",
                    field("currency", "currency"),
                    macro("currency", "_ACCOUNT_CURRENCY"),
                ),
                field("type", "title"),
                field("hire_date", "hireDate"),
                link("line_managerid", "supervisor", "employees"),
                named("departmentid", "department", "department"),
                named("cost_centerid", "department", "cost_center"),
                replace(ACTIVE, initial_only=True),
            ),
        ),
    ),
    export_flag=ENTITY_MARK,
    unflagged_option=UNMARKED.key,
    options=(INACTIVE, UNMARKED, *STANDARD_OPTIONS),
    inactive_option=INACTIVE.key,
)

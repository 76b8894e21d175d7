"""Tasks (Support Cases): a case of an imported project to task; a case of anything else stays out."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.marks import EVENT_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import (
    constant,
    field,
    link,
    netsuite_id,
    of_link,
    ticked,
    where,
)

CASES = Declaration(
    key="cases",
    label="Tasks (Support Cases)",
    netsuite_type="supportCase",
    groups=(
        Group(
            key=MAIN,
            label="Task",
            spp_type="project_task",
            integration_point="SUPPORTCASE_TO_PR_TASK",
            netsuite_id_field="netsuite_case_id__c",
            leaves_out_orphans=True,
            rows=(
                netsuite_id("netsuite_case_id__c"),
                field("name", "title", required=True),
                field("id_number", "caseNumber"),
                link("projectid", "company", "projects", required=True),
                of_link("customerid", "company", "projects", "customerid"),
                of_link("currency", "company", "projects", "currency"),
                constant("classification", "T"),
                field("starts", "startDate"),
                field("assign_user_names", "assigned"),
                where("closed", "(endDate <> '')", ticked("closed"), ticked("closed", on=False)),
                field("notes", "incomingMessage"),
            ),
        ),
    ),
    export_flag=EVENT_MARK,
    unflagged_option=UNMARKED.key,
    depends_on=("projects",),
    options=(UNMARKED,),
)

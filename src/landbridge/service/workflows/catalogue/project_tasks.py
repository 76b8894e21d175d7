"""Tasks (Project Tasks): project task to task. Its project must have been imported."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.marks import EVENT_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.row_kinds import field, link, netsuite_id, of_link, values

PROJECT_TASKS = Declaration(
    key="project_tasks",
    label="Tasks (Project Tasks)",
    netsuite_type="projectTask",
    groups=(
        Group(
            key=MAIN,
            label="Task",
            spp_type="project_task",
            integration_point="NS_PR_TASK_TO_OA_PR_TASK",
            netsuite_id_field="netsuite_project_task_id__c",
            rows=(
                netsuite_id("netsuite_project_task_id__c"),
                field("name", "title", required=True),
                link("projectid", "company", "projects", required=True),
                of_link("customerid", "company", "projects", "customerid"),
                of_link("currency", "company", "projects", "currency"),
                link("parentid", "parent", "project_tasks"),
                values("classification", "isMilestone", {"true": "M", "false": "T", "": "T"}),
                field("starts", "startDate"),
                field("fnlt_date", "finishByDate"),
                field("planned_hours", "estimatedWork"),
                field("percent_complete", "percentTimeComplete"),
                values(
                    "closed",
                    "status",
                    {"_completed": True, "_inProgress": False, "_notStarted": False, "": False},
                ),
                field("non_billable", "nonBillableTask"),
                field("notes", "message"),
            ),
        ),
    ),
    export_flag=EVENT_MARK,
    unflagged_option=UNMARKED.key,
    depends_on=("projects",),
    options=(UNMARKED,),
)

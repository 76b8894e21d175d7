"""Projects (Projects): job to project. The customer must have been imported (a hard rule of the original)."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.hierarchies import custom_options
from landbridge.service.workflows.catalogue.marks import ENTITY_MARK, UNMARKED
from landbridge.service.workflows.catalogue.model import MAIN, Declaration, Group
from landbridge.service.workflows.catalogue.project_options import STAGE, TEMPLATE, WORKSPACE
from landbridge.service.workflows.catalogue.row_kinds import ACTIVE, field, link, named, netsuite_id

PROJECTS = Declaration(
    key="projects",
    label="Projects (Projects)",
    netsuite_type="job",
    groups=(
        Group(
            key=MAIN,
            label="Project",
            spp_type="project",
            integration_point="JOB_TO_PROJECT",
            netsuite_id_field="netsuite_project_id__c",
            name_field="name",
            name_within=("customerid",),
            rows=(
                netsuite_id("netsuite_project_id__c"),
                field("name", "companyName", required=True),
                link("customerid", "parent", "customers", required=True),
                field("currency", "currency"),
                field("start_date", "startDate"),
                field("finish_date", "scheduledEndDate"),
                field("code", "entityId"),
                link("userid", "projectManager", "employees"),
                field("budget", "estimatedCost"),
                field("budget_time", "estimatedTime"),
                named("rate_cardid", "billingRateCard", "rate_card"),
                field("notes", "comments"),
                ACTIVE,
            ),
        ),
    ),
    export_flag=ENTITY_MARK,
    unflagged_option=UNMARKED.key,
    depends_on=("customers",),
    options=(STAGE, TEMPLATE, WORKSPACE, UNMARKED, *custom_options("project")),
    inactive_option="",
)

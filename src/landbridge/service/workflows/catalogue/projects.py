"""Projects (Projects): job to project. The customer must have been imported (a hard rule of the original)."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import (
    MAIN,
    Declaration,
    Group,
    Row,
    Source,
    Target,
    TargetKind,
)

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
                Row("netsuite_project_id__c", Source.FIELD, "internalId", required=True),
                Row("name", Source.FIELD, "companyName", required=True),
                Row("customerid", Source.LOOKUP, "parent", "customers", required=True),
                Row("currency", Source.FIELD, "currency"),
                Row("start_date", Source.FIELD, "startDate"),
                Row("finish_date", Source.FIELD, "scheduledEndDate"),
                Row("active", Source.VALUES, "isInactive", {"true": False, "false": True, "": True}),
            ),
            targets=(
                Target("netsuite_project_id__c", "NetSuite Project ID"),
                Target("name", "Name"),
                Target("customerid", "Customer", TargetKind.RECORD),
                Target("currency", "Currency", TargetKind.CURRENCY),
                Target("start_date", "Start date", TargetKind.DATE),
                Target("finish_date", "Finish date", TargetKind.DATE),
                Target("active", "Active", TargetKind.BOOLEAN),
            ),
        ),
    ),
    export_flag="custentity_oa_export_to_openair",
    depends_on=("customers",),
    inactive_option="",
)

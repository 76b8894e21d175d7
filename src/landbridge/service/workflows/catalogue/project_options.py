"""What a project takes from NetSuite beside its fields, by option: stage, template and workspace (fact sheet 2.6)."""

from __future__ import annotations

from landbridge.service.workflows.catalogue.model import MAIN, Option, Row, Source
from landbridge.service.workflows.catalogue.row_kinds import field, ticked, where

STAGE_FIELD = "custentity_oa_project_stage"
TEMPLATE_FIELD = "custentity_oa_project_template"
WORKSPACE_FIELD = "custentity_oa_create_project_workspace"

_STAGE_OF_NAME = {"table": "project_stage", "by": "name", "return": "id"}
_TEMPLATE_OF_NAME = {
    "table": "project",
    "by": "name",
    "return": "id",
    "where": {"template": True, "active": True},
    "several": "first",
}
_COPIED = (
    "copy_project_billing_rules",
    "copy_project_billing_auto_settings",
    "copy_revenue_recognition_rules",
    "copy_loaded_cost",
    "copy_approvers",
)

STAGE = Option(
    "map_stage",
    "Map the SuiteProjects Pro project stage from the NetSuite project",
    "On: the stage of the same name is set; a name that SuiteProjects Pro does not have fails the project, no stage leaves "
    "the one that is there. Off: the stage is not touched.",
    default=False,
    rows={
        MAIN: (
            where(
                "project_stageid",
                f"({STAGE_FIELD} <> '')",
                Row("project_stageid", Source.LOOKUP, STAGE_FIELD, _STAGE_OF_NAME, required=True),
            ),
        )
    },
)
TEMPLATE = Option(
    "use_template",
    "Create new projects based on the project template specified in NetSuite",
    "On: a new project begins as a copy of the first active template of the same name: tasks, assignments, billing and "
    "recognition rules, automatic billing, loaded costs, approvers. An unknown name gives a plain project. Off: every new project is plain.",
    default=False,
    rows={
        MAIN: (
            Row("template_project_id", Source.LOOKUP, TEMPLATE_FIELD, _TEMPLATE_OF_NAME, initial_only=True),
            *(where(name, f"({TEMPLATE_FIELD} <> '')", ticked(name), initial_only=True) for name in _COPIED),
        )
    },
)
WORKSPACE = Option(
    "create_workspace",
    "Enable project workspace creation",
    "On: a new project gets a workspace where the NetSuite project asks for one. Off: none does.",
    default=False,
    rows={MAIN: (field("create_workspace", WORKSPACE_FIELD, initial_only=True),)},
)

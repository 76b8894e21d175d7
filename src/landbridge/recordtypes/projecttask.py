"""The project task. Fields of ``ProjectTask`` in schema order; ``company`` is the project. SOAP shows no instants of it."""

from __future__ import annotations

from landbridge.recordtypes.fields import choice, duration, flag, instant, number, ref, text
from landbridge.recordtypes.model import (
    COMMON_SEARCH,
    Field,
    RecordType,
    Search,
    SearchOnly,
    Structure,
    Sublist,
)

TASK_STATUS_CODES = {"_notStarted": "NOTSTART", "_inProgress": "PROGRESS", "_completed": "COMPLETE"}
"""ProjectTaskStatus in the order in which a task passes through them, with the codes of REST and SuiteQL (observed in REST)."""

TASK_STATUSES = tuple(TASK_STATUS_CODES)

CONSTRAINT_CODES = {"_asSoonAsPossible": "ASAP", "_fixedStart": "FIXEDSTART"}
"""ProjectTaskConstraintType, with the codes of REST and SuiteQL (observed in REST)."""

CONSTRAINTS = tuple(CONSTRAINT_CODES)

PREDECESSOR_TYPES = ("_finishToFinish", "_finishToStart", "_startToFinish", "_startToStart")
"""ProjectTaskPredecessorPredecessorType."""

RESOURCES = "employee|vendor|contact"
"""Who may work on a task; generic resources are entities of their own."""


def _line(soap_class: str, *fields: Field) -> Structure:
    return Structure(soap_class, "scheduling", "activities", "actSched", fields)


_ASSIGNEES = Sublist(
    name="assigneeList",
    label="Assignees",
    soap_class="ProjectTaskAssigneeList",
    element="projectTaskAssignee",
    line=_line(
        "ProjectTaskAssignee",
        ref("resource", "Resource", RESOURCES, mandatory=True),
        number("units", "Units (%)"),
        ref("serviceItem", "Service Item", "item"),
        number("estimatedWork", "Estimated Work"),
        number("unitCost", "Unit Cost"),
        number("unitPrice", "Unit Price"),
        number("cost", "Cost", computed=True),
        number("price", "Price", computed=True),
        number("plannedWork", "Planned Work"),
    ),
    script="assignee",
    rest="assignee",
    keys=("resource",),
    before="predecessorList",
)

_PREDECESSORS = Sublist(
    name="predecessorList",
    label="Predecessors",
    soap_class="ProjectTaskPredecessorList",
    element="projectTaskPredecessor",
    line=_line(
        "ProjectTaskPredecessor",
        ref("task", "Task", "projectTask", mandatory=True),
        choice("type", "Type", "ProjectTaskPredecessorPredecessorType", PREDECESSOR_TYPES),
        number("lagDays", "Lag Days"),
        instant("startDate", "Start Date", computed=True),
        instant("endDate", "End Date", computed=True),
    ),
    script="predecessor",
    rest="predecessor",
    keys=("task",),
    before="plannedWork",
)

PROJECT_TASK = RecordType(
    name="projectTask",
    label="Project Task",
    plural="Project Tasks",
    soap_class="ProjectTask",
    namespace="scheduling",
    group="activities",
    prefix="actSched",
    search_basic="ProjectTaskSearchBasic",
    rest="projectTask",
    suiteql="projecttask",
    script_types=("projecttask",),
    permission="LIST_PROJECTTASK",
    fields=(
        ref("customForm", "Custom Form", "customForm"),
        number("percentTimeComplete", "Percent Complete", search="percentWorkComplete", computed=True),
        text("title", "Name", search=True, mandatory=True),
        ref("company", "Project", "job", search=True, mandatory=True),
        ref("contact", "Contact", "contact", search=True),
        ref("order", "Insert Before", "projectTask"),
        ref("owner", "Owner", "employee", search=True),
        ref("parent", "Parent Task", "projectTask", search=True),
        ref("priority", "Priority", "projectTaskPriority", search=Search.ENUM),
        number("estimatedWork", "Estimated Work", search=True),
        choice("constraintType", "Constraint Type", "ProjectTaskConstraintType", CONSTRAINTS, search=True),
        instant("startDate", "Start Date", search=True),
        instant("endDate", "End Date", search=True, computed=True),
        instant("finishByDate", "Finish By", search=True),
        duration("actualWork", "Actual Work", search=True, computed=True),
        duration("remainingWork", "Remaining Work", search=True, computed=True),
        text("message", "Description"),
        flag("isMilestone", "Milestone", search=True),
        text("isOnCriticalPath", "On Critical Path", computed=True),
        number("slackMinutes", "Slack Minutes", computed=True),
        choice("status", "Status", "ProjectTaskStatus", TASK_STATUSES, search=True),
        flag("nonBillableTask", "Non-Billable", search=True),
        number("plannedWork", "Planned Work", search=True),
    ),
    search_only=(
        *COMMON_SEARCH,
        SearchOnly("createdDate", Search.DATE),
        SearchOnly("lastModifiedDate", Search.DATE),
    ),
    id_family="activity",
    created_field="",
    modified_field="",
    sublists=(_ASSIGNEES, _PREDECESSORS),
)

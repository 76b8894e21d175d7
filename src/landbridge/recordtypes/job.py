"""The project, which NetSuite calls a job. Fields of ``Job`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes.address import address_book
from landbridge.recordtypes.enumerations import EMAIL_PREFERENCES, SUBSCRIPTION_STATUSES
from landbridge.recordtypes.fields import choice, day, duration, flag, instant, number, ref, text
from landbridge.recordtypes.model import COMMON_SEARCH, RecordType, Search, SearchOnly, Sublist
from landbridge.recordtypes.relationships import line

BILLING_TYPES = ("_none", "_chargeBased", "_fixedBidInterval", "_fixedBidMilestone", "_timeAndMaterials")
"""JobBillingType."""

_FIELDS = (
    ref("customForm", "Custom Form", "customForm"),
    text("entityId", "Project ID", search=True, computed=True),
    text("altName", "Name", computed=True),
    text("companyName", "Project Name", mandatory=True),
    text("phoneticName", "Furigana", search=True),
    ref("entityStatus", "Status", "jobStatus", search="status"),
    text("defaultAddress", "Address", computed=True),
    ref("parent", "Customer", "customer", search=True),
    flag("isInactive", "Inactive", search=True),
    instant("lastModifiedDate", "Last Modified", search=True, computed=True),
    flag("billPay", "Enable Online Bill Pay"),
    instant("dateCreated", "Date Created", search=True, computed=True),
    ref("category", "Category", "jobCategory", search=True),
    ref("workplace", "Workplace", "workplace"),
    text("comments", "Comments", search=True),
    text("accountNumber", "Account", search=True),
    ref("currency", "Currency", "currency"),
    number("fxRate", "Exchange Rate"),
    day("startDate", "Start Date", search=True),
    day("endDate", "Actual End Date", search=True),
    text("phone", "Phone", search=True),
    text("altPhone", "Alt. Phone"),
    day("calculatedEndDate", "Calculated End Date", search=True, computed=True),
    day("projectedEndDate", "Projected End Date"),
    ref("jobType", "Project Type", "jobType", search="type"),
    number(
        "percentComplete", "Percent Complete", search="pctComplete", search_type=Search.LONG, computed=True
    ),
    number("estimatedCost", "Estimated Cost", search="estCost"),
    number("estimatedRevenue", "Estimated Revenue", search="estRevenue"),
    duration("estimatedTime", "Estimated Work", search=True),
    duration("estimatedTimeOverride", "Estimated Work Override", search=True),
    text("fax", "Fax", search=True),
    text("email", "Email", search=True),
    choice("emailPreference", "Email Preference", "EmailPreference", EMAIL_PREFERENCES),
    ref("subsidiary", "Subsidiary", "subsidiary", search=True),
    choice("jobBillingType", "Billing Type", "JobBillingType", BILLING_TYPES, search=True),
    ref("billingSchedule", "Billing Schedule", "billingSchedule", search=True),
    ref("jobItem", "Billing Item", "item", search=True),
    number(
        "percentTimeComplete",
        "Percent Complete (Time)",
        search=True,
        search_type=Search.LONG,
        computed=True,
    ),
    duration("actualTime", "Actual Work", search=True, computed=True),
    flag("allowTime", "Allow Time Entry", search=True),
    duration("timeRemaining", "Remaining Work", search=True, computed=True),
    flag("limitTimeToAssignees", "Limit Time and Expenses to Resources", search=True),
    number("estimatedLaborCost", "Estimated Labor Cost", search=True, computed=True),
    number("estimatedLaborRevenue", "Estimated Labor Revenue", search=True, computed=True),
    number("estimatedGrossProfit", "Estimated Gross Profit", search=True, computed=True),
    number("estimatedGrossProfitPercent", "Estimated Gross Profit Percent", search=True, computed=True),
    ref("projectExpenseType", "Project Expense Type", "projectExpenseType", search=True),
    flag("allowAllResourcesForTasks", "Display All Resources for Project Task Assignment", search=True),
    number("jobPrice", "Project Price", search=True),
    flag("isUtilizedTime", "Classify Time as Utilized", search=True),
    flag("isProductiveTime", "Classify Time as Productive", search=True),
    flag("isExemptTime", "Classify Time as Exempt", search=True),
    flag("materializeTime", "Create Planned Time Entries", search=True),
    flag("allowExpenses", "Allow Expenses", search=True),
    flag("includeCrmTasksInTotals", "Include CRM Tasks in Project Totals", search=True),
    choice(
        "globalSubscriptionStatus",
        "Global Subscription Status",
        "GlobalSubscriptionStatus",
        SUBSCRIPTION_STATUSES,
        search=True,
    ),
    ref("timeApproval", "Time Approval", "timeApproval", search=True),
    duration("plannedWork", "Planned Work", search=True, computed=True),
    ref("billingRateCard", "Billing Rate Card", "billingRateCard", search=True),
    ref("projectManager", "Project Manager", "employee", search=True),
    choice(
        "schedulingMethod", "Scheduling Method", "JobSchedulingMethod", ("_backward", "_forward"), search=True
    ),
    day("scheduledEndDate", "Scheduled End Date", search=True),
    day("calculatedStartDate", "Calculated Start Date", search=True, computed=True),
)

_RESOURCES = Sublist(
    name="jobResourcesList",
    label="Resources",
    soap_class="JobResourcesList",
    element="jobResources",
    line=line(
        "JobResources",
        ref("jobResource", "Name", "employee|vendor|contact", mandatory=True),
        text("email", "Email", computed=True),
        ref("role", "Role", "jobResourceRole"),
    ),
    script="jobresources",
    rest="jobResources",
    keys=("jobResource",),
    before="addressbookList",
)

_MILESTONES = Sublist(
    name="milestonesList",
    label="Milestones",
    soap_class="JobMilestonesList",
    element="milestones",
    line=line(
        "JobMilestones",
        text("milestoneName", "Name"),
        text("milestoneOrder", "Order"),
        day("milestoneEstComplete", "Estimated Completion"),
        flag("milestoneCompleted", "Completed"),
        text("milestoneComments", "Comments"),
    ),
    script="milestones",
    rest="milestones",
    keys=("milestoneName",),
    before="timeApproval",
)

JOB = RecordType(
    name="job",
    label="Project",
    plural="Projects",
    soap_class="Job",
    namespace="relationships",
    group="lists",
    prefix="listRel",
    search_basic="JobSearchBasic",
    rest="job",
    suiteql="job",
    script_types=("job",),
    permission="LIST_JOB",
    fields=_FIELDS,
    search_only=(*COMMON_SEARCH, SearchOnly("customer", Search.MULTISELECT)),
    id_family="entity",
    export_flag="custentity_oa_export_to_openair",
    sublists=(
        _RESOURCES,
        address_book(
            "Job", "relationships", "listRel", before="milestonesList", residential=True, id_first=True
        ),
        _MILESTONES,
    ),
)

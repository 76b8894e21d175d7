"""The support case. Fields of ``SupportCase`` in schema order; its stage is only searched by and shown in REST."""

from __future__ import annotations

from landbridge.recordtypes.contact import COMPANIES
from landbridge.recordtypes.fields import flag, instant, ref, text
from landbridge.recordtypes.model import COMMON_SEARCH, RecordType, Search, SearchOnly, Structure, Sublist

_ESCALATE_TO = Sublist(
    name="escalateToList",
    label="Escalate To",
    soap_class="SupportCaseEscalateToList",
    element="escalateTo",
    line=Structure(
        "SupportCaseEscalateTo",
        "support",
        "lists",
        "listSupport",
        (
            ref("escalatee", "Escalatee", "employee", mandatory=True),
            text("email", "Email", computed=True),
            text("phone", "Phone", computed=True),
        ),
    ),
    script="escalateto",
    rest="escalateTo",
    keys=("escalatee",),
)

SUPPORT_CASE = RecordType(
    name="supportCase",
    label="Case",
    plural="Cases",
    soap_class="SupportCase",
    namespace="support",
    group="lists",
    prefix="listSupport",
    search_basic="SupportCaseSearchBasic",
    rest="supportCase",
    suiteql="supportcase",
    script_types=("supportcase",),
    permission="LIST_CASE",
    fields=(
        text("escalationMessage", "Escalation Message"),
        instant("lastReopenedDate", "Last Reopened", search=True, computed=True),
        instant("endDate", "Date Closed", search="closedDate", computed=True),
        text("incomingMessage", "Incoming Message"),
        text("outgoingMessage", "Outgoing Message"),
        flag("emailForm", "Send to Customer"),
        flag("internalOnly", "Internal Only"),
        ref("customForm", "Custom Form", "customForm"),
        text("title", "Subject", search=True, mandatory=True),
        text("caseNumber", "Number", search=True, computed=True),
        instant("startDate", "Incident Date", search=True),
        instant("createdDate", "Date Created", search=True, computed=True),
        instant("lastModifiedDate", "Last Modified", search=True, computed=True),
        instant("lastMessageDate", "Last Message Date", computed=True),
        ref("company", "Company", COMPANIES, search=Search.STRING, mandatory=True),
        ref("profile", "Profile", "supportCaseProfile", search=True),
        ref("subsidiary", "Subsidiary", "subsidiary", search=True),
        ref("contact", "Contact", "contact", search=Search.STRING),
        text("email", "Email(s)", search=True, format="emails"),
        text("phone", "Phone"),
        ref("product", "Product", "supportCaseProduct", search=True),
        ref("module", "Module", "supportCaseModule", search=True),
        ref("item", "Item", "item", search=True),
        text("inboundEmail", "Inbound Email", search=True),
        ref("issue", "Issue", "supportCaseIssue", search=True),
        ref("status", "Status", "supportCaseStatus", search=True),
        flag("isInactive", "Inactive", search=True),
        ref("priority", "Priority", "supportCasePriority", search=True),
        ref("origin", "Origin", "supportCaseOrigin", search=True),
        ref("category", "Type", "supportCaseType", search=True),
        ref("assigned", "Assigned To", "employee", search=True),
        flag("helpDesk", "Help Desk", search=True),
    ),
    search_only=(*COMMON_SEARCH, SearchOnly("stage", Search.ENUM)),
    id_family="supportCase",
    created_field="createdDate",
    sublists=(_ESCALATE_TO,),
)

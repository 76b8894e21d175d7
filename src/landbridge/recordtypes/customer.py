"""The customer; leads and prospects are the same record in other stages. Fields of ``Customer`` in schema order."""

from __future__ import annotations

from landbridge.recordtypes.model import COMMON_SEARCH, Field, Kind, RecordType, Search

STAGES = ("_lead", "_prospect", "_customer")
"""CustomerStage, in the order in which a record passes through them."""

_FIELDS = (
    Field("entityId", Kind.STRING, "Customer ID", "entityid", "entityid", Search.STRING, computed=True),
    Field("altName", Kind.STRING, "Name", "altname", "altname", computed=True),
    Field("isPerson", Kind.BOOLEAN, "Individual", "isperson", "isperson", Search.BOOLEAN),
    Field("salutation", Kind.STRING, "Mr./Ms...", "salutation", "salutation", Search.STRING),
    Field("firstName", Kind.STRING, "First Name", "firstname", "firstname", Search.STRING),
    Field("middleName", Kind.STRING, "Middle Name", "middlename", "middlename", Search.STRING),
    Field("lastName", Kind.STRING, "Last Name", "lastname", "lastname", Search.STRING),
    Field("companyName", Kind.STRING, "Company Name", "companyname", "companyname", Search.STRING),
    Field(
        "entityStatus",
        Kind.REF,
        "Status",
        "entitystatus",
        "entitystatus",
        Search.MULTISELECT,
        refers_to="customerStatus",
        mandatory=True,
    ),
    Field("parent", Kind.REF, "Parent Company", "parent", "parent", Search.MULTISELECT, refers_to="customer"),
    Field("phone", Kind.STRING, "Phone", "phone", "phone", Search.STRING),
    Field("fax", Kind.STRING, "Fax", "fax", "fax", Search.STRING),
    Field("email", Kind.STRING, "Email", "email", "email", Search.STRING),
    Field("url", Kind.STRING, "Web Address", "url", "url", Search.STRING),
    Field("isInactive", Kind.BOOLEAN, "Inactive", "isinactive", "isinactive", Search.BOOLEAN),
    Field(
        "category",
        Kind.REF,
        "Category",
        "category",
        "category",
        Search.MULTISELECT,
        refers_to="customerCategory",
    ),
    Field("title", Kind.STRING, "Job Title", "title", "title", Search.STRING),
    Field("altPhone", Kind.STRING, "Alt. Phone", "altphone", "altphone"),
    Field("homePhone", Kind.STRING, "Home Phone", "homephone", "homephone"),
    Field("mobilePhone", Kind.STRING, "Mobile Phone", "mobilephone", "mobilephone"),
    Field("altEmail", Kind.STRING, "Alt. Email", "altemail", "altemail"),
    Field("comments", Kind.STRING, "Comments", "comments", "comments", Search.STRING),
    Field(
        "dateCreated", Kind.DATETIME, "Date Created", "datecreated", "datecreated", Search.DATE, computed=True
    ),
    Field(
        "subsidiary",
        Kind.REF,
        "Primary Subsidiary",
        "subsidiary",
        "subsidiary",
        Search.MULTISELECT,
        refers_to="subsidiary",
    ),
    Field(
        "salesRep", Kind.REF, "Sales Rep", "salesrep", "salesrep", Search.MULTISELECT, refers_to="employee"
    ),
    Field("vatRegNumber", Kind.STRING, "Tax Reg. Number", "vatregnumber", "vatregnumber", Search.STRING),
    Field("accountNumber", Kind.STRING, "Account", "accountnumber", "accountnumber", Search.STRING),
    Field("terms", Kind.REF, "Terms", "terms", "terms", Search.MULTISELECT, refers_to="term"),
    Field("creditLimit", Kind.DOUBLE, "Credit Limit", "creditlimit", "creditlimit", Search.DOUBLE),
    Field("balance", Kind.DOUBLE, "Balance", "balance", "balance", Search.DOUBLE, computed=True),
    Field(
        "overdueBalance",
        Kind.DOUBLE,
        "Overdue Balance",
        "overduebalance",
        "overduebalance",
        Search.DOUBLE,
        computed=True,
    ),
    Field(
        "currency",
        Kind.REF,
        "Primary Currency",
        "currency",
        "currency",
        Search.MULTISELECT,
        refers_to="currency",
    ),
    Field("startDate", Kind.DATE, "Start Date", "startdate", "startdate", Search.DATE),
    Field("endDate", Kind.DATE, "End Date", "enddate", "enddate", Search.DATE),
    Field(
        "lastModifiedDate",
        Kind.DATETIME,
        "Last Modified",
        "lastmodifieddate",
        "lastmodifieddate",
        Search.DATE,
        computed=True,
    ),
    Field("stage", Kind.ENUM, "Stage", "stage", "searchstage", Search.ENUM, values=STAGES, computed=True),
)

CUSTOMER = RecordType(
    name="customer",
    label="Customer",
    plural="Customers",
    soap_class="Customer",
    namespace="relationships",
    group="lists",
    prefix="listRel",
    search_basic="CustomerSearchBasic",
    rest="customer",
    suiteql="customer",
    script_types=("customer", "lead", "prospect"),
    permission="LIST_CUSTJOB",
    fields=_FIELDS,
    search_only=COMMON_SEARCH,
    id_family="entity",
    export_flag="custentity_oa_export_to_openair",
)

"""The employee. Fields of ``Employee`` in schema order: the ones that this project or public clients read, map or show."""

from __future__ import annotations

from landbridge.recordtypes.address import address_book
from landbridge.recordtypes.enumerations import SUBSCRIPTION_STATUSES
from landbridge.recordtypes.fields import choice, day, flag, instant, number, ref, text
from landbridge.recordtypes.model import COMMON_SEARCH, Field, RecordType, Structure, Sublist

PAY_FREQUENCIES = (
    "_annually", "_custom", "_daily", "_endOfPeriod", "_everyFourWeeks", "_everyThreeYears", "_everyTwoMonths", "_everyTwoWeeks",
    "_everyTwoYears", "_hourly", "_monthly", "_never", "_oneTime", "_quarterly", "_startOfPeriod", "_twiceAMonth", "_twiceAYear", "_weekly",
)  # fmt: skip
GENDERS = ("_omitted", "_female", "_male")

_FIELDS = (
    ref("customForm", "Custom Form", "customForm"),
    text("entityId", "Employee ID", search=True, computed=True),
    text("salutation", "Mr./Ms...", search=True),
    text("firstName", "First Name", search=True, mandatory=True),
    text("middleName", "Middle Name", search=True),
    text("lastName", "Last Name", search=True, mandatory=True),
    text("altName", "Name", computed=True),
    text("phone", "Phone", search=True),
    text("fax", "Fax", search=True),
    text("email", "Email", search=True),
    text("defaultAddress", "Address", computed=True),
    flag("isInactive", "Inactive", search=True),
    text("phoneticName", "Furigana", search=True),
    instant("lastModifiedDate", "Last Modified", search=True, computed=True),
    instant("dateCreated", "Date Created", search=True, computed=True),
    text("initials", "Initials"),
    text("officePhone", "Office Phone"),
    text("homePhone", "Home Phone"),
    text("mobilePhone", "Mobile Phone"),
    ref("department", "Department", "department", search=True),
    ref("class", "Class", "classification", search=True),
    ref("location", "Location", "location", search=True),
    ref("subsidiary", "Subsidiary", "subsidiary", search=True),
    ref("billingClass", "Billing Class", "billingClass", search=True),
    text("accountNumber", "Account"),
    text("comments", "Notes", search=True),
    choice(
        "globalSubscriptionStatus",
        "Global Subscription Status",
        "GlobalSubscriptionStatus",
        SUBSCRIPTION_STATUSES,
        search=True,
    ),
    choice("payFrequency", "Pay Frequency", "EmployeePayFrequency", PAY_FREQUENCIES, search=True),
    ref("currency", "Currency", "currency"),
    ref("workplace", "Workplace", "workplace", search=True),
    number("expenseLimit", "Expense Limit", search=True),
    number("purchaseOrderLimit", "Purchase Limit", search=True),
    number("purchaseOrderApprovalLimit", "Purchase Approval Limit", search=True),
    ref("supervisor", "Supervisor", "employee", search=True),
    ref("approver", "Expense Approver", "employee", search=True),
    number("approvalLimit", "Expense Approval Limit", search=True),
    ref("timeApprover", "Time Approver", "employee", search=True),
    ref("employeeType", "Type", "employeeType", search=True),
    flag("isSalesRep", "Sales Rep", search="salesRep"),
    ref("salesRole", "Sales Role", "salesRole", search=True),
    flag("isSupportRep", "Support Rep", search="supportRep"),
    flag("isJobResource", "Project Resource", search=True),
    number("laborCost", "Labor Cost", search=True),
    day("birthDate", "Birth Date", search=True),
    day("hireDate", "Hire Date", search=True),
    day("releaseDate", "Termination/Release Date", search=True),
    text("terminationDetails", "Termination Details", search=True),
    day("lastReviewDate", "Last Review Date", search=True),
    day("nextReviewDate", "Next Review Date", search=True),
    text("title", "Job Title", search=True),
    ref("employeeStatus", "Employee Status", "employeeStatus", search=True),
    text("jobDescription", "Job Description", search=True),
    choice("gender", "Gender", "Gender", GENDERS, search=True),
    ref("purchaseOrderApprover", "Purchase Order Approver", "employee", search=True),
    ref("workCalendar", "Work Calendar", "workCalendar", search=True),
    flag("giveAccess", "Give Access", search=True),
    ref(
        "defaultExpenseReportCurrency",
        "Default Currency for Expense Reports",
        "currency",
        search=True,
    ),
    flag("concurrentWebServicesUser", "Concurrent Web Services User", search=True),
    flag("inheritIPRules", "Inherit IP Rules from Company"),
    text("IPAddressRule", "IP Address Restriction", script="ipaddressrule"),
    flag("billPay", "Enable Online Bill Pay"),
    ref("defaultAcctCorpCardExp", "Default Account for Corporate Card Expenses", "account", search=True),
    flag("eligibleForCommission", "Eligible for Commission", search=True),
    flag("isJobManager", "Project Manager", search=True),
    number("targetUtilization", "Target Utilization", search=True),
)


def _line(soap_class: str, *fields: Field) -> Structure:
    return Structure(soap_class, "employees", "lists", "listEmp", fields)


_SUBLISTS = (
    Sublist(
        name="ratesList",
        label="Rates",
        soap_class="EmployeeRatesList",
        element="employeeRates",
        line=_line(
            "EmployeeRates",
            ref("entityCurrency", "Currency", "currency", mandatory=True),
            number("rate", "Rate"),
        ),
        script="rates",
        rest="rates",
        keys=("entityCurrency",),
        before="addressbookList",
    ),
    address_book("Employee", "employees", "listEmp", before="rolesList"),
    Sublist(
        name="rolesList",
        label="Roles",
        soap_class="EmployeeRolesList",
        element="roles",
        line=_line("EmployeeRoles", ref("selectedRole", "Role", "role", mandatory=True)),
        script="roles",
        rest="roles",
        keys=("selectedRole",),
        before="currencyList",
    ),
    Sublist(
        name="currencyList",
        label="Currencies",
        soap_class="EmployeeCurrencyList",
        element="employeeCurrency",
        line=_line("EmployeeCurrency", ref("currency", "Currency", "currency", mandatory=True)),
        script="currency",
        rest="currencyList",
        keys=("currency",),
        before="isJobManager",
    ),
)

EMPLOYEE = RecordType(
    name="employee",
    label="Employee",
    plural="Employees",
    soap_class="Employee",
    namespace="employees",
    group="lists",
    prefix="listEmp",
    search_basic="EmployeeSearchBasic",
    rest="employee",
    suiteql="employee",
    script_types=("employee",),
    permission="LIST_EMPLOYEE",
    fields=_FIELDS,
    search_only=COMMON_SEARCH,
    id_family="entity",
    export_flag="custentity_oa_export_to_openair",
    sublists=_SUBLISTS,
)

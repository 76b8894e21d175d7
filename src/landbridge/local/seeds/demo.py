"""The seed ``demo``: users of several roles, an integration with a token, a few records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbridge.local.access.model import ADMINISTRATOR, Box, Level, Role, Scope
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.seeds import restlets
from landbridge.local.seeds.secrets import PASSWORD, TokenSecrets
from landbridge.recordtypes import CUSTOMER

if TYPE_CHECKING:
    from landbridge.local.account import Account

INTEGRATION_NAME = "Landbridge"
EXPORT_FLAG = CUSTOMER.export_flag
INTEGRATION_ROLE = "customrole_oa_integration"
INTEGRATION_ROLE_NAME = "SuiteProjects Pro Integration Administrator"

_RECORDS = ("LIST_EMPLOYEE", "LIST_CUSTJOB", "LIST_JOB")
_COMMON = {"LIST_FIND": Level.FULL, "LIST_FILECABINET": Level.VIEW}

ROLES = {
    "customrole_demo_sales": (
        "Sales Manager",
        {
            **_COMMON,
            "LIST_CUSTJOB": Level.FULL,
            "LIST_JOB": Level.EDIT,
            "LIST_EMPLOYEE": Level.EDIT,
        },
    ),
    "customrole_demo_projects": (
        "Project Manager",
        {
            **_COMMON,
            "LIST_JOB": Level.FULL,
            "LIST_CUSTJOB": Level.EDIT,
            "LIST_EMPLOYEE": Level.EDIT,
        },
    ),
}
"""Demo roles: script id -> name and permissions. Both may edit employees, customers and projects."""

INTEGRATION_PERMISSIONS = {
    **dict.fromkeys(_RECORDS, Level.FULL),
    "LIST_FIND": Level.FULL,
    "ADMI_LOGIN_OAUTH": Level.FULL,
    "ADMI_LOGIN_OAUTH2": Level.FULL,
    "ADMI_MANAGE_OAUTH2": Level.FULL,
    "ADMI_WEBSERVICES": Level.FULL,
    "ADMI_RESTWEBSERVICES": Level.FULL,
    "ADMI_CERTIFICATES": Level.FULL,
    "LIST_CERTIFICATES": Level.FULL,
    "LIST_FILECABINET": Level.FULL,
}
"""What the integration role needs when no SuiteApp brings it."""

PEOPLE = (
    ("admin@demo.example", "Alex", "Admin", "administrator"),
    ("anna@demo.example", "Anna", "Sales", "customrole_demo_sales"),
    ("ben@demo.example", "Ben", "Projects", "customrole_demo_projects"),
    ("integration@demo.example", "Integration", "User", INTEGRATION_ROLE),
)
"""Demo users: e-mail, first and last name, script id of the role."""

CUSTOMERS = (
    ("lead", {"companyName": "Birch Lane Bakery", "email": "hello@birch.example"}),
    ("prospect", {"companyName": "Cedar Robotics", "email": "office@cedar.example", "phone": "555 0101"}),
    ("customer", {"companyName": "Dogwood Health", "email": "billing@dogwood.example"}),
)


def seed(account: Account, secrets: TokenSecrets) -> None:
    """Fill a new account; its lists and its SuiteApp are there already."""
    for script_id, (name, permissions) in ROLES.items():
        account.access.define_role(script_id, name, permissions)
    if account.access.role_by_script_id(INTEGRATION_ROLE) is None:
        account.access.define_role(INTEGRATION_ROLE, INTEGRATION_ROLE_NAME, INTEGRATION_PERMISSIONS)
    ids = {email: _person(account, email, first, last, role) for email, first, last, role in PEOPLE}
    _token(account, ids["integration@demo.example"], secrets)
    if isinstance(account.scripting, Scripting):
        restlets.install(account, account.scripting, owner=ids["admin@demo.example"])
    _records(account, project_manager=ids["ben@demo.example"])


def administrator(account: Account) -> None:
    """Create the one user whom even an empty account has."""
    _person(account, *PEOPLE[0])


def _person(account: Account, email: str, first: str, last: str, role: str) -> str:
    values: dict[str, Any] = {
        "firstName": first,
        "lastName": last,
        "email": email,
        "giveAccess": True,
        "isJobResource": True,
    }
    session = account.access.system_session()
    employee = account.records.save(session, "employee", values).record
    account.access.give_access(employee.id, (_role(account, role).id,), PASSWORD)
    return employee.id


def _role(account: Account, script_id: str) -> Role:
    role = account.access.role_by_script_id(script_id)
    assert role is not None, f"{script_id} is defined above, or built in as {ADMINISTRATOR}"
    return role


def _token(account: Account, user_id: str, secrets: TokenSecrets) -> None:
    applications = account.access.applications
    integration = applications.create_integration(
        INTEGRATION_NAME,
        consumer_key=secrets.consumer_key,
        consumer_secret=secrets.consumer_secret,
        boxes=Box,
        scopes=set(Scope) - {Scope.MCP},
    )
    applications.create_token(
        f"{INTEGRATION_NAME} - Integration User",
        integration.id,
        user_id,
        _role(account, INTEGRATION_ROLE).id,
        token_id=secrets.token_id,
        token_secret=secrets.token_secret,
    )


def _records(account: Account, *, project_manager: str) -> None:
    session = account.access.system_session()
    fields = account.records.definition("customer").fields
    marked = {EXPORT_FLAG: True} if EXPORT_FLAG in fields else {}
    for script_type, values in CUSTOMERS:
        exported = {**values, **marked}
        saved = account.records.save(session, "customer", exported, script_type=script_type).record
    account.records.save(
        session,
        "job",
        {
            "companyName": "Clinic roll-out",
            "parent": saved.id,
            "entityStatus": "2",
            "jobBillingType": "_timeAndMaterials",
            "projectManager": project_manager,
            **marked,
        },
    )

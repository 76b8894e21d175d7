"""The seed ``demo``: users of several roles, an integration with a token, a few records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbridge.local.access.integration import Box, Scope
from landbridge.local.access.model import ADMINISTRATOR, Level, Role
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.seeds import demorecords, restlets
from landbridge.local.seeds.secrets import PASSWORD, TokenSecrets

if TYPE_CHECKING:
    from landbridge.local.account import Account

INTEGRATION_NAME = "Landbridge"
BOXES = (Box.TOKENS, Box.ISSUE_TOKEN, Box.AUTHORIZATION_FLOW, Box.USER_CREDENTIALS, Box.CLIENT_CREDENTIALS)
"""What the demo's integration record has checked."""

CALLBACK_URL = "http://localhost:8080/callback"
"""Where the demo's three-step flow leads back to."""

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

FURTHER_PERMISSIONS = (
    "ADMI_AUDITLOGIN",
    "ADMI_CERTIFICATES",
    "ADMI_DELETEDRECORD",
    "ADMI_LOGIN_OAUTH",
    "ADMI_LOGIN_OAUTH2",
    "ADMI_MANAGE_OAUTH2",
    "ADMI_MANAGE_OWN_OAUTH2_CERTS",
    "ADMI_RESTWEBSERVICES",
    "ADMI_RUNSERVERSCRIPTWORKFLOW",
    "ADMI_WEBSERVICES",
    "LIST_CERTIFICATES",
    "LIST_CUSTRECORDENTRY",
    "LIST_FILECABINET",
    "LIST_FIND",
    "REPO_ANALYTICS",
    "TRAN_FIND",
    "TRAN_PRD_CLOSED",
)
"""What the integration role may do beside everything with records of every type."""

PEOPLE = (
    ("admin@demo.example", "Alex", "Admin", "administrator"),
    ("anna@demo.example", "Anna", "Sales", "customrole_demo_sales"),
    ("ben@demo.example", "Ben", "Projects", "customrole_demo_projects"),
    ("integration@demo.example", "Integration", "User", INTEGRATION_ROLE),
)
"""Demo users: e-mail, first and last name, script id of the role. Their internal ids count from 1."""


def seed(account: Account, secrets: TokenSecrets) -> None:
    """Fill a new account; its lists and its SuiteApp are there already."""
    for script_id, (name, permissions) in ROLES.items():
        account.access.define_role(script_id, name, permissions)
    if account.access.role_by_script_id(INTEGRATION_ROLE) is None:
        account.access.define_role(INTEGRATION_ROLE, INTEGRATION_ROLE_NAME, _everything(account))
    ids = {person[0]: _person(account, number, person) for number, person in enumerate(PEOPLE, 1)}
    _token(account, ids["integration@demo.example"], secrets)
    if isinstance(account.scripting, Scripting):
        restlets.install(account, account.scripting, owner=ids["admin@demo.example"])
    demorecords.put(account)


def permit_everything(account: Account) -> None:
    """Let the integration role do everything, so that any client can be tried with the demo's token."""
    known = account.access.role_by_script_id(INTEGRATION_ROLE)
    if known is not None:
        permissions = {**known.permissions, **_everything(account)}
        account.access.define_role(INTEGRATION_ROLE, known.name, permissions)


def _everything(account: Account) -> dict[str, Level]:
    types = account.records.types
    guarding = {types.get(name).permission for name in types.names()} - {""}
    return dict.fromkeys((*sorted(guarding), *FURTHER_PERMISSIONS), Level.FULL)


def administrator(account: Account) -> None:
    """Create the one user whom even an empty account has."""
    _person(account, 1, PEOPLE[0])


def _person(account: Account, number: int, person: tuple[str, str, str, str]) -> str:
    email, first, last, role = person
    values: dict[str, Any] = {
        "firstName": first,
        "lastName": last,
        "email": email,
        "giveAccess": True,
        "isJobResource": True,
    }
    employee = account.records.put("employee", str(number), values)
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
        boxes=BOXES,
        scopes=set(Scope) - {Scope.MCP},
        callback_url=CALLBACK_URL,
    )
    account.access.token_records.create(
        f"{INTEGRATION_NAME} - Integration User",
        integration.id,
        user_id,
        _role(account, INTEGRATION_ROLE).id,
        token_id=secrets.token_id,
        token_secret=secrets.token_secret,
    )

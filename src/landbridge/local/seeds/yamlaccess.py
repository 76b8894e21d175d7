"""Roles, users, integrations, tokens and certificates of a YAML seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from landbridge.local.access.integration import DEFAULT_BOXES, Box, Integration, IntegrationState, Scope
from landbridge.local.access.model import Level, Role, User
from landbridge.local.access.tokenrecords import TokenTaken
from landbridge.local.governance.tiers import account_limit
from landbridge.local.oauth2.errors import CertificateRefused
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Criterion
from landbridge.local.seeds.secrets import PASSWORD, TokenSecrets
from landbridge.local.seeds.yamlnodes import Node

if TYPE_CHECKING:
    from landbridge.local.account import Account

ROLE_KEYS = ("script_id", "name", "permissions", "inactive", "web_services_only")
USER_KEYS = ("email", "first_name", "last_name", "roles", "password")
INTEGRATION_KEYS = (
    "name",
    "description",
    "state",
    "consumer_key",
    "consumer_secret",
    "application_id",
    "concurrency_limit",
    "authentication",
    "scopes",
    "tokens",
    "certificates",
)
TOKEN_KEYS = ("name", "user", "role", "token_id", "token_secret")
CERTIFICATE_KEYS = ("user", "role", "certificate", "certificate_id")
BOXES = {
    "tokens": Box.TOKENS,
    "issuetoken": Box.ISSUE_TOKEN,
    "authorization_flow": Box.AUTHORIZATION_FLOW,
    "user_credentials": Box.USER_CREDENTIALS,
    "client_credentials": Box.CLIENT_CREDENTIALS,
}
Chosen = TypeVar("Chosen")
SCOPES = {scope.value: scope for scope in Scope}


def roles(account: Account, node: Node) -> None:
    """Define roles: permissions by permission id, with a level each."""
    for item in node.items():
        given = item.fields(ROLE_KEYS, ("script_id", "name"))
        permissions = given["permissions"].fields() if "permissions" in given else {}
        account.access.define_role(
            given["script_id"].text(),
            given["name"].text(),
            {
                name: Level[level.one_of([level.name for level in Level])]
                for name, level in permissions.items()
            },
            inactive=given["inactive"].flag() if "inactive" in given else False,
            web_services_only=given["web_services_only"].flag() if "web_services_only" in given else False,
        )


def users(account: Account, node: Node) -> None:
    """Give people access: employees that are there by their e-mail, others are created."""
    for item in node.items():
        given = item.fields(USER_KEYS, ("email", "roles"))
        employee = _employee(account, item, given)
        password = given["password"].text() if "password" in given else PASSWORD
        chosen = tuple(_role(account, role).id for role in given["roles"].items())
        account.access.give_access(employee, chosen, password)


def _employee(account: Account, item: Node, given: dict[str, Node]) -> str:
    email = given["email"].text()
    known = next(iter(account.records.search("employee", [Criterion("email", "is", (email,))])), None)
    session = account.access.system_session()
    values: dict[str, object] = {"email": email, "giveAccess": True}
    for name, field in (("first_name", "firstName"), ("last_name", "lastName")):
        if name in given:
            values[field] = given[name].text()
        elif known is None:
            raise item.place.error(f"{name!r} is missing: there is no employee {email} yet")
    try:
        return account.records.save(session, "employee", values, id=known).record.id
    except RecordError as error:
        raise item.place.error(error.message) from error


def integrations(account: Account, node: Node, secrets: TokenSecrets | None) -> None:
    """Create integration records with their tokens and certificates.

    Keys and secrets that the file leaves out are ``secrets``, where they are given, for the first integration and its first token,
    new ones for the others.
    """
    for number, item in enumerate(node.items()):
        given = item.fields(INTEGRATION_KEYS, ("name",))
        first = secrets if number == 0 else None
        made = _integration(account, given, first)
        if "tokens" in given:
            for place, token in enumerate(given["tokens"].items()):
                _token(account, made, token, first if place == 0 else None)
        if "certificates" in given:
            for certificate in given["certificates"].items():
                _certificate(account, made, certificate)


def _integration(account: Account, given: dict[str, Node], first: TokenSecrets | None) -> Integration:
    applications = account.access.applications
    _check_new(given, "consumer_key", applications.by_consumer_key)
    _check_new(given, "application_id", applications.by_application_id)
    made = applications.create_integration(
        given["name"].text(),
        consumer_key=_text(given, "consumer_key", first.consumer_key if first else None),
        consumer_secret=_text(given, "consumer_secret", first.consumer_secret if first else None),
        concurrency_limit=_limit(account, given["concurrency_limit"])
        if "concurrency_limit" in given
        else None,
        application_id=_text(given, "application_id", None),
        description=_text(given, "description", "") or "",
        boxes=_chosen(given, "authentication", BOXES) or DEFAULT_BOXES,
        scopes=_chosen(given, "scopes", SCOPES),
    )
    if "state" in given:
        applications.set_state(made.id, IntegrationState(given["state"].one_of(list(IntegrationState))))
    return made


def _limit(account: Account, node: Node) -> int:
    """Return a limit that the account can give away: of what it has itself, to which it goes back after sowing.

    Governance is not asked: whoever runs meanwhile holds its pool and waits for the tables, which are held until all is sown.
    """
    settings = account.settings
    limit = node.whole()
    most = account_limit(settings.tier, settings.licences) - account.access.applications.allocated() - 1
    if not 1 <= limit <= most:
        raise node.place.error(
            f"the integration's limit is a number from 1 to {most}"
            if most > 0
            else "no integration can have a limit of its own: one request must stay unallocated"
        )
    return limit


def _check_new(given: dict[str, Node], name: str, look: Callable[[str], object]) -> None:
    """Refuse a value that must stand once in the account, and is there already."""
    if name in given and look(given[name].text()) is not None:
        raise given[name].place.error(f"another one has this {name} already")


def _text(given: dict[str, Node], name: str, default: str | None) -> str | None:
    return given[name].text() if name in given else default


def _chosen(given: dict[str, Node], name: str, known: Mapping[str, Chosen]) -> list[Chosen]:
    return [known[one.one_of(known)] for one in given[name].items()] if name in given else []


def _token(account: Account, integration: Integration, node: Node, first: TokenSecrets | None) -> None:
    given = node.fields(TOKEN_KEYS, ("user", "role"))
    user, role = _user(account, given["user"]), _role(account, given["role"])
    _check_new(given, "token_id", account.access.token_records.by_token_id)
    try:
        account.access.token_records.create(
            _text(given, "name", None) or f"{integration.name} - {user.name}",
            integration.id,
            user.id,
            role.id,
            token_id=_text(given, "token_id", first.token_id if first else None),
            token_secret=_text(given, "token_secret", first.token_secret if first else None),
            numbered="name" not in given,
        )
    except TokenTaken as error:
        raise given["name"].place.error(str(error)) from error


def _certificate(account: Account, integration: Integration, node: Node) -> None:
    given = node.fields(CERTIFICATE_KEYS, ("user", "role", "certificate"))
    user, role = _user(account, given["user"]), _role(account, given["role"])
    try:
        account.access.oauth2.mappings.add(
            integration.id,
            user.id,
            role.id,
            given["certificate"].text(),
            certificate_id=_text(given, "certificate_id", None),
        )
    except CertificateRefused as error:
        raise given["certificate"].place.error(str(error)) from error


def _user(account: Account, node: Node) -> User:
    found = account.access.user_by_email(node.text())
    if found is None:
        raise node.place.error(f"there is no user {node.text()!r}")
    return found


def _role(account: Account, node: Node) -> Role:
    found = account.access.role_by_script_id(node.text())
    if found is None:
        raise node.place.error(f"there is no role {node.text()!r}")
    return found

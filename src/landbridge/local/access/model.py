"""Sessions, roles, users, integrations, tokens and rows of the Login Audit Trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

ADMINISTRATOR = "3"
"""Internal id of the Administrator role (observed), which has every permission at every level."""


class Level(IntEnum):
    """Permission levels (documented; runtime enumeration 0..4)."""

    NONE = 0
    VIEW = 1
    CREATE = 2
    EDIT = 3
    FULL = 4


class Context(StrEnum):
    """What caused a save: values of ``runtime.executionContext`` (documented, ``section_4296646855``)."""

    USERINTERFACE = "USERINTERFACE"
    WEBSERVICES = "WEBSERVICES"
    RESTWEBSERVICES = "RESTWEBSERVICES"
    RESTLET = "RESTLET"
    CSVIMPORT = "CSVIMPORT"
    USEREVENT = "USEREVENT"
    WORKFLOW = "WORKFLOW"
    SCHEDULED = "SCHEDULED"
    MAPREDUCE = "MAPREDUCE"
    SUITELET = "SUITELET"
    PORTLET = "PORTLET"
    CLIENT = "CLIENT"
    ACTION = "ACTION"
    DEBUGGER = "DEBUGGER"
    CUSTOMMASSUPDATE = "CUSTOMMASSUPDATE"
    BUNDLEINSTALLATION = "BUNDLEINSTALLATION"
    SDFINSTALLATION = "SDFINSTALLATION"
    NONE = "NONE"


class Authentication(StrEnum):
    """How a session proved who acts."""

    NONE = ""
    PAGE = "PAGE"
    TOKEN = "TOKEN"  # noqa: S105 - a way to sign in, no secret
    OAUTH2 = "OAUTH2"
    USER_CREDENTIALS = "USER_CREDENTIALS"


@dataclass(frozen=True, slots=True)
class Session:
    """Who acts, in which role, and what caused it. ``origin`` names the integration or page; free text.

    ``fires_user_events`` is false for what a user event script saves (documented: such saves fire none), and for SOAP
    calls that switch server scripts off. ``needs_custom_fields`` is false for SOAP calls that save although mandatory custom
    fields are empty.
    """

    user_id: str
    role_id: str
    context: Context
    origin: str = ""
    fires_user_events: bool = True
    integration_id: str = ""
    authentication: Authentication = Authentication.NONE
    needs_custom_fields: bool = True


@dataclass(frozen=True, slots=True)
class Role:
    """A role. ``permissions`` by permission id; the Administrator needs none of them."""

    id: str
    script_id: str
    name: str
    permissions: Mapping[str, Level]
    inactive: bool = False
    web_services_only: bool = False

    @property
    def administrator(self) -> bool:
        """Whether this is the Administrator role."""
        return self.id == ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class User:
    """An employee with access. ``role_ids``: the first one is the default role."""

    id: str
    email: str
    name: str
    role_ids: tuple[str, ...]
    active: bool


class IntegrationState(StrEnum):
    """State of an integration record (documented)."""

    ENABLED = "ENABLED"
    BLOCKED = "BLOCKED"
    WAITING_FOR_APPROVAL = "WAITING_FOR_APPROVAL"


class Box(StrEnum):
    """Check boxes of an integration record's Authentication subtab that matter here (documented)."""

    TOKENS = "TOKEN_BASED_AUTHENTICATION"
    ISSUE_TOKEN = "TBA_ISSUETOKEN_ENDPOINT"  # noqa: S105 - a box, no secret
    USER_CREDENTIALS = "USER_CREDENTIALS"
    CLIENT_CREDENTIALS = "CLIENT_CREDENTIALS_GRANT"


class Scope(StrEnum):
    """What an OAuth 2.0 token opens (documented). ``mcp`` stands alone."""

    RESTLETS = "restlets"
    REST_WEB_SERVICES = "rest_webservices"
    SUITE_ANALYTICS = "suite_analytics"
    MCP = "mcp"


DEFAULT_BOXES = frozenset({Box.TOKENS})
"""What a new integration record has checked (documented)."""


@dataclass(frozen=True, slots=True)
class Integration:
    """An integration record (documented: Integration Record Overview, ``section_4389727047``).

    ``concurrency_limit`` is its own share of the pool, if it has one. ``internal`` marks one of Oracle's own
    applications, which governance does not count (documented). The consumer key is also the OAuth 2.0 client id.
    """

    id: str
    name: str
    state: IntegrationState
    consumer_key: str
    consumer_secret: str = field(repr=False)
    concurrency_limit: int | None = None
    application_id: str = ""
    description: str = ""
    note: str = ""
    boxes: frozenset[Box] = DEFAULT_BOXES
    scopes: frozenset[Scope] = frozenset()
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """An access token of one integration, user and role."""

    id: str
    name: str
    integration_id: str
    user_id: str
    role_id: str
    token_id: str
    token_secret: str = field(repr=False)
    active: bool = True


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the Login Audit Trail. ``status`` Success or Failure; ``detail`` empty on success."""

    at: datetime
    user_id: str
    email: str
    role: str
    application: str
    token_name: str
    ip: str
    status: str
    detail: str
    uri: str

"""Integration records: what the owner account determines of one, and what belongs to the account that has it.

Documented: *Integration Record Overview* (``section_4389727047``), *Creating an Integration Record* (``section_4393879073``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypedDict


class IntegrationState(StrEnum):
    """State of an integration record (documented)."""

    ENABLED = "ENABLED"
    BLOCKED = "BLOCKED"
    WAITING_FOR_APPROVAL = "WAITING_FOR_APPROVAL"


class Box(StrEnum):
    """Check boxes of an integration record's Authentication subtab (documented)."""

    TOKENS = "TOKEN_BASED_AUTHENTICATION"
    ISSUE_TOKEN = "TBA_ISSUETOKEN_ENDPOINT"  # noqa: S105 - a box, no secret
    AUTHORIZATION_FLOW = "TBA_AUTHORIZATION_FLOW"
    USER_CREDENTIALS = "USER_CREDENTIALS"
    AUTHORIZATION_CODE = "AUTHORIZATION_CODE_GRANT"
    PUBLIC_CLIENT = "PUBLIC_CLIENT"
    DYNAMIC_REGISTRATION = "DYNAMIC_CLIENT_REGISTRATION"
    CLIENT_CREDENTIALS = "CLIENT_CREDENTIALS_GRANT"


class Scope(StrEnum):
    """What an OAuth 2.0 token opens (documented). ``mcp`` stands alone."""

    RESTLETS = "restlets"
    REST_WEB_SERVICES = "rest_webservices"
    SUITE_ANALYTICS = "suite_analytics"
    MCP = "mcp"


class Arrival(StrEnum):
    """How a record came into the account that has it."""

    CREATED = "CREATED"
    AUTO_INSTALLED = "AUTO_INSTALLED"
    BUNDLE = "BUNDLE"
    REFRESH = "REFRESH"


class ConsentPolicy(StrEnum):
    """OAuth 2.0 Consent Policy; it belongs to the account (documented)."""

    ALWAYS_ASK = "ALWAYS_ASK"
    NEVER_ASK = "NEVER_ASK"
    ASK_FIRST_TIME = "ASK_FIRST_TIME"


DEFAULT_BOXES = frozenset({Box.TOKENS})
"""What a new integration record has checked (documented)."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What the owner account determines of a record, the same wherever it is installed (documented).

    ``owner`` is the owner's account id. The consumer key is also the OAuth 2.0 client id. Hours are the OAuth 2.0 refresh token's
    validity and the longest time of its rotation.
    """

    owner: str
    application_id: str
    script_id: str
    name: str
    consumer_key: str
    consumer_secret: str = field(repr=False)
    description: str = ""
    boxes: frozenset[Box] = DEFAULT_BOXES
    scopes: frozenset[Scope] = frozenset()
    callback_url: str = ""
    redirect_uri: str = ""
    refresh_token_hours: int = 48
    rotation_hours: int = 168
    logo: str = ""
    terms_of_use: str = ""
    privacy_policy: str = ""


class DefinitionTexts(TypedDict, total=False):
    """What the owner may fill in of a definition beside its name, boxes and scopes."""

    description: str
    callback_url: str
    redirect_uri: str
    refresh_token_hours: int
    rotation_hours: int
    logo: str
    terms_of_use: str
    privacy_policy: str


class DefinitionFields(DefinitionTexts, total=False):
    """What the owner may change of a definition by hand."""

    name: str
    boxes: frozenset[Box]
    scopes: frozenset[Scope]


class OwnFields(TypedDict, total=False):
    """What each account that has a record may change of it."""

    state: IntegrationState
    note: str
    concurrency_limit: int | None
    consent_policy: ConsentPolicy


@dataclass(frozen=True, slots=True)
class Integration:
    """A record as one account has it: the owner's ``definition``, and what belongs to this account.

    ``concurrency_limit`` is its own share of the pool, if it has one. ``internal`` marks one of Oracle's own
    applications, which governance does not count (documented). ``*_by`` are user ids, ``0`` the account itself.
    ``bundle`` is the id of the bundle that brought it.
    """

    id: str
    definition: Definition
    state: IntegrationState
    created_at: datetime
    state_changed_at: datetime
    created_by: str = "0"
    state_changed_by: str = "0"
    concurrency_limit: int | None = None
    note: str = ""
    consent_policy: ConsentPolicy = ConsentPolicy.ALWAYS_ASK
    arrival: Arrival = Arrival.CREATED
    bundle: str = ""
    internal: bool = False

    @property
    def is_owned(self) -> bool:
        """Whether the record was made in this account."""
        return self.arrival is Arrival.CREATED

    @property
    def name(self) -> str:
        """The application's name."""
        return self.definition.name

    @property
    def description(self) -> str:
        """The application's description."""
        return self.definition.description

    @property
    def application_id(self) -> str:
        """The application id, in capitals."""
        return self.definition.application_id

    @property
    def consumer_key(self) -> str:
        """The consumer key, OAuth 2.0's client id."""
        return self.definition.consumer_key

    @property
    def consumer_secret(self) -> str:
        """The consumer secret, OAuth 2.0's client secret."""
        return self.definition.consumer_secret

    @property
    def boxes(self) -> frozenset[Box]:
        """The checked boxes of the Authentication subtab."""
        return self.definition.boxes

    @property
    def scopes(self) -> frozenset[Scope]:
        """The scopes of OAuth 2.0."""
        return self.definition.scopes

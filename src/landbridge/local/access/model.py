"""Sessions, roles, users, integrations, tokens and rows of the Login Audit Trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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

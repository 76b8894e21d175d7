"""What the SuiteApp's setup RESTlet answers (``docs/reference/seams.md``), as data."""

from __future__ import annotations

from typing import Literal

import msgspec


class _Answer(msgspec.Struct, frozen=True, rename="camel"):
    """Read from the RESTlet's JSON, whose names are in camelCase; members that a newer SuiteApp adds are passed over."""


class Certificate(_Answer, frozen=True):
    """The certificate record that notices are signed with: its script id and its name in NetSuite's list."""

    script_id: str
    name: str


class Role(_Answer, frozen=True):
    """The role of the token that asked. ``lacking`` are ids of needed permissions that it has not at the needed level."""

    id: str
    script_id: str
    name: str
    lacking: tuple[str, ...]


class Deployment(_Answer, frozen=True):
    """One user event deployment on a record type of the integration, ours or anybody's.

    ``deployed`` means that it runs: the box is ticked and the script, which may be ``script_inactive``, is active. ``record_type`` is a
    SuiteScript type in lower case (``job``, ``customrecord_oa_cost_center``); ``run_as_role`` the role's script id where it is the
    token's or the integration's, else its name, empty for the current role; ``run_as_role_id`` its internal id; ``api_version`` ``1.0`` or ``2.x``; ``bundle`` the id of the bundle that brought the
    script, empty where none did.
    """

    id: str
    script_id: str
    script: str
    script_name: str
    record_type: str
    deployed: bool
    status: str
    run_as_role: str
    all_roles: bool
    event_type: str
    api_version: str
    bundle: str
    script_inactive: bool = False
    run_as_role_id: str = ""


class SettingsValues(_Answer, frozen=True, omit_defaults=True):
    """The fields of the settings record. ``record_types`` is the JSON text that the service keeps there."""

    service_url: str = ""
    account: str = ""
    url: str = ""
    database_id: str = ""
    real_time: bool = False
    email: str = ""
    include_leads: bool = False
    include_prospects: bool = False
    soap_customer: bool = False
    soap_project: bool = False
    soap_user: bool = False
    restlet_customer: bool = False
    restlet_project: bool = False
    restlet_user: bool = False
    record_types: str = ""
    suite_sign_on: str = ""


class SettingsRecord(_Answer, frozen=True):
    """How many active settings records there are, and the values of the first."""

    count: int
    values: SettingsValues | None


class Bundles(_Answer, frozen=True):
    """Versions of the two bundles (``5.01``); empty where a bundle's part is not installed. SDF installs count as their newest."""

    integration: str
    real_time: str


class Inspection(_Answer, frozen=True):
    """Everything that the setup RESTlet sees. ``protocol`` is the version of notices and RESTlets."""

    version: str
    protocol: int
    build: Literal["standalone", "beside-native"]
    account: str
    environment: str
    bundles: Bundles
    role: Role
    settings: SettingsRecord
    deployments: tuple[Deployment, ...]
    certificate: Certificate | None

"""What the account knows about scripts: script records, their deployments, the execution log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

USER_EVENT = "usereventscript"
RESTLET = "restlet"
SCHEDULED = "scheduledscript"


class DeploymentStatus(Enum):
    """TESTING: runs for the script's owner and the audience. RELEASED: runs for the audience.

    NOTSCHEDULED and SCHEDULED are those of scheduled scripts, besides TESTING (documented, *Scheduled Script Submission*).
    """

    TESTING = "TESTING"
    RELEASED = "RELEASED"
    NOTSCHEDULED = "NOTSCHEDULED"
    SCHEDULED = "SCHEDULED"

    @property
    def label(self) -> str:
        """What a page calls it."""
        return {"NOTSCHEDULED": "Not Scheduled"}.get(self.value, self.value.capitalize())


def statuses_of(kind: str) -> tuple[DeploymentStatus, ...]:
    """Return the statuses that deployments of a kind of script have."""
    if kind == SCHEDULED:
        return DeploymentStatus.TESTING, DeploymentStatus.NOTSCHEDULED, DeploymentStatus.SCHEDULED
    return DeploymentStatus.TESTING, DeploymentStatus.RELEASED


API_1 = "1.0"

LOG_LEVELS = ("DEBUG", "AUDIT", "ERROR", "EMERGENCY")
"""Log levels from the most to the least talkative; a deployment keeps its level and those after it."""


@dataclass(frozen=True, slots=True)
class Script:
    """One script record. `kind` is its SDF object type, `file` its path in the File Cabinet, `number` its internal id.

    `api_version` is what the file says (`2.1`), or `1.0`; the functions of a SuiteScript 1.0 script stand in `functions`, by
    entry point. `bundle` is the id of the bundle that brought it, empty where none did.
    """

    script_id: str
    number: int
    kind: str
    name: str
    file: str
    description: str = ""
    is_inactive: bool = False
    owner: str = ""
    bundle: str = ""
    api_version: str = "2.1"
    functions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment (help: SuiteScript 2.x deployments; SDF `scriptdeployment`).

    `record_type` is a SuiteScript type or a custom record type's id, empty for RESTlets. `roles` are role script ids;
    `run_as_role` too, empty for the current role. `event_type` and `contexts` are empty for "no restriction". `number` is the
    deployment's number within its script. `position` is its place in the list of its record type.
    """

    script_id: str
    script: str
    number: int
    record_type: str = ""
    title: str = ""
    is_deployed: bool = True
    status: DeploymentStatus = DeploymentStatus.TESTING
    all_roles: bool = False
    all_employees: bool = False
    roles: tuple[str, ...] = ()
    event_type: str = ""
    log_level: str = "DEBUG"
    run_as_role: str = ""
    contexts: tuple[str, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the script execution log. `level` is a log level or SYSTEM for errors that nobody caught."""

    at: datetime
    level: str
    title: str
    details: str
    script: str
    deployment: str
    user: str

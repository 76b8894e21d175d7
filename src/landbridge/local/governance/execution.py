"""One request of an integration, from its sign-in to the row that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landbridge.local.access.model import Session

SOAP, REST, RESTLET = "SOAP", "REST", "RESTLET"
PROTOCOLS = {SOAP: "SOAP Web Services", REST: "REST Web Services", RESTLET: "RESTlets"}
"""Protocol -> the name of its list on the integration record (documented)."""


class Outcome(StrEnum):
    """How a request ended."""

    FINISHED = "Finished"
    FAILED = "Failed"
    REJECTED = "Rejected"


@dataclass(slots=True)
class Run:
    """Who ran a request, from when, for how long. Rejected ones did not run: 0 ms."""

    session: Session
    at: datetime
    duration_ms: int = 0
    outcome: Outcome = Outcome.FINISHED


@dataclass(slots=True)
class Request:
    """What a request asks for; its fields may be set while it runs, once they are known.

    ``protocol`` is SOAP, REST or RESTLET; ``version`` the endpoint's, such as 2025_2 or v1. ``address`` is the URL of a REST
    request without secrets, ``script`` and ``deployment`` are a RESTlet's. Governance sets ``run``.
    """

    protocol: str
    action: str
    version: str = ""
    record_type: str = ""
    address: str = ""
    script: str = ""
    deployment: str = ""
    run: Run | None = field(default=None, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it was admitted or rejected as a request of an integration: others are no executions."""
        return self.run is not None and self.run.session.integration_id != ""


@dataclass(frozen=True, slots=True)
class Execution:
    """One row: a request of an integration. ``duration_ms`` is 0 for rejected ones, ``http_status`` ``None`` for SOAP."""

    id: str
    integration_id: str
    at: datetime
    duration_ms: int
    status: Outcome
    protocol: str
    version: str
    user_id: str
    email: str
    action: str
    record_type: str
    http_status: int | None
    address: str
    script: str
    deployment: str

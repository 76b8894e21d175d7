"""What the judges look at: the connection, the instant, and what NetSuite answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from landbridge.netsuite.check import CheckLine
from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp.findings import Finding
from landbridge.service.suiteapp.inspection import Inspection


@dataclass(frozen=True, slots=True)
class Situation:
    """``live``: real time is switched on. ``tested``: the lines of Test Connection, none where ``problem`` says why NetSuite could not be
    asked. ``findings``: how NetSuite's side was judged, and ``inspection`` what the SuiteApp saw; both empty where it was not asked.
    """

    connection: Connection
    now: datetime
    live: bool
    tested: tuple[CheckLine, ...] = ()
    inspection: Inspection | None = None
    findings: tuple[Finding, ...] = field(default=())
    problem: str = ""
    advice: str = ""

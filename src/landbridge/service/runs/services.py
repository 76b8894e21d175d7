"""What a link works with, passed in: the two systems, the clock, how long a link may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from landbridge.service import composition
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock, Destination, Reader
from landbridge.service.runs.execution.growth import Growth
from landbridge.service.runs.execution.readings import Readings

LINK_TIME = timedelta(seconds=30)


@dataclass(slots=True)
class Services:
    """The surroundings of the runs in one process.

    ``readings`` are those left open between links, ``growth`` counts what was written. ``sign_in_over_rest`` raises as NetSuite refuses it.
    """

    reader_for: Callable[[Connection], Reader]
    destination_for: Callable[[Connection], Destination]
    clock: Clock
    link_time: timedelta = LINK_TIME
    readings: Readings = field(default_factory=Readings)
    growth: Growth = field(default_factory=Growth)
    sign_in_over_rest: Callable[[Connection], None] = composition.sign_in_over_rest

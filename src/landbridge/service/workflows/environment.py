"""What the rows of a mapping ask for beside the NetSuite record itself: loaded for a batch, then read for each of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from landbridge.service.ports import DestinationRecord, SourceAccount
from landbridge.service.workflows.keys import ParentKey

LinkedId = Callable[[ParentKey], str | None]
"""Answers the SuiteProjects Pro id that a NetSuite record is linked to, ``None`` when it is not."""

Became = Callable[[str], str | None]
"""Answers what the same record, or line, became in the group of that key, ``None`` where it was left out there."""

LookupKey = tuple[str, str]
"""A table of SuiteProjects Pro and the field by which its records are looked up."""

HeldKey = tuple[str, str]
"""A table of SuiteProjects Pro and an internal id."""


def nothing(_group: str) -> None:
    """Answer for groups of which nothing was written."""


def _no_account() -> SourceAccount:
    return SourceAccount("")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for a whole run. ``now`` is aware; ``zone`` says on which day an instant lies.

    ``account`` is ``Reader.account``, called only where a macro or the name of a currency needs it. ``pages`` is the address of NetSuite's
    pages without a slash at its end, ``https://1234567.app.netsuite.com``.
    """

    now: datetime
    account: Callable[[], SourceAccount] = _no_account
    pages: str = ""
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class Environment:
    """What was loaded for a batch.

    ``looked_up`` holds for each table and field the records by the value asked for; ``held`` the records that filters look at.
    """

    linked: LinkedId
    surroundings: Surroundings
    looked_up: Mapping[LookupKey, Mapping[str, Sequence[DestinationRecord]]] = field(default_factory=dict)
    held: Mapping[HeldKey, DestinationRecord] = field(default_factory=dict)

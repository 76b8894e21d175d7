"""What a preview shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from landbridge.service.ports import JsonValue


@dataclass(frozen=True, slots=True)
class PreviewedRow:
    """One active row. ``outcome``: ``set``, ``left`` (the field stays as it is) or ``problem``, the last two with a ``reason``.

    ``read`` are the NetSuite fields that it reads, each with its value as shown.
    """

    target: str
    label: str
    kind: str
    read: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    value: JsonValue
    outcome: str
    reason: str
    initial_only: bool


@dataclass(frozen=True, slots=True)
class PreviewedChange:
    """One field of the SuiteProjects Pro record that would change."""

    field: str
    label: str
    before: JsonValue
    after: JsonValue


@dataclass(frozen=True, slots=True)
class PreviewedPart:
    """One record of SuiteProjects Pro that would come of it. ``outcome``: ``created``, ``updated``, ``unchanged`` or ``failed``.

    ``match`` says which record it is and how that was found; ``changes`` is what would be written.
    """

    group: str
    spp_type: str
    key: str
    rows: tuple[PreviewedRow, ...]
    outcome: str
    match: str
    spp_id: str
    changes: tuple[PreviewedChange, ...]


@dataclass(frozen=True, slots=True)
class PreviewedGap:
    """A line, or the record, that a condition or a filter leaves out, because of ``field``."""

    group: str
    key: str
    field: str
    reason: str


@dataclass(slots=True)
class Preview:
    """One NetSuite record. ``excluded`` says why the workflow would not import it at all, whatever its parts are."""

    netsuite_type: str
    internal_id: str
    name: str
    excluded: str = ""
    parts: list[PreviewedPart] = field(default_factory=list)
    left_out: list[PreviewedGap] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return it as data."""
        return asdict(self)

"""What became of each save: its instants on the way, read from the local account and from the service."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from landbridge.demo.observer import Observer
from landbridge.demo.stack import Stack

IMPORTED = frozenset({"created", "updated", "unchanged"})
PAUSE_S = 0.2


@dataclass(frozen=True, slots=True)
class Save:
    """One save in NetSuite. ``type`` is the record type by SOAP's name; ``event`` create, edit or xedit. ``workflow``: the one of the run log
    to look at, empty for any.
    """

    type: str
    internal_id: str
    event: str
    committed: datetime
    workflow: str = ""

    def by(self, workflow: str) -> Save:
        """Return the save, to be looked for in one workflow."""
        return replace(self, workflow=workflow)

    @property
    def netsuite_type(self) -> str:
        """The type as notices name it: items are one family."""
        return "item" if self.type.endswith("Item") else self.type

    @property
    def short_type(self) -> str:
        """The type as the table of the demo names it."""
        return self.netsuite_type.removeprefix("customrecord_oa_")


@dataclass(frozen=True, slots=True)
class Arrival:
    """The way of one save. Instants that are not known yet are ``None``; ``outcome`` is empty until the record is imported."""

    save: Save
    accepted: datetime | None = None
    started: datetime | None = None
    imported: datetime | None = None
    outcome: str = ""
    reason: str = ""

    @property
    def saved_to_imported_ms(self) -> float | None:
        """Milliseconds from commit in NetSuite to import in SuiteProjects Pro."""
        return milliseconds(self.save.committed, self.imported)


def milliseconds(start: datetime, end: datetime | None) -> float | None:
    """Return the time between two instants, to a tenth of a millisecond; ``None`` where there is no end."""
    return None if end is None else round((end - start).total_seconds() * 1000, 1)


def saves_of(stack: Stack) -> list[Save]:
    """Return the saves that the local account remembers, oldest first."""
    rows = stack.control.call("GET", "/timeline")
    return [
        Save(row["type"], row["id"], row["event"], datetime.fromisoformat(row["committed_at"]))
        for row in rows
    ]


async def wait_for_arrivals(observer: Observer, saves: Sequence[Save], seconds: float) -> list[Arrival]:
    """Return the way of each save once all are imported, or after ``seconds`` as far as they came."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        arrivals = await asyncio.to_thread(read_arrivals, observer, saves)
        if all(one.outcome in IMPORTED for one in arrivals) or loop.time() > deadline:
            return arrivals
        await asyncio.sleep(PAUSE_S)


def read_arrivals(observer: Observer, saves: Sequence[Save]) -> list[Arrival]:
    """Find each save in the notices and in the run log."""
    notices = observer.notices()
    log = [(run, observer.items_of(run["id"])) for run in reversed(observer.runs()) if run["started_at"]]
    return [_follow(save, notices, log) for save in saves]


def _follow(
    save: Save, notices: Sequence[dict[str, Any]], log: Sequence[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> Arrival:
    accepted = next(
        (
            datetime.fromisoformat(one["received_at"])
            for one in reversed(notices)
            if (one["netsuite_type"], one["internal_id"]) == (save.netsuite_type, save.internal_id)
            and one["event"] == save.event
            and datetime.fromisoformat(one["received_at"]) >= save.committed
        ),
        None,
    )
    for run, items in log:
        for item in items:
            at = datetime.fromisoformat(item["at"])
            if (
                item["internal_id"] == save.internal_id
                and save.workflow in ("", item["workflow"])
                and at >= save.committed
            ):
                started = datetime.fromisoformat(run["started_at"])
                return Arrival(save, accepted, started, at, item["outcome"], item["reason"])
    return Arrival(save, accepted)

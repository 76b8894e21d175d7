"""What the demo prints."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from landbridge.demo.arrivals import IMPORTED, Arrival, milliseconds
from landbridge.demo.setup import NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD, SignIn
from landbridge.demo.stack import Stack


def everything_arrived(arrivals: Sequence[Arrival]) -> bool:
    """Whether every save was imported."""
    return bool(arrivals) and all(one.outcome in IMPORTED for one in arrivals)


def summary(arrivals: Sequence[Arrival], requests: Mapping[str, int]) -> dict[str, Any]:
    """Return what ``--json`` prints as the last line; ``requests`` counts what NetSuite was asked, by kind."""
    return {
        "records": [
            {
                "type": one.save.type,
                "internal_id": one.save.internal_id,
                "event": one.save.event,
                "outcome": one.outcome or "missing",
                "saved_to_imported_ms": one.saved_to_imported_ms,
            }
            for one in arrivals
        ],
        "netsuite_requests": dict(requests),
        "ok": everything_arrived(arrivals),
    }


def print_timeline(console: Console, arrivals: Sequence[Arrival]) -> None:
    """Print a row a save: when it was committed, and how many milliseconds later each step was reached."""
    title = "From Save in NetSuite to SuiteProjects Pro, in ms after the commit"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    for name in ("record", "event", "committed"):
        table.add_column(name, no_wrap=True)
    for name in ("notice\naccepted", "run\nstarted", "imported"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("outcome", no_wrap=True)
    for one in arrivals:
        steps = (milliseconds(one.save.committed, step) for step in (one.accepted, one.started, one.imported))
        table.add_row(
            f"{one.save.short_type} {one.save.internal_id}",
            one.save.event,
            f"{one.save.committed:%H:%M:%S}",
            *("—" if step is None else f"{step:.1f}" for step in steps),
            one.outcome or one.reason or "did not arrive",
        )
    console.print(table)


def print_addresses(console: Console, stack: Stack, sign_in: SignIn) -> None:
    """Print where everything is and how to sign in."""
    for name, address, user, password in (
        ("Landbridge", stack.addresses["service"], sign_in.email, sign_in.password),
        ("NetSuite", stack.addresses["netsuite"], NETSUITE_ADMINISTRATOR, NETSUITE_PASSWORD),
    ):
        console.print(f"{name:<11} {address}   sign in: {user} / {password}", soft_wrap=True)
    console.print(f"{'Logs, data':<11} {stack.folder}", soft_wrap=True)


def print_json(arrivals: Sequence[Arrival], requests: Mapping[str, int]) -> None:
    """Print the summary as one line of JSON."""
    print(json.dumps(summary(arrivals, requests)), flush=True)

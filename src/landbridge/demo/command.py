"""`landbridge demo`: start everything, set it up, play the scenario, stay until Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import threading
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from landbridge.demo.commands import CommandFailedError
from landbridge.demo.control import ControlError
from landbridge.demo.person import PageError
from landbridge.demo.processes import StartError
from landbridge.demo.report import everything_arrived, print_addresses, print_json, print_timeline
from landbridge.demo.scenario import play
from landbridge.demo.setup import set_up
from landbridge.demo.stack import Stack
from landbridge.netsuite.protocols import Protocol

ARRIVED, NOT_ARRIVED = 0, 1


def demo(
    *,
    once: Annotated[bool, Parameter(negative="", help="End after the scenario.")] = False,
    json: Annotated[bool, Parameter(negative="", help="Print one last line of JSON.")] = False,
    protocol: Annotated[
        Protocol, Parameter(help="soap: SOAP with an access token; rest: SuiteQL and REST with OAuth 2.0.")
    ] = Protocol.SOAP,
) -> int:
    """Show the whole product on this machine: save in NetSuite, see it in SuiteProjects Pro.

    Starts a local NetSuite account and the service on free ports, sets them up as an administrator would, and plays the
    scenario. Exit status 0 only if every record arrived.
    """
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: _interrupt())
    console = Console(stderr=json, highlight=False)
    try:
        with tempfile.TemporaryDirectory(prefix="landbridge-demo-") as folder:
            return _show(Path(folder), console, ended, protocol, once=once, as_json=json)
    except (StartError, CommandFailedError, PageError, ControlError) as error:
        console.print(f"[bold red]The demo could not go on.[/] {error}", markup=True)
        return NOT_ARRIVED
    except KeyboardInterrupt:
        return ARRIVED if ended.is_set() else NOT_ARRIVED


def _show(
    folder: Path,
    console: Console,
    ended: threading.Event,
    protocol: Protocol,
    *,
    once: bool,
    as_json: bool,
) -> int:
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own and must get through
    console.print("Starting a NetSuite account and the service on this machine ...")
    with Stack(folder) as stack:
        console.print("Setting them up as an administrator would ...")
        sign_in = asyncio.run(set_up(stack, protocol=protocol, everything=True))
        console.print("People save a record of every type in NetSuite ...")
        arrivals = asyncio.run(play(stack, sign_in))
        print_timeline(console, arrivals)
        arrived = everything_arrived(arrivals)
        if as_json:
            print_json(arrivals, stack.control.call("GET", "/statistics")["requests"])
        if arrived:
            ended.set()
        if not once:
            print_addresses(console, stack, sign_in)
            console.print("Save more records there and watch the run log. Ctrl-C ends everything.")
            signal.pause()
        return ARRIVED if arrived else NOT_ARRIVED


def _interrupt() -> None:
    raise KeyboardInterrupt

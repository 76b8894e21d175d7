"""The process of ``landbridge local serve``: it says `ready` when it serves and ends on SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from landbridge.local.account import Account
from landbridge.local.accounts.neighbours import join
from landbridge.local.accounts.plan import AccountPlan
from landbridge.local.bundles.errors import CatalogueError
from landbridge.local.scripting.errors import InstallError
from landbridge.local.seeds.errors import SeedError
from landbridge.local.server import Listening, Shared, serve_accounts
from landbridge.local.storage.database import StorageError
from landbridge.local.tls.folders import authority_folder

ADDRESSES = ("http", "https", "control")
"""What the line of one account names, in this order."""


class StartFailure(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """An account cannot start; the text says what is wrong."""


def run(plans: Sequence[AccountPlan], shared: Shared | None = None) -> None:
    """Serve accounts until SIGINT or SIGTERM: one, or several that also have ``shared`` addresses.

    Raises ``StartFailure`` or ``ListenError``; then none is served.
    """
    loop = asyncio.new_event_loop()
    with ExitStack() as failing:
        failing.callback(loop.close)
        with ExitStack() as opened:
            folder = authority_folder(plans[0].data if shared is None else None)
            accounts = [_opened(plan, folder, opened, named=shared is not None) for plan in plans]
            join(accounts)
            served = [(account, plan.listening) for account, plan in zip(accounts, plans, strict=True)]
            loop.run_until_complete(_until_signal(served, shared))
        failing.pop_all()
    _leave(loop)


def _opened(plan: AccountPlan, authority: Path, opened: ExitStack, *, named: bool) -> Account:
    try:
        return opened.enter_context(plan.opened(authority))
    except (StorageError, SeedError, InstallError, CatalogueError) as error:
        which = f"account {plan.settings.account_id}: " if named else ""
        raise StartFailure(f"{which}{error}") from error


async def _until_signal(served: Sequence[tuple[Account, Listening]], shared: Shared | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        # A request that is cut off because the account ends is no error to report.
        logging.getLogger("uvicorn.error").disabled = True
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)

    def ready(addresses: dict[str, str]) -> None:
        accounts = [account for account, _ in served]
        sys.stdout.write("\n".join([*_announced(accounts, addresses), ""]))
        sys.stdout.flush()

    await serve_accounts(served, shared, stop, ready)


def _announced(accounts: Sequence[Account], shared: dict[str, str]) -> list[str]:
    """Return the lines that say where everything is: a program reads until ``ready``."""
    own = accounts[0].addresses
    if shared:
        each = [
            ("account", one.settings.account_id, *(one.addresses[name] for name in ADDRESSES))
            for one in accounts
        ]
        lines = [*map(" ".join, each)]
    else:
        lines = [f"control {own['control']}"]
    answering = shared or own
    return [*lines, f"ca {accounts[0].authority.ca_file}", f"ready {answering['http']} {answering['https']}"]


def _leave(loop: asyncio.AbstractEventLoop) -> None:
    """End; at once when a request still waits for somebody else's server, for its thread cannot be called off.

    The account is closed by now and its child processes have ended.
    """
    waiting = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    if asyncio.all_tasks(loop) or any(not thread.daemon for thread in waiting):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    loop.close()

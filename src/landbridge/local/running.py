"""The process of ``landbridge local serve``: it says `ready` when it serves and ends on SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from landbridge.local.account import Account
from landbridge.local.addresses import Address
from landbridge.local.bundles.errors import CatalogueError
from landbridge.local.governance.tiers import BASE_OF_TIER
from landbridge.local.opening import opened_account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.scripting.errors import InstallError
from landbridge.local.seeds.errors import SeedError
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.server import Listening, serve
from landbridge.local.settings import AccountSettings
from landbridge.local.storage.database import StorageError
from landbridge.local.tls.folders import authority_folder


class StartFailure(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """The account cannot start; the text says what is wrong."""


def run(
    settings: AccountSettings,
    *,
    addresses: tuple[str, str, str],
    data: Path | None,
    seed: str,
    suiteapp: Path | None,
    bundles: Path | None,
    secrets: TokenSecrets,
) -> None:
    """Serve until SIGINT or SIGTERM. Raises ``StartFailure`` or ``ListenError``."""
    if settings.tier not in BASE_OF_TIER:
        raise StartFailure(f"{settings.tier!r} is no tier; there are {', '.join(BASE_OF_TIER)}")
    listening = Listening(*map(Address.parse, addresses))
    installed = suiteapp or (suiteapp_folder() if seed == "demo" else None)
    loop = asyncio.new_event_loop()
    with ExitStack() as failing:
        failing.callback(loop.close)
        try:
            with opened_account(
                settings,
                folder=data,
                seed=seed,
                suiteapp=installed,
                bundles=bundles,
                widen_role=suiteapp is None,
                authority=authority_folder(data),
                secrets=secrets,
            ) as account:
                loop.run_until_complete(_until_signal(account, listening))
        except (StorageError, SeedError, InstallError, CatalogueError) as error:
            raise StartFailure(str(error)) from error
        failing.pop_all()
    _leave(loop)


async def _until_signal(account: Account, listening: Listening) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        # A request that is cut off because the account ends is no error to report.
        logging.getLogger("uvicorn.error").disabled = True
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)

    def ready(addresses: dict[str, str]) -> None:
        sys.stdout.write(
            f"control {addresses['control']}\nca {account.authority.ca_file}\n"
            f"ready {addresses['http']} {addresses['https']}\n"
        )
        sys.stdout.flush()

    await serve(account, listening, stop, ready)


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

"""Opening an account: its parts, its scripts, its seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.seeds.sowing import sow
from landbridge.local.settings import AccountSettings


@contextmanager
def opened_account(
    settings: AccountSettings,
    *,
    folder: Path | None = None,
    seed: str = "demo",
    suiteapp: Path | None = None,
    secrets: TokenSecrets | None = None,
    clock: Clock | None = None,
    rng: random.Random | None = None,
) -> Iterator[Account]:
    """Open an account and close it again, with everything it started.

    ``folder=None`` keeps all data in memory; the certificate authority then lives in a temporary folder. ``suiteapp`` is
    the SDF project to install. Raises ``StorageError``, ``UnknownSeed``, and what the installation raises.
    """
    with ExitStack() as stack:
        if folder is None:
            home = Path(stack.enter_context(TemporaryDirectory(prefix="landbridge-local-")))
        else:
            home = folder
        account = Account(settings, folder=folder, authority_folder=home / "tls", clock=clock, rng=rng)
        stack.callback(account.close)
        scripting = Scripting(account)
        stack.callback(scripting.close)
        account.scripting = scripting
        sow(account, scripting, seed=seed, secrets=secrets or TokenSecrets(), suiteapp=suiteapp)
        yield account

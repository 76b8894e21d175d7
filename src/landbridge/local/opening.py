"""Opening an account: its parts, its scripts, its seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from landbridge.local.account import Account
from landbridge.local.bundles.catalogue import Catalogue
from landbridge.local.bundles.desk import Bundles
from landbridge.local.clock import Clock
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.seeds import large
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings
from landbridge.local.states import Beginning, States
from landbridge.local.storage.database import StorageError


@contextmanager
def opened_account(
    settings: AccountSettings,
    *,
    folder: Path | None = None,
    seed: str = "demo",
    suiteapp: Path | None = None,
    bundles: Path | None = None,
    widen_role: bool = False,
    authority: Path | None = None,
    secrets: TokenSecrets | None = None,
    clock: Clock | None = None,
    rng: random.Random | None = None,
) -> Iterator[Account]:
    """Open an account and close it again, with everything it started.

    ``folder=None`` keeps all data in memory, but those of the seed ``large``. ``authority`` is the folder of the certificate
    authority; without it there is one in the data folder, or in a temporary one. ``suiteapp`` is the SDF project to install;
    ``widen_role`` lets its integration role do more than it says, namely everything. ``bundles`` is the folder of the bundles that
    can be installed instead of Landbridge's own.
    Raises ``StorageError``, ``SeedError``, ``CatalogueError``, and what the installation raises.
    """
    with ExitStack() as stack:
        if folder is None and seed == large.NAME:
            folder = _temporary(stack)
        if authority is None:
            authority = (folder or _temporary(stack)) / "tls"
        try:
            if folder is not None and seed == large.NAME:
                large.lay_out(folder)
            account = Account(settings, folder=folder, authority_folder=authority, clock=clock, rng=rng)
        except OSError as error:
            raise StorageError(f"{error.filename or folder} cannot be used: {error.strerror}") from error
        stack.callback(account.close)
        scripting = Scripting(account)
        stack.callback(scripting.close)
        account.scripting = scripting
        account.restored.append(scripting.reload)
        project = suiteapp_folder()
        account.bundles = Bundles(account, scripting, Catalogue(bundles or project / "bundles"), project)
        if bundles is not None:
            account.bundles.catalogue.bundles()  # a mistake in it is said now, not on a page
        states = States(account, scripting, Beginning(seed, secrets or TokenSecrets(), suiteapp, widen_role))
        stack.callback(states.close)
        account.states = states
        states.begin()
        yield account


def _temporary(stack: ExitStack) -> Path:
    return Path(stack.enter_context(TemporaryDirectory(prefix="landbridge-local-")))

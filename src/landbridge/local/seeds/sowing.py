"""Filling a new account: lists, the SuiteApp, and the seed asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.seeds import demo
from landbridge.local.seeds.errors import SeedError
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.seeds.secrets import TokenSecrets

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting
    from landbridge.local.seeds.yamlseed import Seed

SEEDS = ("demo", "empty", "large")
FILES = (".yaml", ".yml")


def checked(seed: str) -> None:
    """Raise ``SeedError`` unless there is such a seed, or such a file without a mistake in its form."""
    if seed in SEEDS:
        return
    if not seed.endswith(FILES):
        raise SeedError(f"{seed!r} is no seed; there are {', '.join(SEEDS)}, or a YAML file")
    _read(Path(seed))


def _read(file: Path) -> Seed:
    from landbridge.local.seeds import yamlseed  # noqa: PLC0415 - YAML is loaded for seeds that are files only

    return yamlseed.read(file)


def sow(
    account: Account,
    scripting: Scripting,
    *,
    seed: str,
    secrets: TokenSecrets,
    suiteapp: Path | None,
    widen_role: bool,
) -> bool:
    """Fill the account with ``seed`` unless its data folder has been filled before; say whether it was filled now.

    ``suiteapp`` is the SDF project to install; it is installed anew at each start, so that its files may change; ``widen_role`` lets its integration role do everything.
    Raises ``SeedError``, and what the installation raises.
    """
    checked(seed)
    first_time = account.database.row("SELECT 1 FROM setting WHERE name = 'seed'") is None
    with account.database.transaction() as connection:  # one commit for all
        if first_time:
            put_lists(account)
        if suiteapp is not None:
            scripting.install(suiteapp)
        if first_time:
            _sow(account, scripting, seed, secrets)
            connection.execute("INSERT INTO setting (name, value) VALUES ('seed', ?)", (seed,))
        if widen_role:
            demo.permit_everything(account)
    return first_time


def put_lists(account: Account) -> None:
    """Put the entries of the lists that every account begins with, unless there are records already: those of a large seed."""
    if account.database.row("SELECT 1 FROM record LIMIT 1") is not None:
        return
    for record_type, entries in ENTRIES.items():
        for record_id, values in entries.items():
            account.records.put(record_type, record_id, values)


def _sow(account: Account, scripting: Scripting, seed: str, secrets: TokenSecrets) -> None:
    if seed == "empty":
        demo.administrator(account)
    elif seed in SEEDS:
        demo.seed(account, secrets)
    else:
        _read(Path(seed)).sow(account, scripting, secrets)

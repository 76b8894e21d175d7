"""Filling a new account: lists, the SuiteApp, and the seed asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.seeds import demo
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.seeds.secrets import TokenSecrets

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

SEEDS = ("demo", "empty")


class UnknownSeed(ValueError):  # noqa: N818 - named for what happened, as everywhere in the project
    """There is no seed of that name."""


def sow(
    account: Account, scripting: Scripting, *, seed: str, secrets: TokenSecrets, suiteapp: Path | None
) -> None:
    """Fill the account with ``seed`` unless its data folder has been filled before.

    ``suiteapp`` is the SDF project to install; it is installed anew at each start, so that its files may change.
    """
    if seed not in SEEDS:
        raise UnknownSeed(f"{seed!r} is no seed; there are {', '.join(SEEDS)}")
    first_time = account.database.row("SELECT 1 FROM setting WHERE name = 'seed'") is None
    if first_time:
        for record_type, entries in ENTRIES.items():
            for record_id, values in entries.items():
                account.records.put(record_type, record_id, values)
    if suiteapp is not None:
        scripting.install(suiteapp)
    if not first_time:
        return
    if seed == "demo":
        demo.seed(account, secrets)
    else:
        demo.administrator(account)
    with account.database.transaction() as connection:
        connection.execute("INSERT INTO setting (name, value) VALUES ('seed', ?)", (seed,))

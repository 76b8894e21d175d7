"""How much longer the ten changed customers take to be found among a million records than among ten thousand.

Both accounts have the seed large, one of them a hundredth of it. The yardstick is the search among ten thousand itself.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.asking import MODIFIED_AFTER, Asking
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.records.values import instant_text
from landbridge.local.seeds import large
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings

CHANGED = 10
SEARCHES = 200
SHARES = {"1m": 1, "10k": 100}
"""What is measured -> which part of the seed large the account has."""


def run(*, small: bool = False) -> dict[str, Any]:
    """Measure; ``small`` takes a tenth of the records and of the searches."""
    part = 10 if small else 1
    found = {name: _milliseconds(share * part, SEARCHES // part) for name, share in SHARES.items()}
    return {
        "search_changed_10_ratio_1m_10k": round(found["1m"][0] / found["10k"][0], 2),
        "search_changed_10": {
            name: {"records": records, "ms": round(ms, 2)} for name, (ms, records) in found.items()
        },
    }


def table(values: dict[str, Any]) -> str:
    """Return the values as text."""
    lines = [
        f"Ten changed customers among {row['records']:>9,} records: {row['ms']:6.2f} ms CPU"
        for row in values["search_changed_10"].values()
    ]
    return "\n".join([*lines, f"ratio {values['search_changed_10_ratio_1m_10k']:.2f}"])


def _milliseconds(part: int, searches: int) -> tuple[float, int]:
    """Return the median CPU of a search in an account with so small a part of the records, and how many records it has."""
    records = tuple(replace(copies, count=copies.count // part) for copies in large.RECORDS)
    with tempfile.TemporaryDirectory(prefix="landbridge-bench-") as name:
        folder = Path(name)
        if part > 1:
            large.built(records, folder / "part.sqlite3").replace(folder / large.FILE_NAME)
        with opened_account(AccountSettings(), folder=folder, seed="large") as account:
            since = _change(account)
            asking = Asking(account, TokenSecrets())
            criteria = MODIFIED_AFTER.format(instant=since)
            reply = asking.search(criteria)
            assert b"totalRecords>10<" in reply, reply[:2000]
            measured = [asking.cpu_of_search(criteria) for _ in range(searches)]
            row = account.database.row("SELECT count(*) AS n FROM record")
            assert row is not None
            return statistics.median(measured) * 1000, int(row["n"])


def _change(account: Account) -> str:
    """Change ten customers; return an instant after which only they were changed."""
    time.sleep(0.01)
    since = instant_text(account.clock.now())
    session = account.access.system_session()
    for customer in account.records.search("customer", [])[:CHANGED]:
        account.clock.advance(0.01)
        account.records.save(session, "customer", {"comments": "changed"}, id=customer)
    return since

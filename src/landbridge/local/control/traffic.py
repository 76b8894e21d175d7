"""Controls of requests: statistics, the journal, and holding requests back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.faults.kinds import known_kinds
from landbridge.local.records.values import to_json

controls = Controls()

Limit = Annotated[int, "How many of the last ones."]


@controls.declare("GET", "/statistics")
def statistics(account: Account) -> dict[str, Any]:
    """Requests by kind, distinct connections, most in flight at once, refused by governance."""
    return asdict(account.journal.statistics())


@controls.declare("DELETE", "/statistics")
def reset_statistics(account: Account) -> dict[str, Any]:
    """Begin counting anew; the journal is emptied too."""
    account.journal.reset()
    return statistics(account)


@controls.declare("GET", "/journal")
def journal(account: Account, *, limit: Limit = 100) -> list[dict[str, Any]]:
    """What was asked, oldest first: kind, method, host, path, user, role, HTTP status, milliseconds; never a secret."""
    return [to_json(asdict(entry)) for entry in account.journal.entries(max(1, limit))]


@controls.declare("GET", "/holds")
def holds(account: Account) -> dict[str, Any]:
    """Requests that are held back now, and kinds whose next requests will be."""
    return asdict(account.holds.state())


@controls.declare("POST", "/holds")
def hold(
    account: Account,
    *,
    kind: Annotated[str, "Kind of request, such as soap.search."],
    times: Annotated[int, "How many."] = 1,
) -> dict[str, Any]:
    """Hold back the next requests of a kind until they are released."""
    if times < 1:
        raise ControlRefusal("times is a whole number from 1")
    if kind not in known_kinds():
        raise ControlRefusal(f"{kind!r} is no kind of request")
    account.holds.hold(kind, times)
    return holds(account)


@controls.declare("DELETE", "/holds")
def release(account: Account) -> dict[str, Any]:
    """Let every held request go."""
    account.holds.release()
    return holds(account)

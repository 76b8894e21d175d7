"""Controls of the account as a whole: status, reset, seed, snapshots, clock, limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

import landbridge
from landbridge.local.account import Account
from landbridge.local.clock import EARLIEST, LATEST
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.governance.errors import LimitRefused
from landbridge.local.records.values import instant_text
from landbridge.local.scripting.errors import InstallError
from landbridge.local.seeds.errors import SeedError
from landbridge.local.states import ReservedSnapshot, States
from landbridge.local.storage.snapshots import UnknownSnapshot, is_name

controls = Controls()

Name = Annotated[str, "Name of the snapshot: letters, digits, _ . and -."]


@controls.declare("GET", "/status")
def status(account: Account) -> dict[str, Any]:
    """Account id, addresses, file of the certificate authority, versions, the account's time, its concurrency limit."""
    return {
        "account": account.settings.account_id,
        "version": landbridge.__version__,
        "release": account.settings.release,
        "addresses": dict(account.addresses),
        "ca": str(account.authority.ca_file),
        "time": instant_text(account.clock.now()),
        "concurrency_limit": account.governance.limit,
    }


def _states(account: Account) -> States:
    if account.states is None:
        raise ControlRefusal("this account keeps no states", status=409)
    return account.states


@controls.declare("POST", "/reset")
def reset(account: Account) -> dict[str, Any]:
    """Bring everything back to how the account began: data, clock, limits, faults, holds, statistics, journal."""
    _states(account).reset()
    return status(account)


@controls.declare("POST", "/seed")
def seed(account: Account, *, seed: Annotated[str, "demo, empty, large, or a YAML file."]) -> dict[str, Any]:
    """Empty the account and begin anew with another seed."""
    try:
        _states(account).seed(seed)
    except (SeedError, InstallError) as error:
        raise ControlRefusal(str(error)) from error
    return status(account)


@controls.declare("GET", "/snapshots")
def snapshots(account: Account) -> list[str]:
    """Names of the states that are kept; `seeded` is how the account began."""
    return _states(account).names()


@controls.declare("POST", "/snapshots/{name}")
def snapshot(account: Account, *, name: Name) -> list[str]:
    """Keep the data of now under a name."""
    if not is_name(name):
        raise ControlRefusal(f"{name!r} is no name: letters, digits, _ . and -, 64 at most")
    try:
        _states(account).snapshot(name)
    except ReservedSnapshot as error:
        raise ControlRefusal(str(error)) from error
    return snapshots(account)


@controls.declare("POST", "/snapshots/{name}/restore")
def restore(account: Account, *, name: Name) -> dict[str, Any]:
    """Go back to the data that was kept under a name; clock, faults and statistics go on."""
    try:
        _states(account).restore(name)
    except UnknownSnapshot as error:
        raise ControlRefusal(f"there is no snapshot {name}", status=404) from error
    return status(account)


@controls.declare("DELETE", "/snapshots/{name}")
def drop_snapshot(account: Account, *, name: Name) -> list[str]:
    """Forget a snapshot."""
    try:
        _states(account).drop(name)
    except ReservedSnapshot as error:
        raise ControlRefusal(str(error)) from error
    except UnknownSnapshot as error:
        raise ControlRefusal(f"there is no snapshot {name}", status=404) from error
    return snapshots(account)


@controls.declare("POST", "/clock")
def clock(
    account: Account,
    *,
    advance_s: Annotated[float | None, "Seconds to move by, forwards or backwards."] = None,
    set: Annotated[str | None, "ISO 8601 instant with offset that it is now."] = None,  # noqa: A002 - as it is typed
) -> dict[str, Any]:
    """Move the account's clock, or set it; both at once sets it and moves it from there."""
    if advance_s is None and set is None:
        raise ControlRefusal("set is missing")
    try:
        if set is not None:
            account.clock.set(datetime.fromisoformat(set) + timedelta(seconds=advance_s or 0))
        elif advance_s is not None:
            account.clock.advance(advance_s)
    except (ValueError, OverflowError) as error:
        raise ControlRefusal(
            f"advance_s takes seconds, set an instant with offset, from {EARLIEST.year} to {LATEST.year}"
        ) from error
    return {"time": instant_text(account.clock.now())}


@controls.declare("POST", "/limit")
def limit(
    account: Account,
    *,
    limit: Annotated[int | None, "Requests at once; null takes an integration's limit away."],
    integration: Annotated[str | None, "Internal id of an integration; the account without it."] = None,
) -> dict[str, Any]:
    """Change how many requests may run at once, of the account or of an integration, until the next reset."""
    try:
        if integration is not None:
            account.governance.set_integration_limit(integration, limit)
        elif limit is None:
            raise ControlRefusal("the account has a limit always")
        else:
            account.governance.set_limit(limit)
    except LimitRefused as error:
        raise ControlRefusal(str(error)) from error
    except KeyError as error:
        raise ControlRefusal(f"there is no integration {integration}", status=404) from error
    return {
        "account": account.governance.limit,
        "integrations": {one.id: one.concurrency_limit for one in account.access.integrations()},
    }

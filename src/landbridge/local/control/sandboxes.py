"""Controls of a production account's sandboxes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.account import Account
from landbridge.local.accounts import refresh
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.records.values import instant_text

controls = Controls()

BY = "the control plane"


@controls.declare("GET", "/sandboxes")
def sandboxes(account: Account) -> list[dict[str, Any]]:
    """Sandboxes of this account that are served beside it, each with what its last refresh did."""
    return [
        {
            "account": one.settings.account_id,
            "name": one.settings.company_name,
            "last_refresh": _shown(refresh.last_refresh(account, one.settings.account_id)),
        }
        for one in refresh.sandboxes(account)
    ]


@controls.declare("POST", "/sandboxes/{sandbox}/refresh")
def refresh_sandbox(
    account: Account, *, sandbox: Annotated[str, "Account id of the sandbox, for example 1234567_SB1."]
) -> dict[str, Any] | None:
    """Copy this account over a sandbox: integration records copied, overwritten and removed, tokens and certificates taken away."""
    try:
        return _shown(refresh.refresh(account, sandbox, by=BY))
    except refresh.RefreshRefused as error:
        raise ControlRefusal(str(error), status=404) from error


def _shown(done: refresh.Refresh | None) -> dict[str, Any] | None:
    return {**asdict(done), "at": instant_text(done.at)} if done else None

"""Controls that lay trouble on the wire and take it away."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from landbridge.local.account import Account
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.faults.kinds import is_pattern
from landbridge.local.faults.model import Effect, Fault

LONGEST_S = 600.0

controls = Controls()


@controls.declare("GET", "/faults")
def faults(account: Account) -> list[dict[str, Any]]:
    """What is laid: each fault, how many requests it waits for still, how many met it."""
    return [{**asdict(fault), "left": left, "met": met} for fault, left, met in account.faults.listing()]


@controls.declare("POST", "/faults")
def fault(
    account: Account,
    *,
    kind: Annotated[str, "Kind of request, such as soap.search, or a beginning with * (soap.*)."] = "*",
    effect: Annotated[
        str | None,
        "refuse, drop, reset, lose_reply, limit, too_many, expired_token, error, page, truncate, drip, slow, stall.",
    ] = None,
    times: Annotated[int | None, "How many requests meet it; without it all of them."] = None,
    share: Annotated[float, "Which share of the requests, 0 to 1, by chance."] = 1.0,
    seed: Annotated[int, "What chance begins with: the same seed strikes the same requests."] = 0,
    latency_ms: Annotated[float, "Milliseconds to wait before anything is done."] = 0.0,
    status: Annotated[int, "HTTP status of error (500) and page (503)."] = 0,
    seconds: Annotated[float, "How long drip and stall take, and how much longer slow does."] = 60.0,
) -> list[dict[str, Any]]:
    """Lay a fault on requests that come: an effect, or latency alone."""
    if effect is not None and effect not in set(Effect):
        raise ControlRefusal(f"effects are {', '.join(Effect)}")
    if effect is None and not latency_ms:
        raise ControlRefusal("effect or latency_ms is missing")
    if effect == Effect.REFUSE and kind != "*":
        raise ControlRefusal(
            "refuse turns connections away, before it is known what is asked: it takes no kind"
        )
    if not is_pattern(kind):
        raise ControlRefusal(f"{kind!r} is no kind of request, nor the beginning of one with *")
    _number("latency_ms", latency_ms, LONGEST_S * 1000)
    _number("seconds", seconds, LONGEST_S)
    _number("share", share, 1)
    if times is not None and times < 1:
        raise ControlRefusal("times is a whole number from 1")
    if status and not 200 <= status <= 599:
        raise ControlRefusal("status is a whole number from 200 to 599")
    chosen = Effect(effect) if effect is not None else None
    account.faults.lay(Fault(kind, chosen, times, share, seed, latency_ms, status, seconds))
    return faults(account)


@controls.declare("DELETE", "/faults")
def clear_faults(account: Account) -> list[dict[str, Any]]:
    """Take all trouble away."""
    account.faults.clear()
    return faults(account)


def _number(name: str, value: float, most: float) -> None:
    if not 0 <= value <= most:
        raise ControlRefusal(f"{name} is a number from 0 to {most:g}")

"""The control calls that lay trouble on the wire and take it away."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from landbridge.local.account import Account
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.faults.model import Effect, Fault

Arguments = dict[str, Any]
LONGEST_S = 600.0
_FIELDS = frozenset(field.name for field in fields(Fault))


def faults(account: Account, _: Arguments) -> list[dict[str, Any]]:
    """What is laid: each fault, how many requests it waits for still, how many met it."""
    return [{**asdict(fault), "left": left, "met": met} for fault, left, met in account.faults.listing()]


def lay_fault(account: Account, arguments: Arguments) -> list[dict[str, Any]]:
    """Lay a fault: ``kind`` (default ``*``), ``effect`` or ``latency_ms``, ``times`` or ``share`` with ``seed``, ``status``, ``seconds``."""
    unknown = sorted(set(arguments) - _FIELDS)
    if unknown:
        raise ControlRefusal(f"a fault has no {unknown[0]}")
    account.faults.lay(_fault(arguments))
    return faults(account, arguments)


def clear_faults(account: Account, arguments: Arguments) -> list[dict[str, Any]]:
    """Take all trouble away."""
    account.faults.clear()
    return faults(account, arguments)


def _fault(arguments: Arguments) -> Fault:
    name = arguments.get("effect")
    if name is not None and name not in set(Effect):
        raise ControlRefusal(f"effects are {', '.join(Effect)}")
    fault = Fault(**{**arguments, "effect": None if name is None else Effect(name)})
    if not isinstance(fault.kind, str):
        raise ControlRefusal("kind is text such as soap.search or *")
    _number("latency_ms", fault.latency_ms, LONGEST_S * 1000)
    _number("seconds", fault.seconds, LONGEST_S)
    _number("share", fault.share, 1)
    _whole("seed", fault.seed)
    if fault.times is not None:
        _whole("times", fault.times, least=1)
    if fault.status:
        _whole("status", fault.status, least=200)
    if fault.effect is None and not fault.latency_ms:
        raise ControlRefusal("effect or latency_ms is missing")
    return fault


def _number(name: str, value: object, most: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ControlRefusal(f"{name} is a number from 0 to {most:g}")


def _whole(name: str, value: object, least: int | None = None) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
        raise ControlRefusal(f"{name} is a whole number" + ("" if least is None else f" from {least}"))

"""Which requests meet which trouble."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What happens to a request that is chosen."""

    REFUSE = "refuse"
    """A new connection is turned away before a request is read, whatever it was to ask: ``kind`` is ``*``."""
    DROP = "drop"
    """The connection ends before anything is done."""
    RESET = "reset"
    """The connection is reset (TCP RST) before anything is done."""
    LOSE_REPLY = "lose_reply"
    """Everything is done, and the connection ends instead of the answer."""
    LIMIT = "limit"
    """Answered as over the concurrency limit, nothing done."""
    TOO_MANY = "too_many"
    """Answered with a bare 429 and Retry-After, nothing done."""
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - the name of an effect
    """Answered as to a token that is no longer good, nothing done."""
    ERROR = "error"
    """Answered with ``status`` (500) and no body, nothing done."""
    PAGE = "page"
    """Answered with an HTML page and ``status`` (503), nothing done: what a proxy or a maintenance window shows."""
    TRUNCATE = "truncate"
    """Everything is done, and the connection ends in the middle of the answer."""
    DRIP = "drip"
    """Everything is done; the answer comes in small pieces over ``seconds``."""
    SLOW = "slow"
    """Everything is done and takes ``seconds`` longer; the request counts against the limit as long."""
    STALL = "stall"
    """Nothing comes for ``seconds``, then the connection ends; nothing is done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Trouble for requests of a kind.

    ``kind`` is one of the statistics (``soap.search``, ``restlet``, ``rest.suiteql``), or a beginning with ``*`` (``soap.*``,
    ``*``). Pages have no kind: people are spared. The next ``times`` such requests meet it (``None``: all of them), of those the
    share ``share``, drawn with ``seed``. ``effect`` may be missing: then only ``latency_ms`` is added, before anything is done.
    """

    kind: str = "*"
    effect: Effect | None = None
    times: int | None = None
    share: float = 1.0
    seed: int = 0
    latency_ms: float = 0.0
    status: int = 0
    seconds: float = 60.0

    def covers(self, kind: str) -> bool:
        """Say whether requests of ``kind`` are meant."""
        if self.kind.endswith("*"):
            return kind.startswith(self.kind[:-1])
        return kind == self.kind


@dataclass(slots=True)
class _Laid:
    fault: Fault
    rng: random.Random
    left: int | None
    met: int = 0

    def strikes(self, kind: str) -> bool:
        if self.left == 0 or not self.fault.covers(kind) or self.rng.random() >= self.fault.share:
            return False
        if self.left is not None:
            self.left -= 1
        self.met += 1
        return True


class Faults:
    """The trouble that is laid now. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._laid: list[_Laid] = []

    def lay(self, fault: Fault) -> None:
        """Lay one more fault beside those that are there."""
        with self._lock:
            # The same seed strikes the same requests.
            self._laid.append(_Laid(fault, random.Random(fault.seed), fault.times))  # noqa: S311 - no secret

    def clear(self) -> None:
        """No trouble any more; what already met a request goes on."""
        with self._lock:
            self._laid.clear()

    def strike(self, kind: str) -> list[Fault]:
        """Return what a request of ``kind`` meets: every latency, and at most one effect, the one laid first."""
        struck: list[Fault] = []
        effect = False
        with self._lock:
            for laid in self._laid:
                if laid.fault.effect is Effect.REFUSE:
                    continue
                if (laid.fault.effect is None or not effect) and laid.strikes(kind):
                    struck.append(laid.fault)
                    effect = effect or laid.fault.effect is not None
        return struck

    def refuses_connection(self) -> bool:
        """Say whether a connection that was just made is to be turned away."""
        with self._lock:
            return any(laid.fault.effect is Effect.REFUSE and laid.strikes("") for laid in self._laid)

    def listing(self) -> list[tuple[Fault, int | None, int]]:
        """Return each fault with how many requests it waits for still (``None``: no bound) and how many met it."""
        with self._lock:
            return [(laid.fault, laid.left, laid.met) for laid in self._laid]

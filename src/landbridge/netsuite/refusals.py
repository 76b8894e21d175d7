"""The refusals of one sign-in in a row, counted over all doors and all open clients of this process."""

from __future__ import annotations

import threading
from dataclasses import astuple, dataclass, field
from enum import Enum
from hashlib import sha256

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.budget import LocalBudget
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.errors import SignInAgain

AFTER_ACCEPTED_S = 60.0
"""So long nobody asks again after a single refusal of what was accepted before and is not tried again at once."""
REMEMBERED_S = 600.0
"""So long after a refusal of what was never accepted, and after the second in a row."""
LONGEST_S = 3600.0
"""From the second refusal in a row the time doubles up to this, which is longer than NetSuite locks a user."""

_LAST_BEFORE_LOCK = 4


class Door(Enum):
    """Where one signs in; a role may open one and not another."""

    SOAP = "soap"
    REST = "rest"
    RESTLET = "restlet"


@dataclass(frozen=True, slots=True)
class _Refusal:
    number: int
    error: SignInAgain
    at: float
    remembered_s: float

    @property
    def until(self) -> float:
        return self.at + self.remembered_s


@dataclass(slots=True)
class Refusals:
    """What is known of one sign-in. Thread-safe; ``alone`` is held by who asks while nobody else may.

    Requests are numbered as they are sent: NetSuite counts refusals since the last success, and so do we, by these numbers, since answers
    come in any order.
    """

    alone: LocalBudget = field(default_factory=LocalBudget)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sent: int = 0
    _last_good: int = 0
    _row: list[_Refusal] = field(default_factory=list)
    _open: set[Door] = field(default_factory=set)
    _shut: dict[Door, _Refusal] = field(default_factory=dict)
    _in_doubt: bool = False

    @property
    def last_sent(self) -> int:
        """The number of the request that was sent last."""
        return self._sent

    def sent(self) -> int:
        """Return the number of a request that is sent now."""
        with self._lock:
            self._sent += 1
            return self._sent

    def trusts(self, door: Door) -> bool:
        """Whether ``door`` opened before and nothing was refused since."""
        with self._lock:
            return door in self._open and not self._row

    def accepted(self, door: Door, number: int) -> None:
        """Hear that the request of this number was let in; refusals of earlier ones are no row any more."""
        with self._lock:
            self._last_good = max(number, self._last_good)
            self._row = [one for one in self._row if one.number > number]
            shut = self._shut.get(door)
            if shut is None or shut.number < number:
                self._shut.pop(door, None)
                self._open.add(door)
            if not self._row:
                self._in_doubt = False

    def refused(self, door: Door, number: int, error: SignInAgain, now: float, *, stands: bool) -> None:
        """Hear that the request of this number was refused. One that does not ``stand`` may be asked about once more."""
        with self._lock:
            in_a_row = len(self._row) + 1
            refusal = _Refusal(number, error, now, self._remembered_s(door, in_a_row))
            if number > self._last_good:
                self._row.append(refusal)
                self._in_doubt = not stands
            if stands:
                self._open.discard(door)
                self._shut[door] = refusal

    def take_doubt(self) -> bool:
        """Whether a refusal is to be waited out and asked about again; for one caller."""
        with self._lock:
            was, self._in_doubt = self._in_doubt, False
            return was

    def standing(self, door: Door, now: float, *, since: int) -> tuple[SignInAgain, float] | None:
        """Return the refusal for which ``door`` is not tried now, and until when; one of two in a row shuts all doors.

        A client that was opened after the request ``since`` asks whatever was refused before, unless the next refusal locked the user.
        """
        with self._lock:
            found = self._row[-1] if len(self._row) >= 2 else self._shut.get(door)
            if found is None or found.until <= now:
                return None
            if found.number <= since and len(self._row) < _LAST_BEFORE_LOCK:
                return None
            return found.error, found.until

    def _remembered_s(self, door: Door, in_a_row: int) -> float:
        if in_a_row == 1:
            return AFTER_ACCEPTED_S if door in self._open else REMEMBERED_S
        return min(REMEMBERED_S * 2.0 ** min(in_a_row - 2, 10), LONGEST_S)


@dataclass(slots=True)
class _Shared:
    refusals: Refusals = field(default_factory=Refusals)
    clients: int = 0


class SharedRefusals:
    """A client's part in the one count of its account and credentials, which are known by their digest only."""

    def __init__(self, account: AccountId, credentials: Credentials) -> None:
        self._key = account.value, sha256(repr(astuple(credentials)).encode()).digest()

    def open(self) -> Refusals:
        """Return the count; it is kept until everybody who opened it closed it."""
        with _OPEN_LOCK:
            shared = _OPEN.setdefault(self._key, _Shared())
            shared.clients += 1
            return shared.refusals

    def close(self) -> None:
        """End this part; once for each time that it was opened."""
        with _OPEN_LOCK:
            shared = _OPEN[self._key]
            shared.clients -= 1
            if not shared.clients:
                del _OPEN[self._key]


_OPEN: dict[tuple[str, bytes], _Shared] = {}
_OPEN_LOCK = threading.Lock()

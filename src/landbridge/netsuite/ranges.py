"""Closed ranges of internal ids, cut so that each fits in one page and few pages are half empty."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from landbridge.netsuite.records import Criterion

LOWEST, HIGHEST = -(10**9), 10**15
"""Internal ids are whole numbers far inside these bounds; a few system records have small negative ones (assumed)."""

_FILL = 0.7
"""How full a page may be by a sample alone: of the fifty ids of a page that a sample holds, seven more or less are chance."""
_FIRST_MARGIN, _LEAST_MARGIN, _MOST_MARGIN = 0.05, 0.02, 0.4
_CHANCE = 2.0
"""Standard deviations that count as chance."""
_GAP = 5
"""So many times the usual distance of two ids of the sample is a gap, in which there are none."""


@dataclass(frozen=True, slots=True)
class IdRange:
    """A closed range of internal ids."""

    low: int = LOWEST
    high: int = HIGHEST

    def criterion(self) -> Criterion:
        """The range as a search condition."""
        return Criterion("internalIdNumber", "between", (self.low, self.high))

    def split(self, sample: Sequence[int], total: int, page_size: int) -> list[IdRange]:
        """Split into ranges that should each fit in a page, by quantiles of a sample of the ids inside.

        An id that fills the whole sample (a record of many rows) gets a range of its own. Always answers at least two ranges, each
        smaller than this one, so that splitting ends. ``ValueError`` for a range of a single id.
        """
        if self.low >= self.high:
            raise ValueError("a range of one id cannot be split")
        ids = sorted(set(sample))
        if len(ids) == 1 < len(sample) and self.low <= ids[0] <= self.high:
            return self._around(ids[0])
        pieces = max(2, -(-total // max(1, int(page_size * _FILL))))
        cuts = {ids[len(ids) * piece // pieces] for piece in range(1, pieces)} if ids else set()
        inner = sorted(cut for cut in cuts if self.low < cut <= self.high)
        if not inner:
            inner = [(self.low + self.high) // 2 + 1]
        lows = [self.low, *inner]
        highs = [*(cut - 1 for cut in inner), self.high]
        return [IdRange(low, high) for low, high in zip(lows, highs, strict=True)]

    def _around(self, only: int) -> list[IdRange]:
        pieces = (IdRange(self.low, only - 1), IdRange(only, only), IdRange(only + 1, self.high))
        return [piece for piece in pieces if piece.low <= piece.high]


@dataclass(slots=True)
class Front:
    """Cuts all internal ids into ranges from the lowest to the highest, and learns from what the ranges before turned out to hold.

    ``sample`` are some ids out of ``total``. Where ids lie about as densely as in the range that was read last, and the sample does not
    speak against it, the next range is nearly a page; else it is cut by the sample, with room for its chance.
    """

    sample: list[int]
    total: int
    page_size: int
    _low: int | None = LOWEST
    _margin: float = _FIRST_MARGIN
    _errors: list[float] = field(default_factory=list)
    _density: float = 0.0
    """Records an id."""

    def __post_init__(self) -> None:
        self.sample = sorted(set(self.sample))
        if len(self.sample) > 1:
            inner = self.total * (len(self.sample) - 1) / (len(self.sample) + 1)
            self._density = inner / (self.sample[-1] - self.sample[0])

    @property
    def done(self) -> bool:
        """Whether every id lies in a range that was cut."""
        return self._low is None

    def cut(self) -> IdRange:
        """Return the next range. ``ValueError`` when there is none."""
        if self._low is None:
            raise ValueError("every id is in a range already")
        low = self._low
        place = bisect_left(self.sample, low)
        weight = self.total / max(1, len(self.sample))
        if len(self.sample) - place <= self._surely(weight):
            self._low = None
            return IdRange(low)
        high = max(low, self._by_density(place, weight), self._by_sample(place, weight))
        if high > self.sample[-1] + self._beyond(weight):
            self._low = None
            return IdRange(low)
        self._low = high + 1
        return IdRange(low, high)

    def learn(self, ids: IdRange, held: Sequence[int]) -> None:
        """Take in what a range that was cut held, in full."""
        if len(held) < 2 or ids.low == LOWEST or ids.high == HIGHEST:
            return
        width = ids.high - ids.low + 1
        if self._density:
            self._errors = [*self._errors[-3:], abs(len(held) / (self._density * width) - 1)]
        self._margin = min(_MOST_MARGIN, _LEAST_MARGIN + 2 * max(self._errors, default=_FIRST_MARGIN))
        self._density = len(held) / width

    def _by_density(self, place: int, weight: float) -> int:
        """Return where the range may end if ids go on as densely; ``LOWEST`` if the sample holds more of them than chance explains."""
        if not self._density:
            return LOWEST
        wanted = self.page_size * (1 - self._margin)
        start = self.sample[place] - _GAP * self._beyond(weight)
        high = max(LOWEST if self._low is None else self._low, start) + int(wanted / self._density) - 1
        sampled = bisect_right(self.sample, high) - place
        expected = wanted / weight
        return high if sampled <= expected + _CHANCE * sqrt(expected) else LOWEST

    def _beyond(self, weight: float) -> int:
        """Return how far beyond an id of the sample further ids may lie that it stands for."""
        return int(weight / self._density) if self._density else 0

    def _by_sample(self, place: int, weight: float) -> int:
        return self.sample[min(place + max(1, self._surely(weight)), len(self.sample) - 1)] - 1

    def _surely(self, weight: float) -> int:
        """Return how many ids of the sample stand for a page at most, whatever chance does."""
        expected = self.page_size / weight
        return max(0, int(expected - _CHANCE * sqrt(expected)))

"""Testing the connections that use the publisher's record, one after the other: what keeps one from being tested keeps no result of the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from landbridge.service.connections import operations
from landbridge.service.connections.models import Connection
from landbridge.service.connections.testing import Report
from landbridge.service.refusal import Refusal

WITHIN_S = 60.0
"""No test begins later, since somebody waits for all of them."""

_TOO_LATE = (
    f"It was not tested: the tests before it took longer than {WITHIN_S:.0f} seconds. Test it by itself."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one connection. ``problem`` says why it was not tested; ``report`` is ``None`` then."""

    connection: Connection
    report: Report | None
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether it was tested, and no line failed."""
        return self.report is not None and self.report.passed

    @property
    def failed(self) -> list[str]:
        """Its failed lines, or why there are none, in words."""
        if self.report is None:
            return [self.problem]
        return [f"{line.title}: {line.message} {line.advice}".strip() for line in self.report.failed]


def check_all(
    connections: Sequence[Connection],
    *,
    retest: Callable[[Connection], Report] = operations.retest,
    monotonic: Callable[[], float] = time.monotonic,
) -> list[Checked]:
    """Test each connection and keep its result, as ``operations.retest`` does."""
    until = monotonic() + WITHIN_S
    return [
        _checked(one, retest) if monotonic() < until else Checked(one, None, _TOO_LATE) for one in connections
    ]


def _checked(connection: Connection, retest: Callable[[Connection], Report]) -> Checked:
    try:
        return Checked(connection, retest(connection))
    except Refusal as refused:
        return Checked(connection, None, str(refused) or type(refused).__name__)

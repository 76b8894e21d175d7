"""The stand of the runs, with comparisons on it: a NetSuite in memory, the built-in SuiteProjects Pro account, a clock that tests turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from landbridge.service.runs import queueing
from landbridge.service.verification import starting
from landbridge.service.verification.command import drive_to_end
from landbridge.service.verification.models import Difference, Verification
from landbridge.service.verification.tallies import to_look_at
from tests.component.service_runs.conftest import Stand, make_stand


@dataclass
class Bench:
    """A stand and what compares it."""

    stand: Stand

    def imported(self) -> None:
        """Import everything, and let it be no news any more."""
        self.stand.run(queueing.FULL)
        self.stand.clock.advance(3600)

    def begin(self, keys: Sequence[str] | None = None, **more: int) -> Verification:
        return starting.start(
            self.stand.connection, keys, by=self.stand.admin, now=self.stand.clock(), by_command=True, **more
        )

    def verify(self, keys: Sequence[str] | None = None, **more: int) -> Verification:
        return self.finish(self.begin(keys, **more))

    def finish(self, verification: Verification) -> Verification:
        return drive_to_end(verification, self.stand.services, self.stand.clock.advance, lambda _: None)

    def found(self, verification: Verification) -> dict[str, str]:
        """What differs, by workflow and internal id."""
        return {
            f"{row.workflow.key} {row.internal_id}": (
                row.kind if row.state == Difference.State.CONFIRMED else row.state
            )
            for row in to_look_at(verification)
        }

    def difference(self, verification: Verification, internal_id: str) -> Difference:
        return Difference.objects.get(verification=verification, internal_id=internal_id)


@pytest.fixture
def bench(db: None) -> Bench:
    return Bench(make_stand())


@pytest.fixture
def committed_bench(db_committed: str) -> Bench:
    return Bench(make_stand())

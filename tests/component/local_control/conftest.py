"""One account for all tests of the control plane; each test finds it as it began."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.testing import RunningAccount, running_account


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


@pytest.fixture
def running(shared: RunningAccount) -> RunningAccount:
    shared.control.reset()
    return shared

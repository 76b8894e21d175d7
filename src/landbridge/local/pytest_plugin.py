"""A pytest plugin: every project that has Landbridge installed gets the fixtures ``account`` and ``netsuite_account``.

It is found by its entry point, and imports nothing of the account until a fixture is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from landbridge.local.testing import RunningAccount


@pytest.fixture
def netsuite_account() -> Iterator[RunningAccount]:
    """A running local account with the demo's users and token, in memory, new for each test."""
    from landbridge.local.testing import running_account  # noqa: PLC0415 - costs nothing to tests that do not use it

    with running_account() as running:
        yield running


@pytest.fixture
def account(netsuite_account: RunningAccount) -> RunningAccount:
    """The same account under a shorter name; a project's own fixture of this name comes first."""
    return netsuite_account

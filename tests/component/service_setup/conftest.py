"""The assistant by command and page, on the test database, against a local NetSuite account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from tests.component.service_cli.conftest import Commands, command, connection_file

__all__ = ["Commands", "command", "connection_file"]


@pytest.fixture(scope="module")
def netsuite() -> Iterator[RunningAccount]:
    """A local account with the SuiteApp installed, its settings record as it came."""
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running

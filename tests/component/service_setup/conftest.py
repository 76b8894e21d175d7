"""The assistant by command, on the test database, against a local NetSuite account."""

from __future__ import annotations

from tests.component.service_cli.conftest import Commands, command, connection_file, netsuite

__all__ = ["Commands", "command", "connection_file", "netsuite"]

"""Where the pages of a connection's NetSuite account are."""

from __future__ import annotations

from landbridge.netsuite import AccountId
from landbridge.service.connections.models import Connection


def netsuite_pages(connection: Connection) -> str:
    """Return the address of the account's pages, without a slash at its end: of a local account the host that stands for it."""
    host = connection.connect_to or f"{AccountId.parse(connection.netsuite_account).host}.app.netsuite.com"
    return f"https://{host}"

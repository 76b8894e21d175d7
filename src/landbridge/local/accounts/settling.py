"""What a copy of the production account's tables loses, and whose it is, before it becomes the sandbox's."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from landbridge.local.access.integration import Arrival
from landbridge.local.governance.tiers import account_limit

if TYPE_CHECKING:
    from landbridge.local.account import Account

LEFT_BEHIND = (
    "token",
    "request_token",
    "grant_certificate",
    "signing_certificate",
    "used_assertion",
    "nonce",
    "failure",
    "idempotency",
    "execution",
    "execution_body",
    "system_note",
    "login_audit",
    "mail",
)
"""Tables that are neither copied nor kept."""

_OWNED_HERE = """
UPDATE integration SET document = json_set(document, '$.arrival', ?, '$.bundle', '')
WHERE json_extract(definition, '$.owner') = ?
"""
_INSTALLED = """
UPDATE integration SET document = json_set(document, '$.arrival', ?)
WHERE json_extract(document, '$.arrival') = ? AND json_extract(definition, '$.owner') <> ? AND NOT json_extract(document, '$.internal')
"""
_INTERNAL = """
UPDATE integration SET definition = json_set(definition, '$.owner', ?) WHERE json_extract(document, '$.internal')
"""

_BEYOND = """
UPDATE integration SET concurrency_limit = NULL
WHERE (SELECT sum(concurrency_limit) FROM integration WHERE NOT json_extract(document, '$.internal')) >= ?
"""


def settle(copy: sqlite3.Connection, sandbox: Account) -> None:
    """Make a copy of production's tables the sandbox's own.

    A record that was made in this very sandbox and installed in production is the sandbox's again (assumed: keys can be renewed in the
    original account only, which the sandbox is); production's own are installed, with production as their owner. Limits of integrations
    that leave the sandbox's own tier nothing unallocated are not taken along (assumed).
    """
    account_id = sandbox.settings.account_id
    with copy:
        for table in LEFT_BEHIND:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
        copy.execute("DELETE FROM setting WHERE name LIKE 'refresh of %'")
        copy.execute(_OWNED_HERE, (Arrival.CREATED.value, account_id))
        copy.execute(_INSTALLED, (Arrival.REFRESH.value, Arrival.CREATED.value, account_id))
        copy.execute(_INTERNAL, (account_id,))
        copy.execute(_BEYOND, (account_limit(sandbox.settings.tier, sandbox.settings.licences),))
        _keep_bundles(copy, sandbox)


def _keep_bundles(copy: sqlite3.Connection, sandbox: Account) -> None:
    """Keep the sandbox's own bundles that production has installed, and no others (documented: ``section_N3405932``)."""
    installed = {row[0] for row in copy.execute("SELECT script_id FROM customization WHERE kind = 'bundle'")}
    made = sandbox.database.rows("SELECT script_id, document FROM customization WHERE kind = 'savedbundle'")
    kept = [(row["script_id"], row["document"]) for row in made if row["script_id"] in installed]
    copy.execute("DELETE FROM customization WHERE kind = 'savedbundle'")
    copy.executemany(
        "DELETE FROM customization WHERE kind = 'bundle' AND script_id = ?", [(one,) for one, _ in kept]
    )
    copy.executemany("INSERT INTO customization VALUES ('savedbundle', ?, ?)", kept)

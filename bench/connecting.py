"""Many connections at once, by the operations that the command and the page use: `connection add` each by each takes longer than the bench.

A program: reads a list of connections as `connection add --file` takes them from stdin, or with ``--off`` a list of names to switch off.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from landbridge.service.cli.attach import Where, attach


def main() -> None:
    """Add the connections, each with its customers' workflow on, or switch them off."""
    attach(Where(Path(sys.argv[1])))
    from landbridge.netsuite import TokenCredentials  # noqa: PLC0415 - as below
    from landbridge.netsuite.choosing import CredentialParts  # noqa: PLC0415 - as below
    from landbridge.service.connections.drafts import ConnectionDraft  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.models import Connection  # noqa: PLC0415 - needs Django
    from landbridge.service.connections.operations import create  # noqa: PLC0415 - needs Django
    from landbridge.service.workflows.activation import activate  # noqa: PLC0415 - needs Django

    given = json.load(sys.stdin)
    if "--off" in sys.argv:
        Connection.objects.filter(name__in=given).update(active=False)
        return
    for entered in given:
        secrets = {name: entered.pop(name) for name in TokenCredentials.__dataclass_fields__}
        draft = ConnectionDraft(credentials=CredentialParts(**secrets), **entered)
        activate(create(draft, by=None), "customers", by=None)


if __name__ == "__main__":
    main()

"""Entry of the supervisor's children: `python -m landbridge.service.supervision.child ROLE [FD [CERTIFICATE KEY]]`."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from landbridge.service.supervision import roles
from landbridge.service.supervision.lifeline import follow_parent
from landbridge.service.supervision.serving import Tls


def main(arguments: list[str]) -> int:
    """Play a role until told to end; return the process's exit code."""
    follow_parent()
    role, *rest = arguments
    if role == "worker":
        roles.worker()
        return 0
    if role == "migrate":
        roles.migrate()
        return 0
    listening = socket.socket(fileno=int(rest[0]))
    tls = Tls(Path(rest[1]), Path(rest[2])) if len(rest) > 1 else None
    serving = roles.intake if role == "intake" else roles.service
    return 0 if serving(listening, tls) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

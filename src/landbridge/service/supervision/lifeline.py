"""A child process must not outlive its supervisor, not even one that was killed without a chance to say goodbye."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "LANDBRIDGE_PARENT"
_PR_SET_PDEATHSIG = 1


def follow_parent() -> None:
    """Ask the kernel for SIGTERM when the supervisor ends (Linux); end now when it is gone already.

    Elsewhere nothing watches; the supervisor's own orderly end is the only one there.
    """
    parent = os.environ.pop(PARENT, "")
    if not parent or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(0)

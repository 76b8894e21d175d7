"""Running one command of ours to its end, as an administrator types it."""

from __future__ import annotations

import os
import subprocess

from landbridge.demo.processes import COMMAND

TIMEOUT_S = 120


class CommandFailedError(Exception):
    """A command ended with another status than 0; the text is what it said."""


def run_command(*arguments: str, environment: dict[str, str], stdin: str = "") -> str:
    """Run ``landbridge ARGUMENTS`` with ``stdin`` and return what it printed. Raises ``CommandFailedError``."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise CommandFailedError(f"landbridge {' '.join(arguments)} ended with {done.returncode}: {said}")
    return done.stdout

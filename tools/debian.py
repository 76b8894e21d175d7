"""Installing a Debian package that tests need, where this machine lets us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def ensure(program: str, packages: tuple[str, ...], *, what: str, without: str) -> None:
    """Make sure that ``program`` is there; print what was found or done. ``without`` says what follows when it cannot be installed."""
    if found := shutil.which(program):
        print(f"{what}: {found}")
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(f"no {program}: {without} As root on Debian, `apt-get install {' '.join(packages)}` brings it.")
        return
    print(f"installing {program} ({what}) ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "-qq"],
        [apt, "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"`{' '.join(command)}` failed: {done.stderr.strip()[-400:]}", file=sys.stderr)
            print(f"no {program}: {without}")
            return

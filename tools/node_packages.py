"""Install what checks the SuiteApp: the npm packages of `suiteapp/`, as locked, by the Node that the environment brings.

Does nothing when they are there already. Exits 1 with npm's own words when they cannot be had.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from landbridge.suiteapp import suiteapp_folder

SUITEAPP = suiteapp_folder()
BIN = Path(sys.executable).parent


def node_environment() -> dict[str, str]:
    """Return the environment in which the programs of `.venv/bin` find each other."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "CI": "true", "NO_COLOR": "1"}


def install() -> None:
    """Install the packages unless this lock file's are there. Raises ``CalledProcessError`` with what npm said."""
    locked = hashlib.sha256((SUITEAPP / "package-lock.json").read_bytes()).hexdigest()
    stamp = SUITEAPP / "node_modules" / ".installed"
    # Parallel test workers meet here.
    with (SUITEAPP / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.is_file() and stamp.read_text(encoding="ascii") == locked:
            return
        print("installing the npm packages that check the SuiteApp ...", flush=True)
        npm = [str(BIN / "npm"), "ci"]
        subprocess.run(npm, cwd=SUITEAPP, env=node_environment(), capture_output=True, text=True, check=True)
        stamp.write_text(locked, encoding="ascii")


def main() -> int:
    try:
        install()
    except subprocess.CalledProcessError as error:
        print(f"npm ci failed:\n{error.stdout}{error.stderr}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

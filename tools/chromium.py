"""Make sure that the browser of the page tests is there: Debian's chromium.

Exits 0 with a line saying what it found or did. A machine without it, or where it cannot be installed, is told why; the page
tests are then skipped with that reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def main() -> int:
    if found := shutil.which("chromium"):
        print(f"browser for the page tests: {found}")
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(
            "no chromium: the page tests will be skipped. As root on Debian, `apt-get install chromium` brings it."
        )
        return 0
    print("installing chromium for the page tests ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "-qq"],
        [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"`{' '.join(command)}` failed: {done.stderr.strip()[-400:]}", file=sys.stderr)
            print("no chromium: the page tests will be skipped.")
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())

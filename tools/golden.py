"""``python tools/golden.py``: what the golden files of the workflows say against what becomes of their records now.

Prints a difference for each file that is out of date and exits 1 where there is one; ``--write`` rewrites those, on purpose. Names of
files (``customers/lead``) choose some.
"""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.service.settings")
os.environ.setdefault("LANDBRIDGE_SECRET_KEY", "nothing is decrypted by this tool, ever")

import django  # noqa: E402 -- its settings are named above

django.setup()

from tests import goldenfiles  # noqa: E402 -- as above


def main(arguments: list[str]) -> int:
    """Compare or rewrite; return the exit code."""
    writing = "--write" in arguments
    chosen = {name for name in arguments if not name.startswith("--")}
    stale = 0
    for golden in goldenfiles.files():
        if chosen and golden.name not in chosen:
            continue
        new = goldenfiles.written(golden, goldenfiles.result_of(golden))
        old = golden.path.read_text(encoding="utf-8")
        if new == old:
            continue
        stale += 1
        sys.stdout.writelines(
            difflib.unified_diff(
                old.splitlines(keepends=True), new.splitlines(keepends=True), golden.name, "now"
            )
        )
        if writing:
            golden.path.write_text(new, encoding="utf-8")
    print(f"{stale} file(s) {'rewritten' if writing else 'out of date'}.")
    return 1 if stale and not writing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

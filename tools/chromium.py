"""Make sure that the browser of the page tests is there: Debian's chromium. Without it they are skipped with that reason."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.debian import ensure

if __name__ == "__main__":
    ensure(
        "chromium",
        ("chromium", "fonts-dejavu-core"),
        what="browser for the page tests",
        without="the page tests will be skipped.",
    )

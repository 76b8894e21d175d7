"""Make sure that PHP's own SOAP engine is there, one of the clients of the local account. Without it its test is skipped with that reason."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.debian import ensure

if __name__ == "__main__":
    ensure(
        "php",
        ("php-cli", "php-soap"),
        what="PHP's SOAP engine for the client tests",
        without="its client test will be skipped.",
    )

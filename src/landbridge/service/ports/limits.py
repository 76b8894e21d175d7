"""The budget of concurrent requests to one NetSuite account."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol


class Budget(Protocol):
    """How many requests may be in flight at once, over all workers on all machines (design rule 9)."""

    def slot(self) -> AbstractAsyncContextManager[object]:
        """Return an async context manager that holds one place while a request is in flight."""
        ...

"""Telling PostgreSQL that its tables have grown.

It learns that from its own rounds, a minute apart. A first import fills empty tables faster than that, and until then every query is
planned as if they were empty still, which means that each batch reads all that the batches before it wrote.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db import connection

FIRST_AFTER = 2000
TABLES = ("projects_spprecord", "workflows_link", "runs_runitem")


@dataclass(slots=True)
class Growth:
    """Counts the records that this process wrote; has the tables analysed each time they are twice as many. Safe to use from threads."""

    _written: int = 0
    _next: int = FIRST_AFTER
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, records: int) -> None:
        """Count records that are committed."""
        with self._lock:
            self._written += records
            if self._written < self._next:
                return
            self._next = 2 * self._written
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {', '.join(TABLES)}")

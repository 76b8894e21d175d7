"""Adding what this process counted to the totals of the installation."""

from __future__ import annotations

from django.db import DatabaseError
from django.db import connection as database

from landbridge.service.measures import ADD_SQL, TALLY, add_parameters


def share() -> None:
    """Add it in one statement. Raises ``DatabaseError``, and then what was counted is kept for the next time."""
    rows = TALLY.take()
    if not rows:
        return
    try:
        with database.cursor() as cursor:
            cursor.execute(ADD_SQL, add_parameters(rows))
    except DatabaseError:
        TALLY.give_back(rows)
        raise

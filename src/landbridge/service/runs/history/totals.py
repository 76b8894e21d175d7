"""Adding what this process counted to the totals of the installation."""

from __future__ import annotations

from django.db import Error
from django.db import connection as database

from landbridge.service.measures import ADD_SQL, TALLY, add_parameters


def share() -> None:
    """Add it in one statement. Raises ``django.db.Error``, and then what was counted is kept for the next time."""
    rows = TALLY.take()
    if not rows:
        return
    try:
        with database.cursor() as cursor:
            cursor.execute(ADD_SQL, add_parameters(rows))
    except Error:  # an ``InterfaceError``, as when the session is lost, is no ``DatabaseError``
        TALLY.give_back(rows)
        raise

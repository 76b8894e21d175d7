"""Which rule of the database a write broke."""

from __future__ import annotations

import psycopg


def violated_constraint(error: Exception) -> str:
    """Return the name of the constraint behind Django's ``IntegrityError``; empty where there is none."""
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.Error) else ""

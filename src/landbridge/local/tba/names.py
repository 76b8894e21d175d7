"""What an access token may be called."""

from __future__ import annotations

from landbridge.local.access.integration import Integration
from landbridge.local.access.model import Role, User
from landbridge.local.access.tokenrecords import LONGEST_NAME
from landbridge.local.tba.errors import TokenNotMade


def judged_name(given: str) -> str:
    """Return a given name without blanks around it, ``""`` for none. Raises ``TokenNotMade``."""
    name = given.strip()
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenNotMade("name", f"A name has at most {LONGEST_NAME} printable characters.")
    return name


def proposed_name(integration: Integration, user: User, role: Role) -> str:
    """Return the name that a new token is given where none is chosen (documented: made of application, user and role).

    It is cut where it is too long (assumed).
    """
    return f"{integration.name} - {user.name}, {role.name}"[:LONGEST_NAME].rstrip()

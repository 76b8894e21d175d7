"""`landbridge user`: people who sign in."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import json_line, line, listing

app = App(name="user", help="People who sign in.")


@app.command
@verb
def add(
    email: str,
    *,
    role: Annotated[
        str, Parameter(help="administrator, integration_manager, operator or viewer.")
    ] = "viewer",
    name: str = "",
    password_stdin: Annotated[
        bool, Parameter(negative="", help="Read the password from the first line of stdin.")
    ] = False,
    options: Reading = READ_HERE,
) -> None:
    """Add a person. Without --password-stdin a password is made and printed, once."""
    attach(options)
    from landbridge.service.projects.people import add_person  # noqa: PLC0415 - needs Django

    password = read_password() if password_stdin else secrets.token_urlsafe(12)
    user = add_person(email, name, role, password, by=None)
    made = {} if password_stdin else {"password": password}
    if options.json:
        json_line({"email": user.email, "name": user.name, "role": user.role, **made})
        return
    line(f"{user.email} added as {user.get_role_display()}.")
    if made:
        line(f"Password, shown only now: {password}")


@app.command(name="password")
@verb
def set_password(email: str, *, where: Where = HERE) -> None:
    """Set a person's password, read from the first line of stdin."""
    attach(where)
    from landbridge.service.projects.models import User  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.people import set_password as change  # noqa: PLC0415 - needs Django

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"there is no user {email}")
    change(user, read_password(), by=None)
    line(f"The password of {user.email} is changed.")


@app.command(name="list")
@verb
def list_users(*, options: Reading = READ_HERE) -> None:
    """List the people who sign in."""
    attach(options)
    from landbridge.service.projects.models import User  # noqa: PLC0415 - needs Django

    rows = [
        {"email": user.email, "name": user.name, "role": user.role, "active": user.is_active}
        for user in User.objects.all()
    ]
    listing(rows, as_json=options.json, key="users", empty="There are no users yet.")


def read_password() -> str:
    """Read one line from stdin. Raises ``CommandError`` when it is empty."""
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("no password came on stdin")
    return password

"""`landbridge user`: people who sign in."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach
from landbridge.service.cli.exits import CommandError, Exit, verb
from landbridge.service.cli.output import json_line, line, listing

if TYPE_CHECKING:
    from landbridge.service.projects.models import User

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
    from landbridge.service.projects.people import set_password as change  # noqa: PLC0415 - needs Django

    user = the_user(email)
    change(user, read_password(), by=None)
    line(f"The password of {user.email} is changed.")


@app.command(name="role")
@verb
def set_role(
    email: str,
    role: Annotated[str, Parameter(help="administrator, integration_manager, operator or viewer.")],
    *,
    where: Where = HERE,
) -> None:
    """Give a person another role. Refused for a selected integration user and for the last administrator."""
    attach(where)
    from landbridge.service.projects.people import set_role as change  # noqa: PLC0415 - needs Django
    from landbridge.service.projects.roles import Role  # noqa: PLC0415 - needs Django

    if role not in Role.values:
        raise CommandError(f"there is no role {role}; there are: {', '.join(Role.values)}", Exit.USAGE)
    user = the_user(email)
    change(user, Role(role), by=None)
    line(f"{user.email} is now {user.get_role_display()}.")


@app.command
@verb
def inactivate(email: str, *, where: Where = HERE) -> None:
    """Lock a person out. Refused for a selected integration user and for the last administrator."""
    _set_active(email, where, active=False)


@app.command(name="activate")
@verb
def let_in(email: str, *, where: Where = HERE) -> None:
    """Let a person who was locked out sign in again."""
    _set_active(email, where, active=True)


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


def _set_active(email: str, where: Where, *, active: bool) -> None:
    attach(where)
    from landbridge.service.projects.people import set_active  # noqa: PLC0415 - needs Django

    user = the_user(email)
    set_active(user, active=active, by=None)
    line(f"{user.email} {'may sign in' if active else 'is inactive'}.")


def the_user(email: str) -> User:
    """Return the user with this address; only after ``attach``. Raises ``CommandError``."""
    from landbridge.service.projects.models import User  # noqa: PLC0415 - needs Django

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"there is no user {email}")
    return user


def read_password() -> str:
    """Read one line from stdin. Raises ``CommandError`` when it is empty."""
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("no password came on stdin")
    return password

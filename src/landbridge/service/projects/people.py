"""What can be done with the sign-in users."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from landbridge.service.projects.constraints import violated_constraint
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission, Role
from landbridge.service.refusal import Refusal

KEPT = "integration_user_stays_an_active_administrator"


class PersonError(Refusal):
    """The change cannot be made; the text says why and names no secret."""


def add_person(email: str, name: str, role: str, password: str | None, *, by: User | None) -> User:
    """Make a user. ``by`` ``None`` is the command line of the machine itself.

    Raises ``PersonError`` (bad or taken address, unknown role, weak password) and ``PermissionDenied``.
    """
    _require(by)
    if role not in Role.values:
        raise PersonError(f"there is no role {role!r}; choose one of {', '.join(Role.values)}")
    draft = User(email=email.strip().lower(), name=name.strip() or email.strip(), role=role)
    try:
        validate_email(draft.email)
        if password is not None:
            validate_password(password, draft)
    except ValidationError as error:
        raise PersonError(" ".join(error.messages)) from error
    draft.set_password(password)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise PersonError(f"there is a user with the address {draft.email}") from error
    return draft


def set_active(user: User, *, active: bool, by: User | None) -> None:
    """Let the user sign in, or no longer. Raises ``PersonError`` for an integration user and the last administrator."""
    _change(user, by, is_active=active)


def set_role(user: User, role: Role, *, by: User | None) -> None:
    """Give the user another role. Raises ``PersonError`` for an integration user and the last administrator."""
    _change(user, by, role=role)


def set_password(user: User, password: str, *, by: User | None) -> None:
    """Set a new password; people may set their own. Raises ``PersonError`` for a weak one."""
    if by != user:
        _require(by)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PersonError(" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])


def _change(user: User, by: User | None, **values: object) -> None:
    _require(by)
    try:
        with transaction.atomic():
            administrators = {
                one.pk
                for one in User.objects.select_for_update().filter(is_active=True, role=Role.ADMINISTRATOR)
            }
            for name, value in values.items():
                setattr(user, name, value)
            if administrators == {user.pk} and not user.is_administrator:
                raise PersonError(f"{user} is the last active administrator")
            user.save(update_fields=list(values))
    except (IntegrityError, PersonError) as error:
        user.refresh_from_db()
        if violated_constraint(error) != KEPT:
            raise
        raise PersonError(
            f"{user} is the integration user of a connection; select another one first"
        ) from error


def _require(by: User | None) -> None:
    if by is not None and not by.may(Permission.MANAGE_USERS):
        raise PermissionDenied(f"{by} may not change users")

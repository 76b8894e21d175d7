"""What can end a run or refuse a person's wish about runs."""

from __future__ import annotations

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission
from landbridge.service.refusal import Refusal


class RunRefused(Refusal):
    """What a person asked for is refused. ``code`` for programs, ``message`` with what to do for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class FenceLost(Exception):  # noqa: N818 - named by what happened
    """Another attempt took the lane over meanwhile: this one must not write any more."""


class RunCancelled(Exception):  # noqa: N818 - named by what happened
    """Somebody cancelled the run: stop at once, what was written stays."""


class LanePaused(Exception):  # noqa: N818 - named by what happened
    """Somebody paused the connection, or regenerates the publisher's pair that it uses.

    The link ends where it is, and the run goes on from its last batch once that is over.
    """


class OwnerRefused(RunRefused):
    """The owner of a run lacks the permission that it needs, by role or since the account was made inactive."""

    hint = "Give the owner a role with that permission, select an integration user, or let somebody else start or set up the run."

    def __init__(self, owner: User, permission: Permission) -> None:
        why = f"the role {owner.get_role_display()} does not have it" if owner.is_active else "is not active"
        super().__init__(
            "owner_lacks_permission",
            f"{owner} owns this run and lacks the permission “{permission.value}”: {why}.",
        )

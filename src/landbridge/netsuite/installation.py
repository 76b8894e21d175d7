"""Bringing an integration record into another account by auto-installation: one SOAP request with user credentials.

NetSuite installs the record of an application id that it meets for the first time, where the owner's record has User Credentials checked
(help section_4429293934, section_4389835426). The answer tells little: an accepted request means that the record is there and Enabled, and
which of several reasons a refusal has stands in the account's Login Audit Trail only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from landbridge.netsuite.client import Client
from landbridge.netsuite.errors import FixSetup, PermissionMissing, SignInAgain
from landbridge.netsuite.support import SOAP_REMOVED, support_of, when
from landbridge.netsuite.versions import Version

LAST_ENDPOINT = Version("2020_1")
"""The newest endpoint that takes user credentials (help section_N3539420)."""

MANAGE = "Setup > Integration > Manage Integrations"
_NEXT_TOKEN = "Create an access token for it: Setup > Users/Roles > Access Tokens > New."  # noqa: S105 - what to do
_BUNDLE = "install the record by a bundle instead, which needs no request"


class Outcome(StrEnum):
    """What became of the request."""

    ENABLED = "enabled"
    """It was answered: the record is there and Enabled."""
    REFUSED = "refused"
    """It was refused for a reason that NetSuite does not tell."""
    ROLE_REFUSED = "role refused"
    """The person may not act in that role, or has none that opens SOAP."""
    NO_PERMISSION = "no permission"
    """The person came in and the role may not use SOAP."""
    ENDPOINT_GONE = "endpoint gone"
    """NetSuite answers no endpoint any more that takes user credentials, or none of that version."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is known after the request: one of ``meanings`` is true, ``then`` is what to do next.

    ``code`` and ``message`` are NetSuite's, empty when it accepted.
    """

    outcome: Outcome
    meanings: tuple[str, ...]
    then: str
    code: str = ""
    message: str = ""

    @property
    def is_enabled(self) -> bool:
        """Whether the record is there and Enabled."""
        return self.outcome is Outcome.ENABLED


ENABLED = Installation(
    Outcome.ENABLED,
    (
        "The record is installed and Enabled. Whether this request installed it or it was there already, NetSuite does not tell.",
    ),
    _NEXT_TOKEN,
)

_REFUSED = (
    "E-mail address or password are wrong, or the user is inactive or locked: this request installed nothing.",
    "The application id is unknown, or User Credentials is not checked on the record in its owner's account: this request installed nothing.",
    f"The record is installed and waits for approval: an administrator sets its State to Enabled under {MANAGE}.",
    f"The record was there already and is blocked: an administrator sets its State to Enabled under {MANAGE}.",
)
"""What one refusal may mean; documented are the cases, that they get the same answer and that the first two install nothing is assumed."""

_NOTHING = f"This request installed nothing; the record may have been there before: look under {MANAGE}."
"""Beside a refusal that comes before the application id is looked at (assumed)."""

_ROLES = frozenset({"INVALID_ROLE", "ROLE_REQUIRED"})
_VERSIONS = frozenset({"UNSUPPORTED_WS_VERSION", "INVALID_WS_VERSION"})


async def install_integration(client: Client) -> Installation:
    """Send the request by a client that is open with user credentials, and say what became of it.

    Raises ``NetSuiteError`` where no answer to the sign-in came about. Open the client with ``RetryPolicy.off()``: five refused passwords
    lock the user.
    """
    try:
        await client.soap.get_server_time()
    except PermissionMissing as error:
        return _no_permission(error)
    except SignInAgain as error:
        return _role_refused(error) if error.code in _ROLES else _refused(error)
    except FixSetup as error:
        if error.code not in _VERSIONS:
            raise
        return _endpoint_gone(error, client.version)
    return ENABLED


def _refused(error: SignInAgain) -> Installation:
    return Installation(
        Outcome.REFUSED,
        _REFUSED,
        f"Look under {MANAGE} whether the record is there, and at the Detail column of Setup > Users/Roles > View Login Audit Trail. "
        "Do not repeat a password that may be wrong: five refusals lock the user.",
        error.code,
        error.message,
    )


def _role_refused(error: SignInAgain) -> Installation:
    return Installation(
        Outcome.ROLE_REFUSED,
        (f"The sign-in failed by its role. {_NOTHING}",),
        "Name a role of this user that has the permission SOAP Web Services, by its internal id.",
        error.code,
        error.message,
    )


def _no_permission(error: PermissionMissing) -> Installation:
    return Installation(
        Outcome.NO_PERMISSION,
        (
            "The person is right and the role may not use SOAP; NetSuite does not tell whether the record was installed.",
        ),
        f"Look under {MANAGE}; if the record is not there, name a role with the permission SOAP Web Services.",
        error.code,
        error.message,
    )


def _endpoint_gone(error: FixSetup, version: Version) -> Installation:
    gone = support_of(version, SOAP_REMOVED).disabled_from
    return Installation(
        Outcome.ENDPOINT_GONE,
        (
            f"The account does not answer endpoint {version}, which NetSuite disables with {when(gone)}. {_NOTHING}",
        ),
        f"Name another endpoint up to {LAST_ENDPOINT} if the account answers one; else {_BUNDLE}.",
        error.code,
        error.message,
    )

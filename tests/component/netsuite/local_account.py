"""The local NetSuite account, served in this process, with a person who signs in by each kind of credentials.

``served_account()`` is a block, to be shared by a module: ``served.credentials`` is an access token, ``served.oauth2`` a certificate of
the same integration, ``served.user`` the person's own e-mail and password. The role may read and write all but projects.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from landbridge.local.access.integration import Box, Integration, Scope
from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account
from landbridge.netsuite import (
    AccountId,
    Client,
    ClientOptions,
    OAuth2Credentials,
    RetryPolicy,
    TokenCredentials,
    UserCredentials,
)
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.oauth2.keypairs import make_key_pair

PERMISSIONS = {
    "ADMI_LOGIN_OAUTH": Level.FULL,
    "ADMI_LOGIN_OAUTH2": Level.FULL,
    "ADMI_MANAGE_OWN_OAUTH2_CERTS": Level.FULL,
    "ADMI_RESTWEBSERVICES": Level.FULL,
    "ADMI_WEBSERVICES": Level.FULL,
    "LIST_FIND": Level.VIEW,
    "LIST_EMPLOYEE": Level.FULL,
    "LIST_CUSTJOB": Level.FULL,
    "REPO_ANALYTICS": Level.VIEW,
}
ROLE = "customrole_library"
EMAIL, PASSWORD = "lib@example.com", "Library-Pass-1"
SWIFT = RetryPolicy(first_wait_s=0.001, longest_wait_s=0.002, patience_s=20.0)


@dataclass(frozen=True)
class Served:
    """A served account: where, and how its person signs in; ``integration`` is what all sign in with."""

    account: Account
    address: str
    ca_file: Path
    integration: Integration
    credentials: TokenCredentials
    oauth2: OAuth2Credentials
    user: UserCredentials


@contextmanager
def served_account(settings: AccountSettings | None = None) -> Iterator[Served]:
    """Serve an account in memory on free ports until the end of the block."""
    with running_account(settings, seed="empty", rng=random.Random(5)) as running:
        account = running.account
        role_id, person_id = _person(account)
        applications = account.access.applications
        scopes = (Scope.RESTLETS, Scope.REST_WEB_SERVICES)
        integration = applications.create_integration("Library", boxes=list(Box), scopes=scopes)
        token = account.access.token_records.create("Library", integration.id, person_id, role_id)
        key, certificate = key_and_certificate()
        mapping = account.access.oauth2.mappings.add(integration.id, person_id, role_id, certificate)
        yield Served(
            account,
            running.connect_to,
            running.ca_file,
            integration,
            TokenCredentials(
                integration.consumer_key, integration.consumer_secret, token.token_id, token.token_secret
            ),
            OAuth2Credentials(integration.consumer_key, mapping.id, key),
            UserCredentials(EMAIL, PASSWORD, integration.application_id, role_id),
        )


def key_and_certificate() -> tuple[str, str]:
    """A private key on P-256 and a certificate of it, both in PEM."""
    pair = make_key_pair("Library", datetime.now(UTC))
    return pair.private_key, pair.certificate


def client_of(
    served: Served, credentials: Credentials | None = None, version: str = "2025_2", **options: object
) -> Client:
    """A client of the account, by token unless told otherwise, that hardly waits before it tries again."""
    settings = {"connect_to": served.address, "ca_file": served.ca_file, "retry": SWIFT} | options
    return Client(
        AccountId.parse(served.account.settings.account_id),
        credentials or served.credentials,
        version,
        ClientOptions(**settings),  # type: ignore[arg-type]  # tests name them rightly
    )


def _person(account: Account) -> tuple[str, str]:
    """Make the role and the person; answers both ids."""
    account.access.define_role(ROLE, "Library", PERMISSIONS)
    role = account.access.role_by_script_id(ROLE)
    assert role is not None
    values = {"firstName": "Lib", "lastName": "Rary", "email": EMAIL, "giveAccess": True}
    person = account.records.save(account.access.system_session(), "employee", values).record
    account.access.give_access(person.id, (role.id,), PASSWORD)
    return role.id, person.id

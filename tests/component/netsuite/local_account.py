"""The local NetSuite account, served in this process, with a person who signs in by each kind of credentials.

``served_account()`` is a block, to be shared by a module: ``served.credentials`` is an access token, ``served.oauth2`` a certificate of
the same integration, ``served.user`` the person's own e-mail and password. The role may read and write all but projects.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from landbridge.local.access.model import Box, Integration, Level, Scope
from landbridge.local.account import Account
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account
from landbridge.netsuite import OAuth2Credentials, TokenCredentials, UserCredentials

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
        token = applications.create_token("Library", integration.id, person_id, role_id)
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


def key_and_certificate(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None) -> tuple[str, str]:
    """A private key (on P-256 where none is given) and a certificate of it, both in PEM."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "library")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=100))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


def _person(account: Account) -> tuple[str, str]:
    """Make the role and the person; answers both ids."""
    account.access.define_role(ROLE, "Library", PERMISSIONS)
    role = account.access.role_by_script_id(ROLE)
    assert role is not None
    values = {"firstName": "Lib", "lastName": "Rary", "email": EMAIL, "giveAccess": True}
    person = account.records.save(account.access.system_session(), "employee", values).record
    account.access.give_access(person.id, (role.id,), PASSWORD)
    return role.id, person.id

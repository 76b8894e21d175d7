"""A public OAuth 2.0 client, unmodified, over TLS by NetSuite's host names through the proxy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from landbridge.local.access.integration import Box, Scope
from landbridge.local.access.model import ADMINISTRATOR
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account, running_proxy
from tests.acceptance.running_clients import environment, python_client

pytestmark = pytest.mark.full


def written(algorithm: str, folder: Path) -> tuple[Path, str]:
    """Write a new private key to a file; return it and the certificate, in PEM."""
    key = (
        ec.generate_private_key(ec.SECP384R1())
        if algorithm == "ES384"
        else rsa.generate_private_key(public_exponent=65537, key_size=4096)
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "client.pem"
    path.write_bytes(pem)
    return path, certificate.public_bytes(serialization.Encoding.PEM).decode()


@pytest.mark.requirement("grant-01", "grant-03", "grant-04")
@pytest.mark.parametrize("algorithm", ["PS256", "ES384"])
def test_authlib_works_with_a_certificate(algorithm: str, tmp_path: Path) -> None:
    with (
        running_account(AccountSettings(account_id="TSTDRV1234567")) as running,
        running_proxy(running) as proxy,
    ):
        given = environment(running, proxy)
        access = running.account.access
        integration = access.applications.by_consumer_key(given["NETSUITE_CONSUMER_KEY"])
        admin = access.user_by_email("admin@demo.example")
        assert integration is not None
        assert admin is not None
        access.applications.change_definition(
            integration.id,
            boxes={Box.TOKENS, Box.CLIENT_CREDENTIALS},
            scopes={Scope.RESTLETS, Scope.REST_WEB_SERVICES},
        )
        key_file, certificate = written(algorithm, tmp_path)
        mapping = access.oauth2.mappings.add(integration.id, admin.id, ADMINISTRATOR, certificate)
        found = python_client(
            "authlib_oauth2.py", str(key_file), algorithm, mapping.id, env=given, home=tmp_path
        )

    assert found["claims"]["sub"] == f"{ADMINISTRATOR};{admin.id}"
    assert found["claims"]["aud"] == [f"{integration.application_id};TSTDRV1234567", integration.consumer_key]
    assert found["customers"][0] == 200
    assert found["customers"][1] > 0
    assert found["echo"][0] == 200
    assert "hello" in found["echo"][1]
    assert found["certificates"] == [200, [mapping.id]]

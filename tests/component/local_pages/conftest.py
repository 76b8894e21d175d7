"""A local account with the demo seed, served over HTTP on a free port, and people at its pages."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable, Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from landbridge.local.account import Account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account

from .browser import Browser


@pytest.fixture
def running() -> Iterator[RunningAccount]:
    """The account with the SuiteApp installed."""
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def account(running: RunningAccount) -> Account:
    return running.account


@pytest.fixture
def new_browser(running: RunningAccount) -> Callable[[], Browser]:
    port = int(running.http.rpartition(":")[2])
    return lambda: Browser(port)


@pytest.fixture
def admin(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sign_in("admin@demo.example")


@pytest.fixture
def anna(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sign_in("anna@demo.example")


@pytest.fixture(scope="session")
def key_file() -> str:
    """A PKCS#12 file in base64, password ``secret``."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "real time")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(
        b"real time", key, certificate, None, BestAvailableEncryption(b"secret")
    )
    return base64.b64encode(packed).decode()

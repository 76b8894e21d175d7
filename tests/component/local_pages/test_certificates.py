"""A person uploads a certificate in NetSuite, as where the RESTlet may not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from landbridge.local.account import Account
from tests.keyfiles import certificate, packed

from .browser import Answer, Browser

PAGE = "/app/setup/certificates.nl"
BOUNDARY = "one-boundary"


def upload(browser: Browser, content: bytes, *, file_name: str = "key.p12", **fields: str) -> Answer:
    """Send the form with a file, as a browser does."""
    sent = {
        "_csrf": browser.csrf(PAGE),
        "scriptid": "custcertificate_oa_realtime",
        "password": "secret",
        **fields,
    }
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in sent.items()
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
        "Content-Type: application/x-pkcs12\r\n\r\n".encode()
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    return browser.send_body("POST", PAGE, b"".join(parts), f"multipart/form-data; boundary={BOUNDARY}")


@pytest.mark.requirement("renew-09")
def test_a_key_file_is_uploaded_and_a_bad_one_leaves_it_in_place(
    account: Account, admin: Browser, key_file: str
) -> None:
    assert upload(admin, base64.b64decode(key_file), name="By hand").status == 303
    (there,) = account.certificates.listing()
    assert (there.name, there.script_id, there.kind) == ("By hand", "custcertificate_oa_realtime", "P12")
    assert "By hand successfully saved" in admin.open(PAGE)
    key = rsa.generate_private_key(65537, 2048)
    other = rsa.generate_private_key(65537, 2048)
    a_year_ago = datetime.now(UTC) - timedelta(days=366)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for content, file_name, reason in (
        (packed(key, b"secret", certificate(key, a_year_ago)), "key.p12", "it expired on"),
        (packed(key, b"secret", certificate(key, tomorrow)), "key.p12", "it is not valid before"),
        (packed(key, b"other"), "key.p12", "the password is wrong"),
        (b"nothing of the kind", "key.p12", "it is no PKCS#12"),
        (packed(key, b"secret"), "key.txt", "it is none of PFX, P12, PEM"),
        (
            certificate(other).public_bytes(serialization.Encoding.PEM) + _pem(key),
            "key.pem",
            "do not belong together",
        ),
    ):
        password = "" if file_name == "key.pem" else "secret"
        refused = upload(admin, content, file_name=file_name, password=password)
        assert refused.status == 400
        assert reason in refused.text
    assert account.certificates.listing() == [there]


def test_a_file_and_an_id_are_needed(account: Account, admin: Browser) -> None:
    assert "choose a file" in upload(admin, b"", file_name="").text
    assert "choose a file" in upload(admin, b"x", scriptid=" ").text
    assert account.certificates.listing() == []


def test_only_who_manages_certificates_may(anna: Browser) -> None:
    assert anna.send("GET", PAGE).status == 403


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

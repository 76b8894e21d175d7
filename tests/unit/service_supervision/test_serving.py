"""Addresses and certificates as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.service.supervision.serving import Address, AddressError, Tls, url_of


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8080", Address("127.0.0.1", 8080)),
        (":0", Address("127.0.0.1", 0)),
        ("[::1]:443", Address("::1", 443)),
        ("example.com:65535", Address("example.com", 65535)),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    assert Address.parse(text) == address


@pytest.mark.parametrize("text", ["", "8080", "host:", "host:x", "host:65536", "host:-1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match="is not an address"):
        Address.parse(text)


def test_a_free_port_is_taken_and_named() -> None:
    with Address("127.0.0.1", 0).listen() as listening:
        port = listening.getsockname()[1]
        assert url_of(listening, secure=False) == f"http://127.0.0.1:{port}"
        assert url_of(listening, secure=True) == f"https://127.0.0.1:{port}"
        with pytest.raises(AddressError, match="cannot listen"):
            Address("127.0.0.1", port).listen()


def test_files_that_are_no_certificate_are_refused(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("rubbish", encoding="ascii")
    for certificate in (rubbish, tmp_path / "missing.pem"):
        with pytest.raises(AddressError, match="not a certificate and its key"):
            Tls(certificate, rubbish).check()

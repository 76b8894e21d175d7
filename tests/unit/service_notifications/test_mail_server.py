"""The mail server in the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.service.notifications.mail import MailServer, MailSetupError

SENDER = {"LANDBRIDGE_MAIL_FROM": "landbridge@example.com"}
PASSWORD = "a password nobody may see"


@pytest.mark.parametrize(
    ("url", "host", "port", "user"),
    [
        ("smtp+starttls://ada%40example.com@mail.example.com", "mail.example.com", 587, "ada@example.com"),
        ("smtps://ada@mail.example.com:2465", "mail.example.com", 2465, "ada"),
        ("smtp://127.0.0.1", "127.0.0.1", 25, ""),
    ],
)
def test_an_address_says_host_port_and_user(url: str, host: str, port: int, user: str) -> None:
    server = MailServer.of({**SENDER, "LANDBRIDGE_SMTP_URL": url, "LANDBRIDGE_SMTP_PASSWORD": PASSWORD})
    assert (server.host, server.port, server.user) == (host, port, user)
    assert server.password == (PASSWORD if user else "")
    assert PASSWORD not in repr(server)


@pytest.mark.requirement("notify-06")
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "set LANDBRIDGE_SMTP_URL"),
        ("mail.example.com", "smtp\\+starttls://user@host:587"),
        ("smtps://host:port", "smtp\\+starttls://user@host:587"),
        ("smtps://ada:hidden@mail.example.com", "holds a password"),
        ("smtp://ada@mail.example.com", "travels by"),
        ("smtps://ada@mail.example.com", "set LANDBRIDGE_SMTP_PASSWORD or"),
    ],
)
def test_what_cannot_be_used_is_said_without_the_password(url: str, problem: str) -> None:
    with pytest.raises(MailSetupError, match=problem) as refused:
        MailServer.of({**SENDER, "LANDBRIDGE_SMTP_URL": url})
    assert "hidden" not in str(refused.value)


@pytest.mark.requirement("notify-06")
def test_the_password_comes_from_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    environment = {
        **SENDER,
        "LANDBRIDGE_SMTP_URL": "smtps://ada@mail.example.com",
        "LANDBRIDGE_SMTP_PASSWORD_FILE": str(file),
    }
    file.chmod(0o644)
    with pytest.raises(MailSetupError, match="others can read"):
        MailServer.of(environment)
    file.chmod(0o600)
    assert MailServer.of(environment).password == PASSWORD
    file.unlink()
    with pytest.raises(MailSetupError, match="No such file"):
        MailServer.of(environment)

"""A connection with a NetSuite in memory, channels, and what is at their other ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from django.utils import timezone

from landbridge.service.notifications import channels, duties
from landbridge.service.notifications.channels import Wishes
from landbridge.service.notifications.delivering import deliver_one
from landbridge.service.notifications.models import Channel
from landbridge.service.runs import queueing
from landbridge.service.runs.models import Run
from tests.component.service_notifications.receivers import (
    HOST,
    PASSWORD,
    USER,
    Endpoint,
    Mailbox,
    endpoint,
    mail_server,
)
from tests.component.service_runs.conftest import Stand, make_stand


@dataclass
class Scene:
    """What a test acts on: things happen in ``stand``, and ``pass_on`` has them told."""

    stand: Stand

    def email(self, *recipients: str, wishes: Wishes | None = None, name: str = "Team") -> Channel:
        return channels.add_email(
            name, recipients or ("ada@example.com",), wishes or Wishes(), by=None, now=self.stand.clock()
        )

    def webhook(self, url: str, wishes: Wishes | None = None) -> tuple[Channel, str]:
        return channels.add_webhook("Program", url, wishes or Wishes(), by=None, now=self.stand.clock())

    def pass_on(self, seconds: float = 10) -> None:
        """Let time pass, look at what happened, and deliver what is due."""
        self.stand.clock.advance(seconds)
        duties.look(self.stand.clock())
        duties.make_messages(self.stand.clock())
        self.deliver()

    def deliver(self) -> None:
        while deliver_one(self.stand.clock):
            pass

    def fail_customer(self, internal_id: str = "20") -> Run:
        """A record fails: its e-mail is no address."""
        self.stand.customer(internal_id, email="my secret address")
        return self.stand.run(keys=["customers"])

    def mend_customer(self, internal_id: str = "20") -> Run:
        self.stand.clock.advance(60)
        self.stand.customer(internal_id, email="good@example.com")
        return self.stand.run(keys=["customers"])

    def fail_run(self, problem: Exception, kind: str = queueing.MANUAL) -> Run:
        def lose(_: str) -> None:
            raise problem

        self.stand.netsuite.before = lose
        run = self.stand.run(kind)
        self.stand.netsuite.before = None
        return run


@pytest.fixture
def scene(db: None) -> Scene:
    made = make_stand()
    made.clock.at = timezone.now()  # receivers refuse signatures of another day
    return Scene(made)


@pytest.fixture
def committed_scene(db_committed: str) -> Scene:
    made = make_stand()
    made.clock.at = timezone.now()
    return Scene(made)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def inside_allowed(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Webhooks may reach this machine, and its certificates are trusted."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("LANDBRIDGE_NOTIFY_CA_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("LANDBRIDGE_WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8,::1/128")


@pytest.fixture
def hook(authority: trustme.CA, inside_allowed: None) -> Iterator[Endpoint]:
    """An HTTPS endpoint."""
    with endpoint(authority) as place:
        yield place


@pytest.fixture
def mailbox(
    authority: trustme.CA, inside_allowed: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mailbox]:
    """A mail server, and the settings that lead to it."""
    with mail_server(authority) as box:
        monkeypatch.setenv("LANDBRIDGE_SMTP_URL", f"smtp+starttls://{USER}@{HOST}:{box.port}")
        monkeypatch.setenv("LANDBRIDGE_SMTP_PASSWORD", PASSWORD)
        monkeypatch.setenv("LANDBRIDGE_MAIL_FROM", "Landbridge <landbridge@example.com>")
        yield box

"""Mail that scripts sent: kept, never delivered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from landbridge.local.clock import Clock
from landbridge.local.records.values import instant_of, instant_text
from landbridge.local.storage import Database


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. ``author`` is an employee's internal id; recipients are addresses or internal ids, as given."""

    at: datetime
    author: str
    recipients: tuple[str, ...]
    subject: str
    body: str


class Outbox:
    """``account.outbox``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def send(self, author: str, recipients: tuple[str, ...], subject: str, body: str) -> Mail:
        """Keep a message."""
        mail = Mail(self._clock.now(), author, recipients, subject, body)
        document = json.dumps(
            {"author": author, "recipients": list(recipients), "subject": subject, "body": body}
        )
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO mail (at, document) VALUES (?, ?)", (instant_text(mail.at), document)
            )
        return mail

    def messages(self) -> list[Mail]:
        """Return every message, oldest first."""
        rows = self._database.rows("SELECT * FROM mail ORDER BY id")
        return [_mail_of(row["at"], json.loads(row["document"])) for row in rows]


def _mail_of(at: str, document: dict[str, object]) -> Mail:
    recipients = document.pop("recipients")
    assert isinstance(recipients, list)
    return Mail(
        at=instant_of(at),
        recipients=tuple(recipients),
        author=str(document["author"]),
        subject=str(document["subject"]),
        body=str(document["body"]),
    )

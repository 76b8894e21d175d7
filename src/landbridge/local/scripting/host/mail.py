"""N/email: 20 units a message, at most 10 recipients, the author an employee (documented)."""

from __future__ import annotations

from typing import Any

from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.execution import Execution, Handler

MOST_RECIPIENTS = 10


def _send(execution: Execution, arguments: dict[str, Any]) -> None:
    execution.charge(20)
    author = arguments["author"]
    if not author.isdigit() or execution.account.records.get("employee", author) is None:
        raise ScriptError("SSS_AUTHOR_MUST_BE_EMPLOYEE", "The author of a message must be an employee.")
    recipients = (*arguments["recipients"], *arguments["cc"], *arguments["bcc"])
    if len(recipients) > MOST_RECIPIENTS:
        raise ScriptError(
            "SSS_MAX_EMAIL_RECIPIENTS_EXCEEDED", f"A message has at most {MOST_RECIPIENTS} recipients."
        )
    for recipient in recipients:
        if not recipient.isdigit() and "@" not in recipient:
            raise ScriptError("SSS_INVALID_TO_EMAIL", f"{recipient!r} is not an e-mail address.")
    execution.account.outbox.send(author, tuple(recipients), arguments["subject"], arguments["body"])


HANDLERS: dict[str, Handler] = {"email.send": _send}

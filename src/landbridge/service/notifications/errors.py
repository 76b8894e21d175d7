"""What the operations on channels refuse, and why a message did not arrive."""

from __future__ import annotations

from landbridge.service.refusal import Refusal


class NotificationRefused(Refusal):
    """A channel cannot be set so, or a message not be sent. ``code`` is documented, the text is for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Undelivered(Exception):  # noqa: N818  # named by what happened
    """One attempt to deliver failed.

    The text is shown on the page of channels: it quotes nothing that the other side answered, and no secret. ``gone``: the endpoint
    answered 410, by which Standard Webhooks ends a channel.
    """

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone

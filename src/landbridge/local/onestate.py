"""Each request is answered from one state of the account: ASGI middleware around its surface."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landbridge.local import refusals
from landbridge.local.soap import faults
from landbridge.local.storage.database import Database, StateChanged

MESSAGE = "The account was brought to another state meanwhile. Sign in again."


class OneState:
    """Passes requests on to ``app``. One that a reset, a seed or a restore overtakes is refused, as one whose session is over.

    What it saved before went with the old state; it reads and saves nothing in the new one. NetSuite has nothing like it.
    """

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self._app = app
        self._database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._database.begin()
        answer = _Answer(self._database, send)
        try:
            await self._app(scope, receive, answer.pass_on)
        except StateChanged:
            answer.overtaken = True
        if answer.overtaken and not answer.started:
            await _refusal(scope)(scope, receive, send)


class _Answer:
    """The answer of the application, unless it comes too late."""

    def __init__(self, database: Database, send: Send) -> None:
        self._database = database
        self._send = send
        self.started = False
        self.overtaken = False

    async def pass_on(self, message: Message) -> None:
        """Send a part, but none of an answer that begins after the state has changed."""
        if message["type"] == "http.response.start":
            self.overtaken = not self._database.is_current()
            self.started = not self.overtaken
        if not self.overtaken:
            await self._send(message)


def _refusal(scope: Scope) -> ASGIApp:
    """Return 401 in the form of the protocol; SOAP has a fault for it (section_N3539420)."""
    return refusals.refusal(scope, 401, "INVALID_LOGIN", MESSAGE, faults.session_timed_out())

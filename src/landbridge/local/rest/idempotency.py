"""``X-NetSuite-Idempotency-Key``: a request with a key that was used is not carried out again.

Documented (``subsect_164494900632``): a repeat is answered 400 IDEMPOTENCY_ERROR with the ``Location`` of the first. NetSuite documents it for
asynchronous requests; here every request that changes something may carry one (fact sheet 3.3). What was refused does not use a key up
(assumed); what was saved does, also when a script then failed.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

from landbridge.local.account import Account
from landbridge.local.restservices import errors
from landbridge.local.restservices.errors import Detail, RestError
from landbridge.local.restservices.gate import Answer

HEADER = "X-NetSuite-Idempotency-Key"
KEPT = 10_000
CONFLICT = f"{errors.RFC2616}#sec10.4.10"


class Idempotency:
    """The keys that were used. Requests with the same key run one after the other."""

    def __init__(self, account: Account) -> None:
        self._database = account.database
        self._changed = threading.Condition()
        self._running: set[tuple[str, str]] = set()

    def once(self, user_id: str, key: str, operation: Callable[[], Answer]) -> Answer:
        """Carry ``operation`` out unless this user's key was used. Raises ``RestError`` 400 for a repeat."""
        if not key:
            return operation()
        mine = (user_id, _uuid(key))
        with self._changed:
            self._changed.wait_for(lambda: mine not in self._running)
            location = self._used(mine)
            if location is not None:
                raise _repeated(location)
            self._running.add(mine)
        try:
            answer = operation()
        except RestError as error:
            if "Location" in error.headers:  # the record stands, whatever was thrown after its commit
                self._use(mine, error.headers["Location"])
            raise
        else:
            self._use(mine, answer.headers.get("Location", ""))
            return answer
        finally:
            with self._changed:
                self._running.discard(mine)
                self._changed.notify_all()

    def _used(self, mine: tuple[str, str]) -> str | None:
        row = self._database.row("SELECT location FROM idempotency WHERE user_id = ? AND key = ?", mine)
        return None if row is None else str(row["location"])

    def _use(self, mine: tuple[str, str], location: str) -> None:
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO idempotency (user_id, key, location) VALUES (?, ?, ?)", (*mine, location)
            )
            connection.execute("DELETE FROM idempotency WHERE id <= ?", ((cursor.lastrowid or 0) - KEPT,))


def _uuid(key: str) -> str:
    """Return a key in the one form that all spellings of a UUID share. Raises ``RestError`` 400."""
    try:
        return str(uuid.UUID(key))
    except ValueError:
        raise errors.invalid_header(HEADER, "Provide a UUID.") from None


def _repeated(location: str) -> RestError:
    text = (
        "A request with the same idempotency key is already submitted. "
        'See the "Location" header for a link to the previously submitted job'
    )
    detail = Detail(text, "IDEMPOTENCY_ERROR")
    return RestError(
        400, (detail,), {"Location": location} if location else {}, title="Conflict", type=CONFLICT
    )

"""An end, in time, to what blocks and cannot be interrupted: a look-up of a name, a talk with a mail server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from landbridge.service.notifications.errors import Undelivered

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what ``work`` returns, or raise what it raises. Raises ``Undelivered`` when the time is over.

    Then the work is left behind in its thread: nobody waits for it, not even the end of the process. It may still come to its end, so
    it must do no harm by then, and it must not use the database, whose connections belong to threads.
    """
    done: Future[T] = Future()
    threading.Thread(target=_do, args=(work, done), name="delivery attempt", daemon=True).start()
    wait([done], timeout=seconds)
    if not done.done():
        raise Undelivered(f"no end within {seconds:g} s")
    return done.result()


def _do(work: Callable[[], T], done: Future[T]) -> None:
    try:
        done.set_result(work())
    except BaseException as problem:  # noqa: BLE001  # it is raised again where it is waited for
        done.set_exception(problem)

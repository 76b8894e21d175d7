"""Waiting for an answer no longer than somebody has patience for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from django.db import connection as database

T = TypeVar("T")


class _Answer(Generic[T]):
    """What a thread came back with."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._came: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def find(self) -> None:
        """Ask, on the thread; its database session ends with it."""
        try:
            self._came.put((self._ask(), None))
        except BaseException as problem:  # noqa: BLE001  # whatever it was, it is raised where somebody waits
            self._came.put((None, problem))
        finally:
            database.close()

    def within(self, seconds: float) -> T:
        answer, problem = self._came.get(timeout=seconds)
        if problem is not None:
            raise problem
        return answer  # type: ignore[return-value]  # without a problem it is the answer


def within(seconds: float, ask: Callable[[], T]) -> T:
    """Return what ``ask`` answers on a thread of its own, or raise what it raises. ``TimeoutError`` after so many seconds: the thread is
    left to itself then, and ends no process late."""
    answer = _Answer(ask)
    threading.Thread(target=answer.find, name="health", daemon=True).start()
    try:
        return answer.within(seconds)
    except Empty:
        raise TimeoutError from None

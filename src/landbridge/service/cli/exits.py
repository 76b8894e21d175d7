"""How a command ends: exit codes, and errors told in words.

0 done. 1 it failed, or something in it did (the text says what). 2 the command was used wrongly. 3 nothing could be reached:
no `landbridge up` on the data folder, or no database. 4 what was waited for has not ended in time. 5 it was cancelled.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec

from landbridge.service.refusal import Refusal

P = ParamSpec("P")


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_REACHABLE = 3
    TIMED_OUT = 4
    CANCELLED = 5


class CommandError(Exception):
    """Ends a command with a message and an exit code."""

    def __init__(self, message: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.code = code


def verb(function: Callable[P, int | None]) -> Callable[P, int]:
    """Make a function a command: what it expects to go wrong becomes one line on stderr and an exit code."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return int(function(*args, **kwargs) or Exit.OK)
        except CommandError as error:
            return complain(str(error), error.code)
        except expected_errors() as error:
            return complain(in_words(error), Exit.FAILED)
        except unreachable_errors() as error:
            return complain(f"the database cannot be reached: {str(error).strip()}", Exit.NOT_REACHABLE)
        except KeyboardInterrupt:
            return complain("interrupted", Exit.FAILED)

    return run


def complain(message: str, code: Exit) -> int:
    """Say what is wrong, on stderr, and return the exit code."""
    sys.stderr.write(f"landbridge: {message}\n")
    return int(code)


def in_words(error: BaseException) -> str:
    """An expected error's own text."""
    return str(error) or type(error).__name__


def expected_errors() -> tuple[type[Exception], ...]:
    """What the operations raise for a person to read; most of it only once Django is loaded."""
    if not _django_is_loaded():
        return (Refusal,)
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415 - loaded only with Django

    from landbridge.netsuite.errors import NetSuiteError  # noqa: PLC0415 - slow to load

    return (NetSuiteError, PermissionDenied, Refusal)


def unreachable_errors() -> tuple[type[Exception], ...]:
    """What says that the database is away."""
    if not _django_is_loaded():
        return ()
    from django.db import OperationalError  # noqa: PLC0415 - loaded only with Django

    return (OperationalError,)


def _django_is_loaded() -> bool:
    return "django.apps" in sys.modules and sys.modules["django.apps"].apps.ready

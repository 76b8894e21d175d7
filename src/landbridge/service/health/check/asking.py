"""One examination's questions to NetSuite: Test Connection, then the SuiteApp.

Nothing is asked of a connection that waits for the publisher's pair: a health check goes on by itself before each scheduled run, and a pair
that NetSuite does not know would lock the user. The SuiteApp is asked only once NetSuite accepted the sign-in, so that a refused credential is tried once. What Test Connection does not
need the answer of another line for, it asks at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from landbridge.netsuite.check import CheckLine
from landbridge.netsuite.checks.lines import Subject
from landbridge.service import composition
from landbridge.service.connections import testing
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.connections.operations import try_saved
from landbridge.service.connections.publisherholds import Hold, hold_of
from landbridge.service.health.check.netsuite import signed_in
from landbridge.service.ports import Clock
from landbridge.service.suiteapp.inspecting import Seen, inspect
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.store import active_workflows


@dataclass(frozen=True, slots=True)
class Answers:
    """What NetSuite answered. ``seen`` is ``None`` where the SuiteApp was not asked: real time is off, or the sign-in was refused."""

    tested: tuple[CheckLine, ...]
    seen: Seen | None = None


_RECORD = Subject("publisher_record", "Publisher's record")

Ask = Callable[[Connection, Clock, bool], Answers]
"""Asks NetSuite about a connection, about its SuiteApp too where that is wanted."""


def ask(connection: Connection, clock: Clock, suiteapp: bool) -> Answers:
    """Ask everything. Raises ``CredentialsUnreadableError``, ``SecretKeyError`` or ``PublisherError``; errors of NetSuite are lines."""
    if (hold := hold_of(connection)) is not None:
        return Answers((_waits(hold),))
    lines = try_saved(ConnectionDraft.of(connection), partial(_test, read_types(connection)), clock).lines
    if not suiteapp or not signed_in(lines):
        return Answers(lines)
    return Answers(lines, inspect(connection, composition.restlets_for(connection), clock))


def _waits(hold: Hold) -> CheckLine:
    """A regeneration is somebody's plan; a pair that NetSuite refused is not."""
    return _RECORD.warned(hold.why, "") if hold.planned else _RECORD.failed(hold.why, "")


def _test(types: tuple[str, ...], draft: ConnectionDraft) -> Iterable[CheckLine]:
    return testing.check(draft, types, restlet=None)


def read_types(connection: Connection) -> tuple[str, ...]:
    """The NetSuite record types that active workflows read: other permissions are nobody's trouble."""
    keys = (workflow.key for workflow in active_workflows(connection.pk))
    return tuple(dict.fromkeys(catalogue.declaration(key).netsuite_type for key in keys))

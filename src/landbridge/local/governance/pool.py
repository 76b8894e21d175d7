"""``account.governance``: how many requests may run at once (documented: ``section_1500275531``)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from landbridge.local.access.applications import Applications
from landbridge.local.access.integration import Integration
from landbridge.local.access.model import Authentication, Session
from landbridge.local.clock import Clock
from landbridge.local.governance.errors import LimitExceeded, LimitRefused
from landbridge.local.governance.execution import Outcome, Request, Run
from landbridge.local.governance.executions import ExecutionLog
from landbridge.local.governance.limits import AccountLimits, IntegrationLimits, LimitType
from landbridge.local.governance.pace import longer_s
from landbridge.local.governance.users import UserSlots
from landbridge.local.journal import Journal

UNALLOCATED = ""


class Governance:
    """One pool for SOAP, REST and RESTlets; integrations with a limit of their own have a share set apart. Thread-safe.

    NetSuite is lenient about short overshoots (documented); this account refuses every request above a limit.
    """

    def __init__(
        self,
        limit: int,
        *,
        applications: Applications,
        executions: ExecutionLog,
        users: UserSlots,
        journal: Journal,
        clock: Clock,
        stopwatch: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.executions = executions
        self._limit = limit
        self._applications = applications
        self._users = users
        self._journal = journal
        self._clock = clock
        self._stopwatch = stopwatch
        self._sleep = sleep
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()

    @property
    def limit(self) -> int:
        """Requests that the account may have at once."""
        return self._limit

    def set_limit(self, limit: int) -> None:
        """Change the account's limit while it runs. Raises ``LimitRefused`` below what integrations have, plus one."""
        with self._lock:
            least = self._applications.allocated() + 1
            if limit < least:
                raise LimitRefused(f"the account's limit is at least {least}")
            self._limit = limit

    def set_integration_limit(self, integration_id: str, limit: int | None) -> None:
        """Give an integration a limit of its own, or take it away. Raises ``KeyError``, ``LimitRefused``."""
        with self.allotting() as allot:
            allot(integration_id, limit)
            self._applications.set_concurrency_limit(integration_id, limit)

    @contextmanager
    def allotting(self) -> Iterator[Callable[[str, int | None], None]]:
        """Keep the pool as it is while the block judges an integration's limit with what it is given, and stores it.

        That takes an id, ``""`` for a record that is to be made, and the limit, and raises ``KeyError``, ``LimitRefused``. Every request
        of the account waits meanwhile: no other account is asked or told in the block, and a transaction begins inside it alone.
        """
        with self._lock:
            yield self._judge

    def _judge(self, integration_id: str, limit: int | None) -> None:
        most = self.largest_integration_limit(integration_id)
        if limit is not None and not 1 <= limit <= most:
            raise LimitRefused(
                f"the integration's limit is a number from 1 to {most}"
                if most > 0
                else "no integration can have a limit of its own: one request must stay unallocated"
            )

    def largest_integration_limit(self, integration_id: str = "") -> int:
        """Return the largest limit that an integration can have (Max Concurrency Limit). Raises ``KeyError``."""
        known = self._applications.integration(integration_id) if integration_id else None
        if integration_id and known is None:
            raise KeyError(integration_id)
        own = (known.concurrency_limit or 0) if known and not known.internal else 0
        return self._limit - (self._applications.allocated() - own) - 1

    def account_info(self) -> AccountLimits:
        """Return what getAccountGovernanceInfo and governanceLimits tell."""
        return AccountLimits(self._limit, self._unallocated())

    def integration_info(self, integration_id: str) -> IntegrationLimits:
        """Return what getIntegrationGovernanceInfo and governanceLimits tell of the integration that asks."""
        integration = self._applications.integration(integration_id) if integration_id else None
        if integration is not None and integration.internal:
            return IntegrationLimits(None, LimitType.INTERNAL)
        if integration is None or integration.concurrency_limit is None:
            return IntegrationLimits(None, LimitType.ACCOUNT)
        return IntegrationLimits(integration.concurrency_limit, LimitType.INTEGRATION_SPECIFIC)

    @contextmanager
    def slot(self, session: Session, request: Request | None = None) -> Iterator[None]:
        """Hold a place while a request runs, and note in ``request`` how it went.

        Raises ``LimitExceeded`` at once when there is none, ``UserLimitExceeded`` for a second request of one user
        with user credentials: such a request is rejected. Whoever answers keeps it in ``executions`` with its answer.
        """
        with ExitStack() as places:
            try:
                places.enter_context(self.user_slot(session))
                places.enter_context(self._place(session))
            except LimitExceeded:
                self._journal.refused()
                if request is not None:
                    request.run = Run(session, self._clock.now(), outcome=Outcome.REJECTED)
                raise
            with self.timed(session, request):
                if longer_s():
                    self._sleep(longer_s())
                yield

    @contextmanager
    def timed(self, session: Session, request: Request | None) -> Iterator[None]:
        """Note in ``request`` who runs it, from when and how long; an exception out of the block makes it a failed one."""
        started, run = self._stopwatch(), Run(session, self._clock.now())
        if request is not None:
            request.run = run
        try:
            yield
        except BaseException:
            run.outcome = Outcome.FAILED
            raise
        finally:
            run.duration_ms = round((self._stopwatch() - started) * 1000)

    @contextmanager
    def user_slot(self, session: Session) -> Iterator[None]:
        """Hold the user's own place, for sessions of user credentials only. Raises ``UserLimitExceeded``."""
        credentials = session.authentication is Authentication.USER_CREDENTIALS
        with self._users.slot(session.user_id) if credentials else nullcontext():
            yield

    @contextmanager
    def _place(self, session: Session) -> Iterator[None]:
        integration = (
            self._applications.integration(session.integration_id) if session.integration_id else None
        )
        if integration is not None and integration.internal:
            yield
            return
        pool = self._take(integration)
        try:
            yield
        finally:
            with self._lock:
                self._running[pool] -= 1

    def _take(self, integration: Integration | None) -> str:
        with self._lock:
            own = integration.concurrency_limit if integration else None
            pool = integration.id if integration and own is not None else UNALLOCATED
            limit = self._unallocated() if own is None else own
            if self._running[pool] >= limit:
                raise LimitExceeded(limit)
            self._running[pool] += 1
            self._journal.in_flight(sum(self._running.values()))
            return pool

    def _unallocated(self) -> int:
        return max(1, self._limit - self._applications.allocated())

"""`account.scripting`: user event scripts and RESTlets of one account, executed as JavaScript."""

from __future__ import annotations

import random
import secrets
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landbridge.local.access.model import Session
from landbridge.local.records.errors import ScriptFailure
from landbridge.local.records.hooks import PageEffects
from landbridge.local.records.model import Record
from landbridge.local.scripting import deploying, scheduled, sdf
from landbridge.local.scripting.cachestore import CacheStore
from landbridge.local.scripting.engine.pool import ScriptPool
from landbridge.local.scripting.engine.process import EngineSettings
from landbridge.local.scripting.execution import Execution, Limits
from landbridge.local.scripting.formats import Formats
from landbridge.local.scripting.host.table import HANDLERS
from landbridge.local.scripting.journal import Journal
from landbridge.local.scripting.model import (
    RESTLET,
    SCHEDULED,
    USER_EVENT,
    Deployment,
    DeploymentStatus,
    LogEntry,
    Script,
)
from landbridge.local.scripting.outgoing import Outgoing
from landbridge.local.scripting.registry import Registry
from landbridge.local.scripting.scriptfiles import Imports, ScriptFiles
from landbridge.local.scripting.sources import prelude
from landbridge.local.scripting.userevents import UserEventRunner
from landbridge.local.suiteflow.running import RunResult, SuiteFlow

if TYPE_CHECKING:
    from landbridge.local.account import Account

MEMORY_BYTES = 64 * 1024 * 1024
"""JavaScript heap of one execution (assumed)."""

USER_EVENT_LIMITS = Limits(units=1000, seconds=300.0)
RESTLET_LIMITS = Limits(units=5000, seconds=300.0)
SCHEDULED_LIMITS = Limits(units=10_000, seconds=3600.0)


@dataclass(frozen=True, slots=True)
class ScriptLimits:
    """Limits by script type. Units and seconds are documented (fact sheet 6.5), memory is assumed."""

    user_event: Limits = USER_EVENT_LIMITS
    restlet: Limits = RESTLET_LIMITS
    scheduled: Limits = SCHEDULED_LIMITS
    memory_bytes: int = MEMORY_BYTES

    def of(self, kind: str) -> Limits:
        """Return what one execution of a script of this kind may use."""
        return {RESTLET: self.restlet, SCHEDULED: self.scheduled}.get(kind, self.user_event)


class Scripting:
    """Implements `records.hooks.UserEvents`. Thread-safe; `close()` ends its child processes."""

    def __init__(
        self, account: Account, *, limits: ScriptLimits | None = None, rng: random.Random | None = None
    ) -> None:
        self._account = account
        self.limits = limits or ScriptLimits()
        self.registry = Registry(account.database)
        self.journal = Journal()
        self.caches = CacheStore(account.clock.now)
        self.formats = Formats(account.settings)
        self.script_files = ScriptFiles(account)
        self.imports = Imports(self.script_files)
        self.session_values: dict[tuple[str, str], str] = {}
        self.random = rng or secrets.SystemRandom()
        self.outgoing = Outgoing(self._tls_context, account.settings.https_transfer_timeout)
        self._pool = ScriptPool(EngineSettings(prelude(), self.limits.memory_bytes))
        self._user_events = UserEventRunner(account, self)
        self._suiteflow = SuiteFlow(account)
        self._warming = threading.Thread(target=self._warm_up, name="scripting-warm-up", daemon=True)
        self._warming.start()

    # UserEvents

    def before_load(
        self, session: Session, event: str, script_type: str, record: Record | None
    ) -> PageEffects:
        """Run beforeLoad scripts. Raises `ScriptFailure` of the first that failed; the others have run."""
        return self._user_events.before_load(session, event, script_type, record)

    def before_submit(
        self,
        session: Session,
        event: str,
        script_type: str,
        new_values: dict[str, Any],
        old: Record | None,
    ) -> dict[str, Any]:
        """Run beforeSubmit scripts and return the values, perhaps changed. Raises `ScriptFailure` to refuse the save."""
        return self._user_events.before_submit(session, event, script_type, new_values, old)

    def after_submit(
        self, session: Session, event: str, script_type: str, new: Record, old: Record | None
    ) -> ScriptFailure | None:
        """Run afterSubmit scripts, then workflows (documented order, 6.4); return what the first failing one threw."""
        thrown = self._user_events.after_submit(session, event, script_type, new, old)
        refused = self._suiteflow.after_submit(session, event, script_type, new)
        return thrown or refused

    # Scripts and deployments, for pages

    def scripts(self) -> list[Script]:
        """Return all script records."""
        return self.registry.scripts()

    def deployments(self) -> list[Deployment]:
        """Return all deployments, by record type in the order in which they run."""
        return self.registry.deployments()

    def log(self, limit: int = 100) -> list[LogEntry]:
        """Return the newest entries of the execution log, newest first."""
        return self.journal.newest(limit)

    def set_deployment(self, script_id: str, **changes: Any) -> Deployment:
        """Change fields of a deployment, for example `is_deployed`, `run_as_role`, `status`, `log_level`.

        Raises `registry.UnknownScript`, `TypeError` for a field that there is not.
        """
        if isinstance(changes.get("status"), str):
            changes["status"] = DeploymentStatus(changes["status"])
        return self.registry.change(script_id, **changes)

    def install(self, folder: Path, *, bundle: str = "") -> sdf.Installed:
        """Install an SDF project (see `sdf.install`). Raises `InstallError`."""
        return sdf.install(self._account, folder, self.registry, bundle=bundle)

    # Running

    def execute(
        self, script: Script, deployment: Deployment, session: Session, request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Run one entry point and return the engine's result.

        Raises `ScriptFailure` for what the script threw or the limit that ended it; either stands in the log.
        """
        access = self._account.access
        execution = Execution(
            account=self._account,
            scripting=self,
            script=script,
            deployment=deployment,
            session=deploying.effective_session(access, session, deployment)
            if script.kind == USER_EVENT
            else session,
            limits=self.limits.of(script.kind),
            handlers=HANDLERS,
        )
        return execution.run(
            self._pool,
            {
                **request,
                "path": script.file,
                "functions": dict(script.functions) or None,
                "clockOffset": self._clock_offset(),
                "sources": self.imports.sources(script.script_id),
            },
        )

    def run_scheduled_script(self, deployment_id: str, invocation: str = scheduled.USER_INTERFACE) -> None:
        """Run a scheduled script's deployment now, to its end (see `scheduled`). Raises `UnknownScript`, `NotRunnable`, `ScriptFailure`."""
        scheduled.run(self, deployment_id, invocation)

    def run_workflow(self, script_id: str) -> list[RunResult]:
        """Run a scheduled workflow now. Raises `UnknownWorkflow`."""
        return self._suiteflow.run_scheduled(script_id)

    def reload(self) -> None:
        """Read the scripts anew and forget logs, caches and session values: the account's tables have been replaced."""
        self.registry.load()
        self.journal.clear()
        self.caches.clear()
        self.session_values.clear()

    def close(self) -> None:
        """End the child processes."""
        self._pool.close()
        self._warming.join()

    def engine_pids(self) -> list[int]:
        """Return the process ids of the idle engines."""
        return self._pool.pids()

    def _warm_up(self) -> None:
        """Pay beforehand what the first script would wait for: engines, and the machine's root certificates."""
        self._pool.prepare()
        self.outgoing.prepare()

    def _clock_offset(self) -> int:
        """Milliseconds by which the account's clock is ahead of the machine's."""
        ahead = (self._account.clock.now() - datetime.now(UTC)).total_seconds() * 1000
        return 0 if abs(ahead) < 1000 else round(ahead)

    def _tls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.load_verify_locations(self._account.authority.ca_file)
        return context

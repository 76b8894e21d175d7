"""One script execution: who runs what as whom, and the governance units it has used."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Session
from landbridge.local.access.permissions import violation
from landbridge.local.logs import Logger
from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.scripting import results
from landbridge.local.scripting.engine.pool import ScriptPool
from landbridge.local.scripting.engine.process import Terminated
from landbridge.local.scripting.errors import ScriptError
from landbridge.local.scripting.facilities import Facilities
from landbridge.local.scripting.model import Deployment, LogEntry, Script

if TYPE_CHECKING:
    from landbridge.local.account import Account

logger = Logger(__name__)

Handler = Callable[["Execution", dict[str, Any]], Any]
"""Answers one host call. Raises :class:`ScriptError` for what the script may catch."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one execution may use (help: Script Type Usage Unit Limits): units, and seconds of wall-clock time."""

    units: int
    seconds: float


@dataclass(slots=True)
class Execution:
    """The host's side of one run. `session` is the effective one, after Execute as Role."""

    account: Account
    scripting: Facilities
    script: Script
    deployment: Deployment
    session: Session
    limits: Limits
    handlers: Mapping[str, Handler]
    units_used: int = 0

    def charge(self, units: int) -> None:
        """Use governance units; ends the script with SSS_USAGE_LIMIT_EXCEEDED above its limit (documented, 6.5)."""
        self.units_used += units
        if self.units_used > self.limits.units:
            raise Terminated("SSS_USAGE_LIMIT_EXCEEDED", "Script Execution Usage Limit Exceeded")

    @property
    def units_left(self) -> int:
        """Units that remain."""
        return self.limits.units - self.units_used

    def answer(self, name: str, arguments: str) -> str:
        """Answer a host call: JSON in, JSON out. Only :class:`Terminated` leaves this method."""
        try:
            value = self.handlers[name](self, json.loads(arguments))
            return json.dumps({"value": value}, separators=(",", ":"))
        except Terminated:
            raise
        except ScriptError as error:
            return _failure(error.name, error.message)
        except RecordError as error:
            return _failure(error.code, error.message)
        except PermissionMissing as error:
            return _failure("INSUFFICIENT_PERMISSION", violation(error.permission))
        except Exception:  # a fault of ours ends as the script's error, not as a stack trace or a hang
            logger.exception("host call failed", call=name, script=self.script.script_id)
            return _failure("UNEXPECTED_ERROR", "An unexpected error occurred.")

    def run(self, pool: ScriptPool, request: Mapping[str, Any]) -> dict[str, Any]:
        """Run `request` in a child and return the engine's result.

        Raises `ScriptFailure` for what the script threw or the limit that ended it, after writing it to the log.
        """
        try:
            result = results.checked(
                pool.run(dict(request), self.answer, self.limits.seconds), self.script.kind
            )
        except Terminated as ended:
            result = results.failed(ended.message, ended.code)
        error = result["error"]
        if error is None:
            return result
        self.log("SYSTEM", error["name"], "\n".join([error["message"], *error["stack"]]))
        raise ScriptFailure(
            error["name"],
            error["message"],
            script=self.script.script_id,
            deployment=self.deployment.script_id,
        )

    def log(self, level: str, title: str, details: str) -> None:
        """Write to the script execution log."""
        entry = LogEntry(
            at=self.account.clock.now(),
            level=level,
            title=title,
            details=details,
            script=self.script.script_id,
            deployment=self.deployment.script_id,
            user=self.session.user_id,
        )
        self.scripting.journal.write(entry, self.deployment.log_level)


def _failure(name: str, message: str) -> str:
    return json.dumps({"error": {"name": name, "message": message}})

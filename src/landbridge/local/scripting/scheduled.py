"""Scheduled scripts: `execute`, as System in the Administrator role (documented), in the context SCHEDULED.

NetSuite queues a run; here it is done at once, and who asked waits for its end. Nothing runs by a schedule of its own.
"""

from __future__ import annotations

from landbridge.local.access.model import ADMINISTRATOR, Context, Session
from landbridge.local.scripting.facilities import Facilities
from landbridge.local.scripting.model import SCHEDULED

USER_INTERFACE = "USER_INTERFACE"
INVOCATIONS = ("SCHEDULED", "ON_DEMAND", USER_INTERFACE, "ABORTED", "SKIPPED")
"""Values of `context.type` (documented: `scriptContext.InvocationType`)."""

SYSTEM = Session("-4", ADMINISTRATOR, Context.SCHEDULED, "scheduled script")
"""NetSuite's own user, System."""


class NotRunnable(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A deployment that cannot be run now; the text says why."""


def run(scripting: Facilities, deployment_id: str, invocation: str) -> None:
    """Run a deployment to its end. Raises `UnknownScript`, :class:`NotRunnable`, `ScriptFailure` for what the script threw."""
    deployment = scripting.registry.deployment(deployment_id)
    script = scripting.registry.script(deployment.script)
    if script.kind != SCHEDULED:
        raise NotRunnable(f"{deployment_id} is no deployment of a scheduled script.")
    if script.is_inactive or not deployment.is_deployed:
        raise NotRunnable(f"{deployment_id} is not deployed.")
    if invocation not in INVOCATIONS:
        raise NotRunnable(f"{invocation!r} is none of {', '.join(INVOCATIONS)}.")
    request = {"kind": "scheduled", "entry": "execute", "context": {"type": invocation}}
    result = scripting.execute(script, deployment, SYSTEM, request)
    if result["absent"]:
        raise NotRunnable(f"{script.file} does not define execute.")

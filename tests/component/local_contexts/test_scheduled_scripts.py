"""Scheduled scripts: SDF objects with `execute`, run when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.records.errors import ScriptFailure
from landbridge.local.scripting.errors import InstallError
from landbridge.local.scripting.registry import UnknownScript
from landbridge.local.scripting.scheduled import NotRunnable

SCRIPT = """/** @NApiVersion 2.1
 * @NScriptType ScheduledScript */
define(['N/record', 'N/runtime', 'N/log'], (record, runtime, log) => ({ execute: (context) => {
  const made = record.create({ type: 'lead' });
  made.setValue('companyname', `Scheduled ${context.type}`);
  log.audit('made', made.save());
  const user = runtime.getCurrentUser();
  log.audit('ran', [context.type, runtime.executionContext, user.id, user.roleId, runtime.getCurrentScript().getRemainingUsage(),
    context.InvocationType.ON_DEMAND].join(' '));
} }));"""
FAILING = "define(['N/error'], (error) => ({ execute: () => { throw error.create({ name: 'OUT_OF_LUCK', message: 'No.' }); } }));"
WASTEFUL = "define(['N/search'], (search) => ({ execute: () => { for (;;) search.create({ type: 'employee' }).run().getRange(0, 1); } }));"


def _object(script_id: str, file: str, status: str = "NOTSCHEDULED", *, deployed: str = "T") -> str:
    return (
        f"<scheduledscript scriptid='{script_id}'><name>{script_id}</name><scriptfile>[/SuiteScripts/{file}]</scriptfile>"
        f"<scriptdeployments><scriptdeployment scriptid='{script_id.replace('script', 'deploy', 1)}'><status>{status}</status>"
        f"<title>It</title><isdeployed>{deployed}</isdeployed></scriptdeployment></scriptdeployments></scheduledscript>"
    )


@pytest.fixture
def installed(company: Any, project: Callable[..., Path]) -> Any:
    company.scripting.install(
        project(
            {
                "customscript_nightly": _object("customscript_nightly", "nightly.js"),
                "customscript_failing": _object("customscript_failing", "failing.js"),
                "customscript_wasteful": _object("customscript_wasteful", "wasteful.js", "SCHEDULED"),
                "customscript_off": _object("customscript_off", "nightly.js", deployed="F"),
            },
            {"nightly.js": SCRIPT, "failing.js": FAILING, "wasteful.js": WASTEFUL},
        )
    )
    return company


def test_it_runs_as_system_in_its_context_and_its_saves_fire_user_events(installed: Any) -> None:
    installed.scripting.run_scheduled_script("customdeploy_nightly")
    log = {entry.title: entry.details for entry in installed.scripting.log(20)}
    assert log["ran"] == "USER_INTERFACE SCHEDULED -4 administrator 9985 ON_DEMAND"
    assert installed.seen(log["made"]) == ["create SCHEDULED"]
    installed.scripting.run_scheduled_script("customdeploy_nightly", "SCHEDULED")
    assert installed.value(str(int(log["made"]) + 1), "companyName") == "Scheduled SCHEDULED"


def test_what_it_throws_and_its_limit_end_it(installed: Any) -> None:
    with pytest.raises(ScriptFailure) as thrown:
        installed.scripting.run_scheduled_script("customdeploy_failing")
    assert thrown.value.code == "OUT_OF_LUCK"
    with pytest.raises(ScriptFailure) as thrown:
        installed.scripting.run_scheduled_script("customdeploy_wasteful")
    assert thrown.value.code == "SSS_USAGE_LIMIT_EXCEEDED"


def test_what_cannot_be_run(installed: Any) -> None:
    for deployment, reason in (
        ("customdeploy_off", "not deployed"),
        ("customdeploy_watch_lead", "no deployment of a scheduled script"),
    ):
        with pytest.raises(NotRunnable, match=reason):
            installed.scripting.run_scheduled_script(deployment)
    with pytest.raises(NotRunnable, match="WHENEVER"):
        installed.scripting.run_scheduled_script("customdeploy_nightly", "WHENEVER")
    with pytest.raises(UnknownScript):
        installed.scripting.run_scheduled_script("customdeploy_none")


def test_a_status_of_other_scripts_is_refused(company: Any, project: Callable[..., Path]) -> None:
    folder = project(
        {"customscript_late": _object("customscript_late", "late.js", "RELEASED")}, {"late.js": SCRIPT}
    )
    with pytest.raises(InstallError, match="TESTING or NOTSCHEDULED or SCHEDULED"):
        company.scripting.install(folder)

"""`landbridge health` on the demo: all green, and each of fifteen breakages turns its own line red, and no other."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from landbridge.demo.commands import CommandFailedError
from landbridge.demo.setup import SETTINGS_TYPE, SPP_DATABASE_ID, set_up
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.testing import running_account
from tests.acceptance.health_lab import GREEN, Lab, StackBeside
from tests.component.service_realtime.signing import claims, issued, sign
from tests.waiting import eventually

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]

ROLE = "customrole_oa_integration"
CERTIFICATE = "custcertificate_oa_realtime"
PLACEHOLDER = Path("suiteapp/bundles/369630/openair-certificate.pem")

Breakage = Callable[[Lab], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """The demo after its first record was imported in real time."""
    folder = Path(tempfile.mkdtemp(prefix="landbridge-health-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    stack = StackBeside(folder, workers=0)
    try:
        with running_account(suiteapp=suiteapp_folder(), secrets=TokenSecrets(**stack.token)) as running:
            stack.use(running)
            with stack:
                sign_in = asyncio.run(set_up(stack))
                worker = stack.start_worker()
                made = Lab(running, stack, sign_in, worker)
                try:
                    made.wait_until_imported(made.save_customer("First"))
                    running.control.snapshot(name=GREEN)
                    yield made
                finally:
                    made.worker.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def token_revoked(lab: Lab) -> Iterator[None]:
    [token] = [one for one in lab.running.control.access()["tokens"] if one["active"]]
    with lab.mended_netsuite():
        lab.running.control.change_token(id=token["id"], active=False)
        yield


@contextmanager
def permission_taken(lab: Lab) -> Iterator[None]:
    with lab.mended_netsuite():
        lab.running.control.change_role(script_id=ROLE, permission="LIST_CUSTJOB", level="NONE")
        yield


@contextmanager
def limit_used_up(lab: Lab) -> Iterator[None]:
    limit = lab.account.governance.limit
    lab.account.governance.set_limit(1)
    try:
        with lab.account.governance.slot(lab.account.access.system_session()):
            yield
    finally:
        lab.account.governance.set_limit(limit)


@contextmanager
def clock_ten_minutes_ahead(lab: Lab) -> Iterator[None]:
    lab.account.clock.advance(600)
    try:
        yield
    finally:
        lab.account.clock.advance(-600)


@contextmanager
def bundle_too_old(lab: Lab) -> Iterator[None]:
    old = json.dumps({"bundle": "369637", "version": "3.0"}).encode()
    with lab.mended_netsuite():
        session = lab.account.access.system_session()
        lab.account.files.save(session, "/SuiteScripts/landbridge", "bundle_369637.json", old)
        yield


@contextmanager
def other_database_in_the_settings(lab: Lab) -> Iterator[None]:
    control = lab.running.control
    [record] = control.records(type=SETTINGS_TYPE)
    with lab.mended_netsuite():
        values = {"custrecord_oa_db_id": "9999"}
        control.save(type=SETTINGS_TYPE, id=record["id"], values=values, context="USERINTERFACE")
        yield


@contextmanager
def customers_undeployed(lab: Lab) -> Iterator[None]:
    with lab.mended_netsuite():
        lab.running.control.deploy(deployment="customdeploy_oa_send_customer", deployed=False)
        yield


@contextmanager
def another_script_on_customers(lab: Lab) -> Iterator[None]:
    with lab.mended_netsuite():
        lab.add_user_event("customscript_credit_check", "customdeploy_credit_check", "customer")
        yield


@contextmanager
def placeholder_came_back(lab: Lab) -> Iterator[None]:
    with lab.mended_netsuite():
        lab.account.certificates.delete(lab.account.access.system_session(), CERTIFICATE)
        lab.account.certificates.bring(CERTIFICATE, PLACEHOLDER.name, PLACEHOLDER.read_bytes())
        yield


@contextmanager
def paused_with_an_old_request(lab: Lab) -> Iterator[None]:
    lab.run("queue", "pause")
    try:
        internal_id = lab.save_customer("Waits")
        lab.sql("UPDATE runs_runrequest SET requested_at = now() - interval '1 hour' WHERE run_id IS NULL")
        yield
    finally:
        lab.run("queue", "resume")
    lab.wait_until_imported(internal_id)


@contextmanager
def run_failed_meanwhile(lab: Lab) -> Iterator[None]:
    with permission_taken(lab), pytest.raises(CommandFailedError):
        lab.run("run", "customers", "--wait")
    try:
        yield
    finally:
        lab.run("run", "customers", "--wait")


@contextmanager
def notices_of_another_key(lab: Lab) -> Iterator[None]:
    trusted = ssl.create_default_context(cafile=lab.running.ca_file)
    address = f"{lab.stack.addresses['notices']}/realtime/notices"
    for _ in range(5):
        forged = sign(claims(datetime.now(UTC), aud=SPP_DATABASE_ID), issued().key)
        request = urllib.request.Request(address, forged, {"Content-Type": "application/jose"})
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request, context=trusted, timeout=30)
    try:
        yield
    finally:
        lab.sql("UPDATE realtime_refusednotice SET minute = minute - interval '2 hours'")


@contextmanager
def worker_stopped(lab: Lab) -> Iterator[None]:
    lab.worker.stop()
    try:
        yield
    finally:
        lab.worker = lab.stack.start_worker()


@contextmanager
def migration_missing(lab: Lab) -> Iterator[None]:
    lab.sql("UPDATE django_migrations SET name = 'gone' WHERE app = 'health' AND name = '0001_totals'")
    try:
        yield
    finally:
        lab.sql("UPDATE django_migrations SET name = '0001_totals' WHERE app = 'health' AND name = 'gone'")


@contextmanager
def native_trigger_deployed(lab: Lab) -> Iterator[None]:
    with lab.mended_netsuite():
        lab.add_user_event("customscript_native_send", "customdeploy_oa_send_native", "customer")
        yield


BREAKAGES: dict[str, tuple[Breakage, str]] = {
    "connection": (token_revoked, "View Login Audit Trail"),
    "permissions": (permission_taken, "Setup > Users/Roles > Manage Roles"),
    "limits": (limit_used_up, "Integration Governance"),
    "clock": (clock_ten_minutes_ahead, "Set this computer's clock"),
    "bundles": (bundle_too_old, "landbridge suiteapp build"),
    "settings": (other_database_in_the_settings, f"Enter {SPP_DATABASE_ID}"),
    "deployments": (customers_undeployed, "Tick Deployed on customdeploy_oa_send_customer"),
    "order": (another_script_on_customers, "Scripted Records"),
    "certificate": (placeholder_came_back, "Generate a new real-time import certificate"),
    "queue": (paused_with_an_old_request, "landbridge queue resume"),
    "workflows": (run_failed_meanwhile, "in the run log"),
    "notices": (notices_of_another_key, "landbridge certificate rotate"),
    "workers": (worker_stopped, "Start `landbridge up`"),
    "database": (migration_missing, "Start `landbridge up` once"),
    "native": (native_trigger_deployed, "Take Deployed from customdeploy_oa_send_native"),
}
"""Line -> what turns it red, and words of the advice."""


def states(lines: dict[str, dict[str, Any]], *wanted: str) -> list[str]:
    return [name for name, line in lines.items() if line["state"] in wanted]


@pytest.mark.requirement("health-01", "health-02", "health-04", "health-05")
def test_on_the_demo_every_line_is_green(lab: Lab) -> None:
    code, told = lab.command()
    lines = {line["name"]: line for line in told["lines"]}
    assert list(lines) == list(BREAKAGES)
    assert [lines[name] for name in states(lines, "failed", "warning", "off")] == []
    assert (code, told["ok"]) == (0, True)
    said = lines["certificate"]["message"]
    assert said.startswith("Current real-time import certificate is valid until 20")


@pytest.mark.requirement("health-04")
@pytest.mark.parametrize("name", BREAKAGES)
def test_a_breakage_turns_its_own_line_red(lab: Lab, name: str) -> None:
    breakage, advice = BREAKAGES[name]
    with breakage(lab):
        lines = lab.examine()
    assert {one: lines[one]["message"] for one in states(lines, "failed")} == {name: lines[name]["message"]}
    assert advice in lines[name]["advice"]


@pytest.mark.requirement("health-05")
def test_the_command_ends_with_1_while_a_line_is_red(lab: Lab) -> None:
    with migration_missing(lab):
        code, told = lab.command()
    assert (code, told["ok"]) == (1, False)


@contextmanager
def scheduled_every_minute(lab: Lab) -> Iterator[None]:
    lab.run("schedule", "add-cron", "* * * * *", "employees")
    try:
        yield
    finally:
        lab.run("schedule", "remove", "1")


@pytest.mark.requirement("health-03")
def test_a_scheduled_run_is_examined_ahead_by_a_worker_and_its_log_tells_it(lab: Lab) -> None:
    seen = lab.observer
    with other_database_in_the_settings(lab):
        lab.sql("DELETE FROM health_healthstate")
        with scheduled_every_minute(lab):
            [run] = eventually(lambda: seen.runs(kind="scheduled")[:1], 100, "a scheduled run")
        [note] = eventually(lambda: seen.get(f"/runs/{run['id']}")["notes"], 60, "notes")
    assert (note["state"], note["title"]) == ("failed", "Settings record")
    assert f"Enter {SPP_DATABASE_ID}" in note["advice"]


@pytest.mark.requirement("health-04")
def test_mended_it_is_green_again(lab: Lab) -> None:
    lines = lab.examine()
    assert [lines[name] for name in states(lines, "failed", "warning", "off")] == []

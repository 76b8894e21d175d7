"""The health check of a connection: what each line says, and that one cause makes one red line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection as database
from django.utils import timezone

from landbridge.netsuite import errors
from landbridge.netsuite.check import CheckLine
from landbridge.netsuite.checks.lines import Subject
from landbridge.service.connections.credentials import CredentialsUnreadableError
from landbridge.service.connections.models import Connection
from landbridge.service.health.check import examining
from landbridge.service.health.check.asking import Answers, Ask
from landbridge.service.health.check.bounded import within
from landbridge.service.health.check.lines import SUBJECTS, Line, State
from landbridge.service.health.check.report import Report
from landbridge.service.ports import Clock
from landbridge.service.realtime.models import Certificate, LiveSwitch, Notice, RefusedNotice
from landbridge.service.realtime.repository import WATCHING
from landbridge.service.runs.lanes import control
from landbridge.service.runs.models import Run
from landbridge.service.suiteapp.inspecting import Seen
from tests.component.service_runs.conftest import Stand, make_stand
from tests.component.service_runs.queue import register_worker

HOST = Subject("host", "NetSuite answers for the account")
SIGN_IN = Subject("sign_in", "Sign-in by access token")
CUSTOMERS = Subject("permission_LIST_CUSTJOB", "Permission Lists > Customers")
LIMITS = Subject("limits", "Requests at once")
CLOCK = Subject("clock", "Clocks agree")

WELL = (
    HOST.passed("Served."),
    SIGN_IN.passed("Accepted."),
    CUSTOMERS.passed("May read."),
    LIMITS.passed("Five."),
    CLOCK.passed("0.1 seconds."),
)


def answering(*lines: CheckLine, seen: Seen | None = None) -> Ask:
    """NetSuite's side, as Test Connection and the SuiteApp would tell it."""

    def ask(_connection: Connection, _clock: Clock, suiteapp: bool) -> Answers:
        return Answers(lines or WELL, seen if suiteapp else None)

    return ask


@dataclass
class Patient:
    """A connection that is examined."""

    stand: Stand

    @property
    def connection(self) -> Connection:
        return self.stand.connection

    def examine(self, ask: Ask | None = None, **options: timedelta) -> Report:
        return examining.examine(self.connection, self.stand.clock, asking=ask or answering(), **options)

    def line(self, name: str, ask: Ask | None = None) -> Line:
        return next(line for line in self.examine(ask).lines if line.name == name)

    def live(self) -> None:
        LiveSwitch.objects.create(connection=self.connection, enabled=True, changed_at=self.stand.clock())
        an_intake_is_there(there=True)


def an_intake_is_there(*, there: bool) -> None:
    """Let this test's own session with the database, until its transaction ends, look like that of an intake, or no more."""
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [WATCHING if there else "test"])
        cursor.execute("SELECT pg_stat_clear_snapshot()")


@pytest.fixture
def patient(db: None) -> Patient:
    """A connection without real time, with a worker, whose workflows ran."""
    stand = make_stand()
    stand.clock.at = timezone.now()  # workers' hearts beat by the database's clock
    stand.run()
    register_worker()
    return Patient(stand)


def failed(report: Report) -> list[str]:
    return [line.name for line in report.lines if line.state is State.FAILED]


@pytest.mark.requirement("health-01")
def test_every_subject_has_its_line_with_its_state_and_since_when(patient: Patient) -> None:
    first = patient.examine()
    assert [line.name for line in first.lines] == [subject.name for subject in SUBJECTS]
    assert {line.state for line in first.lines} == {State.OK, State.OFF}
    assert first.healthy
    patient.stand.clock.advance(60)
    again = patient.examine(answering(HOST.passed("Served."), SIGN_IN.failed("No.", "Look there.")))
    since = {line.name: line.since for line in again.lines}
    assert since["connection"] == again.at > first.at
    assert since["workers"] == first.at
    assert [line.advice for line in again.lines if line.name == "connection"] == ["Look there."]


def test_a_kept_report_is_used_while_it_is_fresh(patient: Patient) -> None:
    first = patient.examine()
    patient.stand.clock.advance(200)
    assert patient.examine(fresh=timedelta(minutes=5)) == first
    patient.stand.clock.advance(200)
    assert patient.examine(fresh=timedelta(minutes=5)).at > first.at


@pytest.mark.requirement("health-04")
@pytest.mark.parametrize(
    ("error", "name"),
    [
        (errors.SignInAgain("Invalid login attempt."), "connection"),
        (errors.ClockSkew("This computer's clock is 10 minutes behind."), "clock"),
        (errors.Wait("The maximum number of concurrent requests has been exceeded."), "limits"),
        (errors.ConnectionNotMade("Nobody answers."), "connection"),
    ],
    ids=["sign-in", "clock", "limits", "network"],
)
def test_a_refused_sign_in_is_one_red_line_where_its_cause_is(
    patient: Patient, error: errors.NetSuiteError, name: str
) -> None:
    patient.live()
    make_certificate(patient)
    skipped = (CUSTOMERS.skipped(), LIMITS.skipped(), CLOCK.skipped())
    report = patient.examine(answering(HOST.passed("Served."), SIGN_IN.refused(error), *skipped))
    assert failed(report) == [name]
    asked_of_netsuite = {"bundles", "settings", "deployments", "order", "native", "permissions"}
    assert {line.state for line in report.lines if line.name in asked_of_netsuite} == {State.OFF}


def test_a_missing_permission_is_the_permissions_line(patient: Patient) -> None:
    lines = [*WELL[:2], CUSTOMERS.failed("The role lacks it.", "Manage Roles."), *WELL[3:]]
    report = patient.examine(answering(*lines))
    assert failed(report) == ["permissions"]
    assert patient.line("permissions", answering(*lines)).advice == "Manage Roles."


def test_without_a_usable_limit_nothing_can_be_asked(patient: Patient) -> None:
    none = CheckLine(
        "limits", "Requests at once", LIMITS.warned("", "").state, "0 from this one.", "Raise it.", 0
    )
    assert failed(patient.examine(answering(*WELL[:3], none, WELL[4]))) == ["limits"]
    assert (
        patient.line("limits", answering(*WELL[:3], LIMITS.warned("Two.", "Lower."), WELL[4])).state
        == "warning"
    )


def test_while_real_time_is_off_its_lines_are_off(patient: Patient) -> None:
    off = {line.name for line in patient.examine().lines if line.state is State.OFF}
    assert off == {"bundles", "settings", "deployments", "order", "certificate", "native"}


def test_a_suiteapp_that_does_not_answer_is_the_line_of_the_bundles(patient: Patient) -> None:
    patient.live()
    make_certificate(patient)
    seen = Seen(patient.stand.clock(), None, "1.0.0", "SuiteApp 1.0.0 is installed.", "Update the SuiteApp.")
    report = patient.examine(answering(*WELL, seen=seen))
    assert failed(report) == ["bundles"]
    assert patient.line("bundles", answering(*WELL, seen=seen)).advice == "Update the SuiteApp."


@pytest.mark.requirement("health-02")
def test_the_certificates_line_reads_as_the_originals(patient: Patient) -> None:
    patient.live()
    message = "No valid certificate available for real-time import."
    assert (patient.line("certificate").state, patient.line("certificate").message) == ("failed", message)
    certificate = make_certificate(patient)
    until = f"{certificate.not_after:%Y-%m-%d}"
    assert (
        patient.line("certificate").message == f"Current real-time import certificate is valid until {until}."
    )


def test_an_inactive_connection_asks_nobody(patient: Patient) -> None:
    patient.connection.active = False
    patient.connection.save()

    def never(*_: object) -> Answers:
        raise AssertionError("asked")

    report = patient.examine(never)
    assert {line.name for line in report.lines if line.state is not State.OFF} == {"workers", "database"}


def test_what_fails_while_asking_is_a_line_and_no_exception(patient: Patient) -> None:
    def unreadable(*_: object) -> Answers:
        raise CredentialsUnreadableError

    def broken(*_: object) -> Answers:
        raise ZeroDivisionError("a secret")

    assert failed(patient.examine(unreadable)) == ["connection"]
    line = patient.line("connection", broken)
    assert (line.state, line.message) == ("failed", "It could not be looked at: ZeroDivisionError.")


def test_a_judge_that_breaks_costs_its_own_line(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("landbridge.service.health.check.queue.queues", broken)
    assert failed(patient.examine()) == ["queue"]


def test_nobody_waits_for_an_answer_without_end() -> None:
    forever = Event()
    with pytest.raises(TimeoutError):
        within(0.01, forever.wait)
    forever.set()
    assert within(5, lambda: "came") == "came"
    with pytest.raises(KeyError):
        within(5, lambda: {}["none"])


def test_netsuite_that_answers_too_late_is_the_connections_line(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = Event()
    monkeypatch.setattr(examining, "WITHIN_S", 0.01)

    def late(*_: object) -> Answers:
        answered.wait(10)
        return Answers(WELL)

    report = patient.examine(late)
    answered.set()
    assert failed(report) == ["connection"]


def test_an_old_request_on_a_paused_connection_is_stuck(patient: Patient) -> None:
    assert patient.line("queue").message == "Nothing waits."
    control.pause(patient.connection, by=patient.stand.admin, now=patient.stand.clock())
    assert patient.line("queue").state == "warning"
    patient.stand.notice("customer", "5")
    patient.stand.clock.advance(700)
    line = patient.line("queue")
    assert line.state == "failed"
    assert "11 minutes" in line.message
    assert "landbridge queue resume" in line.advice
    control.resume(patient.connection, by=patient.stand.admin)
    assert "page Queue" in patient.line("queue").advice


def test_without_a_worker_only_the_workers_line_is_red(patient: Patient) -> None:
    from django.db import connection as database  # noqa: PLC0415 - one statement

    patient.stand.notice("customer", "5")
    patient.stand.clock.advance(700)
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    report = patient.examine()
    assert failed(report) == ["workers"]
    assert next(line for line in report.lines if line.name == "queue").state == "off"


def test_a_failed_run_turns_its_workflows_red_until_the_next_success(patient: Patient) -> None:
    def refuse(_: str) -> None:
        raise errors.PermissionMissing("The role lacks Lists > Customers.")

    patient.stand.netsuite.before = refuse
    run = patient.stand.run(keys=["customers"])
    patient.stand.netsuite.before = None
    assert run.state == Run.State.FAILED
    line = patient.line("workflows")
    assert line.state == "failed"
    assert line.message == "Customers (Customers): the last run failed: The role lacks Lists > Customers."
    assert line.advice.endswith(f"See run {run.pk} in the run log.")
    patient.stand.run(keys=["customers"])
    assert patient.line("workflows").state == "ok"


def test_a_workflow_that_no_run_completed_for_an_hour_is_red_and_only_late_while_one_goes_on(
    patient: Patient,
) -> None:
    patient.stand.clock.advance(3700)
    assert patient.line("workflows").state == "failed"
    Run.objects.create(
        connection=patient.connection,
        kind="full",
        state=Run.State.RUNNING,
        workflows=["employees", "customers", "projects"],
    )
    assert patient.line("workflows").state == "warning"


def refuse_notices(patient: Patient, code: str, count: int) -> None:
    minute = patient.stand.clock().replace(second=0, microsecond=0)
    RefusedNotice.objects.create(connection=patient.connection, code=code, minute=minute, count=count)


def accept_notice(patient: Patient) -> None:
    now = patient.stand.clock()
    Notice.objects.create(
        connection=patient.connection,
        record_type="customer",
        netsuite_type="customer",
        internal_id="5",
        event="edit",
        jti="one",
        issued_at=now,
        received_at=now,
        answer="queued",
    )


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("bad_signature", "landbridge certificate rotate"),
        ("wrong_account", "database ID of the settings record"),
        ("stale", "Set this computer's clock"),
        ("unsupported_version", "Update the SuiteApp"),
    ],
)
def test_refused_notices_are_told_by_code_with_what_to_do(patient: Patient, code: str, advice: str) -> None:
    refuse_notices(patient, code, 3)
    line = patient.line("notices")
    assert (line.state, line.message) == ("failed", f"3 of 3 refused in the last hour: 3 {code}.")
    assert advice in line.advice


def test_notices_accepted_since_make_refused_ones_a_warning_and_an_hour_forgets_them(
    patient: Patient,
) -> None:
    refuse_notices(patient, "bad_signature", 3)
    patient.stand.clock.advance(120)
    accept_notice(patient)
    assert patient.line("notices").state == "warning"
    patient.stand.clock.advance(3600)
    assert patient.line("notices").state == "ok"


def test_notices_that_name_accounts_of_no_connection_are_told(patient: Patient) -> None:
    minute = patient.stand.clock().replace(second=0, microsecond=0)
    RefusedNotice.objects.create(connection=None, code="wrong_account", minute=minute, count=4)
    RefusedNotice.objects.create(connection=None, code="unsigned", minute=minute, count=9)
    line = patient.line("notices")
    assert (line.state, "4 refused, which named accounts that no connection has" in line.message) == (
        "warning",
        True,
    )
    assert "settings record in NetSuite" in line.advice


def test_an_intake_that_is_away_is_missed_where_real_time_is_on(patient: Patient) -> None:
    assert patient.line("notices").state == "ok"
    patient.live()
    make_certificate(patient)
    assert patient.line("notices").state == "ok"
    an_intake_is_there(there=False)
    line = patient.line("notices")
    assert (line.state, "landbridge intake" in line.advice) == ("failed", True)


def test_notices_sent_twice_are_nobodys_trouble(patient: Patient) -> None:
    refuse_notices(patient, "replayed", 30)
    assert patient.line("notices").state == "ok"


def make_certificate(patient: Patient) -> Certificate:
    now = patient.stand.clock()
    return Certificate.objects.create(
        connection=patient.connection,
        state=Certificate.State.CURRENT,
        name="Landbridge",
        pem="",
        fingerprint="f" * 64,
        not_before=now,
        not_after=now + timedelta(days=365),
        created_at=now,
    )

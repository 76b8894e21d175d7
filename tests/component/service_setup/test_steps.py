"""How each step stands, by what was seen in NetSuite last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from landbridge.netsuite.errors import Retry
from landbridge.netsuite.refusedsignin import ADVICE
from landbridge.service.composition import restlets_for
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import BUNDLE_ID, KEY, NAME, SECRET
from landbridge.service.health.setup.checklist import Checklist, checklist
from landbridge.service.health.setup.model import State
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.steps import STEPS
from landbridge.service.realtime.models import Certificate, LiveSwitch, Notice, RefusedNotice
from landbridge.service.runs.models import Run, RunItem, RunRequest
from landbridge.service.suiteapp import order
from landbridge.service.suiteapp.inspecting import latest
from landbridge.service.suiteapp.inspection import Bundles, Inspection, SettingsRecord
from landbridge.service.workflows.activation import activate, set_real_time
from landbridge.service.workflows.models import Workflow
from tests.component.service_setup.inspections import NOON, VALUES, inspection, keep, trigger


def test_every_step_comes_after_steps_above_it() -> None:
    seen: set[str] = set()
    for step in STEPS:
        assert set(step.after) <= seen, step.name
        seen.add(step.name)
    assert len(seen) == len(STEPS)


@pytest.fixture
def connection(db: None) -> Connection:
    """A tested connection whose customers are to be imported in real time."""
    made = Connection.objects.create(
        name="Sandbox",
        netsuite_account="1234567_SB1",
        spp_database_id="4711",
        credentials=b"",
        credentials_key="",
        tested_at=NOON,
    )
    activate(made, "customers", by=None)
    set_real_time(made, "customers", live=True, by=None)
    return made


@pytest.fixture
def look(connection: Connection) -> Callable[..., Checklist]:
    """Keeps an answer with the named members changed, and judges every step by it."""

    def judge(**changed: Any) -> Checklist:
        keep(connection, inspection(**changed))
        return checklist(Situation(connection, None, restlets_for, lambda: NOON, ask=False))

    return judge


def confirm(connection: Connection, seen: Inspection) -> None:
    keep(connection, seen)
    kept = latest(connection)
    assert kept is not None
    order.confirm(connection, kept, None, lambda: NOON)


def finish(connection: Connection) -> None:
    """Certificate and switch, as the last steps leave them."""
    confirm(connection, inspection())
    Certificate.objects.create(
        connection=connection,
        state=Certificate.State.CURRENT,
        name="made here",
        pem="-",
        fingerprint="f",
        not_before=NOON,
        not_after=NOON + timedelta(days=365),
        created_at=NOON,
        confirmed_at=NOON,
    )
    LiveSwitch.objects.create(connection=connection, enabled=True, changed_at=NOON)


def a_notice(connection: Connection, outcome: str | None) -> None:
    """A notice of customer 7, and what its run made of the record (``None``: nothing yet)."""
    run = Run.objects.create(connection=connection, kind=Run.Kind.REAL_TIME)
    request = RunRequest.objects.create(
        connection=connection, netsuite_type="customer", internal_id="7", run=run
    )
    Notice.objects.create(
        connection=connection,
        record_type="customer",
        netsuite_type="customer",
        internal_id="7",
        event="create",
        jti="j",
        issued_at=NOON,
        answer="started",
        request=request,
    )
    if outcome is not None:
        RunItem.objects.create(
            run=run,
            workflow=Workflow.objects.get(connection=connection),
            internal_id="7",
            name="Acme",
            outcome=outcome,
            reason="because",
        )


@pytest.mark.requirement("setup-01")
def test_a_finished_set_up_has_nothing_left(connection: Connection, look: Callable[..., Checklist]) -> None:
    finish(connection)
    a_notice(connection, "created")
    found = look()
    assert found.next is None
    assert {line.step.name for line in found.lines if line.state is State.OPTIONAL} == {
        *SHARED,
        "integration_user",
        "stages",
        "web_services",
    }
    assert found.as_json()["steps"][-1]["message"].startswith("Acme was created by run ")


SHARED = ("shared_record", "shared_record_enabled", "shared_record_token")
"""The steps of the publisher's record: those of a connection with one of its own have nothing to do there."""
SAID = {
    "": (State.DONE, State.DONE, State.DONE),
    "consumer_key_unknown": (State.WRONG, State.NOT_YET, State.NOT_YET),
    "consumer_key_refused": (State.DONE, State.WRONG, State.NOT_YET),
    "token_rejected": (State.DONE, State.DONE, State.WRONG),
    "untold": (State.WRONG, State.NOT_YET, State.NOT_YET),
    "temporary_locked": (State.WRONG, State.NOT_YET, State.NOT_YET),
    "FeatureDisabled": (State.WRONG, State.NOT_YET, State.NOT_YET),
}
"""What the last sign-in was refused for, and how the three steps stand then."""


@pytest.mark.requirement("publisher-01")
@pytest.mark.parametrize("detail", SAID)
def test_the_steps_of_the_publishers_record_follow_the_last_sign_in(
    connection: Connection,
    look: Callable[..., Checklist],
    monkeypatch: pytest.MonkeyPatch,
    detail: str,
) -> None:
    for name, value in {KEY: "key", SECRET: "secret", NAME: "Landbridge", BUNDLE_ID: "4711"}.items():
        monkeypatch.setenv(name, value)
    connection.use_publisher_record = True
    line = {"key": "sign_in", "title": "Sign-in", "message": "", "state": "failed" if detail else "passed"}
    connection.test_lines = [{**line, "advice": ADVICE.get(detail, "Nobody tells.") if detail else ""}]
    found = look()
    steps = [one for one in found.lines if one.step.name in SHARED]
    assert tuple(one.state for one in steps) == SAID[detail]
    if detail == "consumer_key_unknown":
        assert "bundle 4711" in steps[0].judgement.advice
        assert "landbridge integration install --into" in steps[0].judgement.advice
    if detail == "token_rejected":
        assert "with the application Landbridge" in steps[2].judgement.advice


@pytest.mark.requirement("publisher-01")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"message": "Locked.", "advice": ADVICE["temporary_locked"]}, "Locked."),
        ({"message": "HTTP 503.", "advice": Retry.advice}, "HTTP 503."),
        ({"message": "Refused.", "advice": "Nobody tells."}, "over SOAP it does not say"),
        (
            {"message": "No.", "advice": "Compare.", "title": "Sign-in by OAuth 2.0 certificate"},
            "over OAuth 2.0 it does not say whether the record or the certificate",
        ),
    ],
    ids=["locked", "server", "soap", "oauth2"],
)
def test_what_proves_nothing_of_the_record_is_told_as_it_was(
    connection: Connection,
    look: Callable[..., Checklist],
    monkeypatch: pytest.MonkeyPatch,
    line: dict[str, str],
    words: str,
) -> None:
    monkeypatch.setenv(KEY, "key")
    monkeypatch.setenv(SECRET, "secret")
    connection.use_publisher_record = True
    connection.protocol = "rest" if "title" in line else "soap"
    connection.test_lines = [
        {"key": "sign_in", "title": "Sign-in by access token", "state": "failed", **line}
    ]
    told = {one.step.name: one for one in look().lines}["shared_record"]
    assert told.state is State.WRONG
    assert words in told.judgement.message


@pytest.mark.requirement("publisher-01")
def test_before_there_is_a_connection_the_record_is_the_first_thing_to_do(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    before = checklist(Situation(None, None, restlets_for, lambda: NOON, ask=False)).next
    assert before is not None
    assert before.step.name == "connection"
    monkeypatch.setenv(KEY, "key")
    monkeypatch.setenv(SECRET, "secret")
    after = checklist(Situation(None, None, restlets_for, lambda: NOON, ask=False)).next
    assert after is not None
    assert after.step.name == "shared_record"


@pytest.mark.requirement("setup-01")
@pytest.mark.parametrize(
    ("changed", "step", "state", "words"),
    [
        ({"bundles": Bundles("3.9", "2.0")}, "bundles", "wrong", "SRP Integration (369637) 4.0"),
        ({"bundles": Bundles("4.0", "")}, "bundles", "wrong", "Real-time Add-on (369630) 3.0"),
        (
            {"role": msgspec.structs.replace(inspection().role, lacking=("ADMI_CERTIFICATES",))},
            "role",
            "wrong",
            "Certificate Management (Full)",
        ),
        ({"deployments": (trigger("customer", old=True),)}, "suitescript_1", "wrong", "SuiteSignOn"),
        (
            {"deployments": (trigger("customer"), trigger("employee", old=True))},
            "suitescript_1",
            "wrong",
            "employee",
        ),
        ({"deployments": ()}, "deployments", "missing", "not deployed for customer"),
        ({"deployments": (trigger("employee"),)}, "deployments", "missing", "not deployed for customer"),
        ({"deployments": (trigger("customer", run_as_role=""),)}, "deployments", "wrong", "Execute as Role"),
        ({"deployments": (trigger("customer", all_roles=False),)}, "deployments", "wrong", "Select All"),
        ({"version": "2.0.1"}, "order", "wrong", "another version"),
        ({"settings": SettingsRecord(0, None)}, "settings", "wrong", "no active settings record"),
        ({"settings": SettingsRecord(2, VALUES)}, "settings", "wrong", "2 active settings records"),
        (
            {"settings": SettingsRecord(1, msgspec.structs.replace(VALUES, account="1234567"))},
            "settings",
            "wrong",
            "NetSuite Account ID",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_the_next_step(
    connection: Connection,
    look: Callable[..., Checklist],
    changed: dict[str, Any],
    step: str,
    state: str,
    words: str,
) -> None:
    finish(connection)
    found = look(**changed)
    assert found.next is not None
    assert (found.next.step.name, found.next.state) == (step, state)
    assert words in f"{found.next.judgement.message} {found.next.judgement.advice}"
    assert found.next.judgement.advice
    assert found.next.step.place


@pytest.mark.requirement("setup-01")
def test_leads_need_their_option_and_their_deployment(
    connection: Connection, look: Callable[..., Checklist]
) -> None:
    finish(connection)
    with_leads = SettingsRecord(1, msgspec.structs.replace(VALUES, include_leads=True))
    assert look(settings=with_leads).next.step.name == "deployments"  # type: ignore[union-attr] # there is one
    Workflow.objects.filter(connection=connection).update(options={"include_leads": False})
    both = (trigger("customer"), trigger("lead"))
    confirm(connection, inspection(settings=with_leads, deployments=both))
    left_out = look(settings=with_leads, deployments=both).line("stages")
    assert left_out is not None
    assert left_out.state is State.WRONG
    Workflow.objects.filter(connection=connection).update(options={})
    let_in = look(settings=with_leads, deployments=both).line("stages")
    assert let_in is not None
    assert (let_in.state, let_in.judgement.message) == (State.DONE, "Sent: leads.")


@pytest.mark.requirement("setup-01")
def test_a_step_is_not_looked_at_before_those_it_comes_after(
    connection: Connection, look: Callable[..., Checklist]
) -> None:
    connection.tested_at = None
    found = look()
    states = [line.state for line in found.lines if line.step.name not in SHARED]
    assert states == [State.MISSING] + [State.NOT_YET] * (len(STEPS) - len(SHARED) - 1)
    assert found.lines[len(SHARED) + 1].judgement.message == "Comes after “Connect NetSuite”."


def test_nothing_seen_yet_is_said(connection: Connection) -> None:
    found = checklist(Situation(connection, None, restlets_for, lambda: NOON, ask=False))
    assert found.next is not None
    assert found.next.step.name == "suiteapp"
    assert "not asked yet" in found.next.judgement.message


@pytest.mark.parametrize(
    ("outcome", "state", "words"),
    [
        ("created", "done", "Acme was created"),
        ("unchanged", "done", "Acme was unchanged"),
        ("failed", "wrong", "because"),
        (None, "missing", "has not arrived yet"),
    ],
)
def test_the_last_step_follows_the_notice_to_its_record(
    connection: Connection, look: Callable[..., Checklist], outcome: str | None, state: str, words: str
) -> None:
    finish(connection)
    a_notice(connection, outcome)
    last = look().lines[-1]
    assert last.state == state
    assert words in last.judgement.message


def test_a_refused_notice_is_why_nothing_arrived(
    connection: Connection, look: Callable[..., Checklist]
) -> None:
    finish(connection)
    assert look().lines[-1].state is State.MISSING
    RefusedNotice.objects.create(connection=connection, code="bad_signature", minute=NOON)
    last = look().lines[-1]
    assert last.state is State.WRONG
    assert "bad_signature" in last.judgement.message


def test_an_ignored_notice_says_why(connection: Connection, look: Callable[..., Checklist]) -> None:
    finish(connection)
    Notice.objects.create(
        connection=connection,
        record_type="employee",
        netsuite_type="employee",
        internal_id="3",
        event="edit",
        jti="k",
        issued_at=NOON,
        answer="workflow_inactive",
    )
    last = look().lines[-1]
    assert last.state is State.WRONG
    assert "inactive" in last.judgement.advice
